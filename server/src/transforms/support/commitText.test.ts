import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const options = { noUnusedLocals: true };

describe("counters that are declared before their loops", () => {
  test("keep their loop in the commit, which reads them", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `export function widened(from: number[], n: number, w: number): number[] {
  const to: number[] = [];
  let i: number;
  let j: number;
  for$0 (i = 0; i < n; i += 1) {
    for (j = 0; j < w; j += 1) {
      to[i * (w + 1) + j] = Math.sqrt(from[i * w + j]!);
    }
  }
  return to;
}
`,
      },
      { expression: "widened([1, 4, 9, 16, 25, 36], 2, 3)", options },
    );
    assert.match(after["a.ts"]!, /for \(j = 0; j < w; j \+= 1\)/);
  });

  test("with `var`, not what the kernel and the commit would both declare", () => {
    const answer = planIn(
      openProject({
        "a.ts": `export function ends(from: number[], n: number, w: number): number[] {
  const to: number[] = [];
  for$0 (var i = 0; i < n; i += 1) {
    for (var j = 0; j < w; j += 1) to[i * (w + 1) + j] = Math.sqrt(from[i * w + j]!);
    to[i * (w + 1) + w] = j;
  }
  return to;
}
`,
      }),
      "parallel-map-sync",
    );
    assert.match(answer?.kind === "disabled" ? answer.reason : "", /`j` is declared with `var` in the head of a loop/);
  });

  test("nor where the head is not the first to declare it", () => {
    const answer = planIn(
      openProject({
        "a.ts": `export function roots(to: Float64Array, n: number): number[] {
  const out: number[] = [];
  var j = 0;
  let at = 1;
  for$0 (let i = 0; i < n; i++) {
    for (j = 0; j < n; j++) Math.sqrt(j);
    to[at] = i;
    for (var j = 0; j < n; j++) {
      let root = at;
      to[at] = root;
      root = Math.sqrt(root + i);
      out.push(root);
    }
  }
  return out;
}
`,
      }),
      "parallel-map-sync",
    );
    assert.equal(answer?.kind, "disabled");
  });

  test("nor where what is handed over would hide another variable of its name", () => {
    const loop = (inner: string) => `export function roots(to: Float64Array, n: number): unknown {
  const out: number[] = [];
  var j = 0;
  let s = 1;
  for$0 (let i = 0; i < n; i++) {
    for (j = 0; j < n; j++) s = Math.max(s, j);
    {
      let ${inner} = n * i;
      while (${inner} > 3) {
        ${inner} -= Math.sqrt(${inner});
      }
      s += ${inner};
    }
  }
  return [out, s, j];
}
`;
    const reasonFor = (inner: string) => {
      const answer = planIn(openProject({ "a.ts": loop(inner) }), "parallel-map-sync");
      return answer?.kind === "disabled" ? answer.reason : answer?.kind;
    };
    assert.match(reasonFor("j")!, /`j` is the name of two variables here/);
    assert.equal(reasonFor("rest"), "offered");
  });

  test("and other variables leave no declaration without a use, in the file and in the kernel", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `export function largest(d: Float64Array, n: number): number {
  let max = 0;
  let abs: number;
  let j: number;
  let k: number;
  let p = 0;
  for$0 (j = 0; j < n; j += 1) {
    abs = Math.sqrt(d[j]! + Math.sqrt(j)) + Math.sqrt(d[j]!);
    if (max < abs) {
      max = abs;
      p = j;
      for (k = 0; k < 2; k += 1) p += k;
    }
  }
  return p;
}
`,
      },
      { expression: "largest(new Float64Array([1, 9, 4]), 3)", options },
    );
    assert.doesNotMatch(after["a.ts"]!, /let abs/);
    assert.doesNotMatch(after["a.kernels.ts"]!, /let k/);
  });
});
