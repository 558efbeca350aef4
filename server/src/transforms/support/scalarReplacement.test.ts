import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn, rewritten } from "../../../../test/support/rewriteProject.js";

async function check(text: string, expression: string, inFile: readonly string[], inKernels: readonly string[]) {
  return await checkRewrite({ "a.ts": text }, { expression, contains: { "a.ts": inFile, "a.kernels.ts": inKernels } });
}

function problem(text: string): string {
  const answer = planIn(openProject({ "a.ts": text }), "parallel-map-sync");
  assert.equal(answer?.kind, "disabled");
  return answer?.kind === "disabled" ? answer.reason : "";
}

const multiply = `export function multiply(a: number[][], b: number[][], c: number[][]): void {
  for$0 (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b[0]!.length; j++) {
      c[i]![j] = 0;
      for (let k = 0; k < b.length; k++) c[i]![j]! += a[i]![k]! * b[k]![j]!;
    }
  }
}
export const run = (a: number[][], b: number[][], c: number[][]) => {
  let error: unknown;
  try {
    multiply(a, b, c);
  } catch (caught) {
    error = String(caught);
  }
  return [error, c];
};
`;

describe("a place that is stored and read back is kept in a variable", () => {
  test("an element of a matrix", async () => {
    await check(
      multiply,
      "run([[1, 2], [3, 4]], [[5, 6], [7, 8]], [[], []])",
      ["disjoint: [[c, b], [c, a]]", "if (allValues !== undefined) {", "c[i]![j] = value;"],
      ["let value = 0;", "value += a[i]![k]! * b[k]![j]!"],
    );
  });

  test("an element that is added to is loaded in the kernel, and one number of each element travels", async () => {
    const product = (
      body: string,
    ) => `export function f(a: number[][], b: number[][], c: number[][], n: number): number[][] {
  for$0 (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      ${body}
    }
  }
  return c;
}
`;
    const run = (c: string) => `f([[1, 2], [3, 4]], [[5, 6], [7, 8]], ${c}, 2)`;
    const commit = ["const value = values[j]!;", "c[i]![j] = value;", "distinct: [c]"];
    const kernel = ["value += a[i]![k]! * b[k]![j]!;", "values.push(value);"];
    const added = product("for (let k = 0; k < n; k++) c[i]![j]! += a[i]![k]! * b[k]![j]!;");
    await check(added, run("[[1, 1], [1, 1]]"), commit, kernel);
    await check(added, run("((row) => [row, row])([1, 1])"), commit, kernel);
    const kept = "let value = c[i]![j]!; for (let k = 0; k < n; k++) value += a[i]![k]! * b[k]![j]!; c[i]![j] = value;";
    await check(product(kept), run("[[1, 1], [1, 1]]"), commit, kernel);
    // Here a round reads what the one before it has stored.
    const carried = kept.replace("c[i]![j] =", "c[i]![j + 1] =");
    await check(
      product(carried),
      run("[[1, 1], [1, 1]]"),
      ["value += value2;"],
      ["values2.push(a[i]![k]! * b[k]![j]!);"],
    );
  });

  test("where an iteration fails, the rows are left as the loop leaves them", async () => {
    await check(multiply, "run([[1, 2], [3, 4], [5, 6]], [[5, 6], [7, 8]], [[], []])", ["} catch {"], []);
    await check(multiply, "run([[1], [3, 4]], [[5, 6], [7]], [[9, 9], [9, 9]])", ["} catch {"], []);
  });

  test("not where what the caller does in between may fail, which would lose what is stored", () => {
    const text = (
      last: string,
    ) => `function heavy(x: number): number { let s = x; for (let k = 0; k < 9; k++) s = Math.sin(s); return s; }
function risky(x: number): number { if (x > 2) throw new RangeError("risky"); return x * 2; }
export function f(a: number[], b: number[], xs: Float64Array, n: number): number {
  let [s, t] = [0, 1];
  for$0 (let i = 0; i < n; i++) {
    for (let j = 0; j < a.length; j++) {
      for (let l = 0; l < n; l++) { b[i]! += n; s -= heavy(i * 0.5); }
      ${last}
    }
  }
  return s + t;
}
`;
    const rewritten = (last: string) => {
      const answer = planIn(openProject({ "a.ts": text(last) }), "parallel-map-sync");
      return answer?.kind === "offered"
        ? answer.plan.files.flatMap(({ edits }) => edits.map((edit) => edit.text)).join()
        : "";
    };
    assert.match(rewritten("t = risky(xs[i * n + j]!);"), /b\[i\]! \+= n;/);
    assert.match(rewritten("t = xs[i * n + j]! * 2;"), /parallel(?:Map|Entries)Sync/);
  });

  test("where the matrices share rows, the author's loop runs", async () => {
    await check(multiply, "((m) => run(m, [[5, 6], [7, 8]], m))([[1, 2], [3, 4]])", ["} else {"], []);
  });

  test("fields of an object", async () => {
    await check(
      `interface Body { x: number; mass: number; force: number }
export function forces(bodies: Body[]): void {
  for$0 (const body of bodies) {
    body.force = 0;
    for (const other of bodies) {
      // Nothing pulls itself.
      if (other.x !== body.x) body.force += other.mass / (other.x - body.x);
    }
  }
}
export const make = () => [1, 2, 4].map((x) => ({ x, mass: x * 3, force: 7 }));
`,
      "((bodies) => (forces(bodies), bodies))(make())",
      ["body.force = force;"],
      ["let force = 0;", "// Nothing pulls itself.", "force += other.mass"],
    );
  });

  test("a store that may not be made leaves no trace where it is not", async () => {
    const after = await check(
      `export function f(xs: number[][], out: number[]): void {
  for$0 (let i = 0; i < xs.length; i++) {
    for (const x of xs[i]!) out[i]! += Math.sqrt(x);
  }
}
`,
      "((out) => (f([[4], [], [9, 16], []], out), [out, 3 in out]))([1, 2, 3] as number[])",
      [],
      [],
    );
    assert.doesNotMatch(after["a.ts"]!, /copied/);
  });

  test("a new array that is added to before it has elements is made by the author's line, not by the call that reads it", async () => {
    await check(
      `export function f(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < xs.length; i++) out[i]! += Math.sqrt(xs[i]!);
  return out;
}
`,
      "f([1, 4])",
      ["const out: number[] = [];"],
      [],
    );
  });

  test("the loop beside the parallel form is not rewritten once more", async () => {
    const after = rewritten(openProject({ "a.ts": multiply }));
    const text = after["a.ts"]!;
    const again = text.replace(/(\} else \{\s+)for \(/, "$1for$0 (");
    assert.notEqual(again, text);
    const answer = planIn(openProject({ ...after, "a.ts": again }), "parallel-map-sync");
    assert.match(answer?.kind === "disabled" ? answer.reason : "", /an assumption of its parallel form/);
  });
});

describe("not kept in a variable", () => {
  test("the place is read under another name, and no test before the loop would show it", () => {
    assert.match(
      problem(`function total(xs: number[], i: number): number {
  let sum = 0;
  for (const x of xs) sum += x * i;
  return sum;
}
export function f(xs: number[], out: number[]): void {
  for$0 (let i = 0; i < 9; i++) {
    for (let j = 0; j < 9; j++) {
      out[i % 3] = total(xs, i);
      if (j > i * 2) break;
    }
  }
}
`),
      /reads back what it stores/,
    );
  });

  test("a neighbour is read, which may be the same place", () => {
    assert.match(
      problem(`export function f(xs: number[][], out: number[][]): void {
  for$0 (let i = 0; i < xs.length; i++) {
    for (let j = 1; j < 9; j++) {
      out[i]![j] = xs[i]![j]!;
      out[i]![j]! += Math.sqrt(out[i]![j - 1]!) + out[i]![j]!;
    }
  }
}
`),
      /reads back what it stores/,
    );
  });

  test("control leaves between the stores: the caller adds up what it is handed", async () => {
    await check(
      `export function f(xs: number[][], out: number[]): void {
  for$0 (let i = 0; i < xs.length; i++) {
    out[i] = 0;
    for (const x of xs[i]!) out[i]! += Math.sqrt(x);
    if (out[i]! > 9) continue;
    out[i]! /= 2;
  }
}
`,
      "((out) => (f([[4], [100], [9, 16], []], out), out))([] as number[])",
      ["out[i]! += sqrtResult;"],
      [],
    );
  });
});
