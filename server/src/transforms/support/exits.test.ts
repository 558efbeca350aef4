// Loops that end early: the workers look ahead, the caller decides in order and leaves.
import { describe, test } from "node:test";
import { checkNotApplicable } from "../../../../test/support/docExamples.js";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  if (x < 0) throw new RangeError("negative: " + x);
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

async function check(body: string, expression: string, inFile: readonly string[], inKernels: readonly string[] = []) {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${body}`, "heavy.ts": heavy };
  await checkRewrite(files, { expression, contains: { "a.ts": inFile, "a.kernels.ts": inKernels } });
}

describe("a loop that ends early", () => {
  test("returns the first match", async () => {
    await check(
      `export function f(xs: number[], limit: number): number {
  for (let i = 0; i < xs.length; i++) {
    if (heavy(xs[i]!) > limit) return i;
  }
  return -1;
}
`,
      "[f([1, 5, 400, 2], 5.2), f([], 1), f([1], 9)]",
      ["of parallelEntriesSync(range(xs.length)", "return i;"],
    );
  });

  test("breaks out of the loop over what comes, and what is behind the exit is not done in that iteration", async () => {
    await check(
      `export function f(xs: number[], limit: number): number {
  let sum = 0;
  for (const x of xs) {
    if (x > limit) break;
    sum += heavy(x);
  }
  return sum;
}
`,
      "[f([1, 2, 9, 3], 5), f([1, 2], 5), f([9], 5)]",
      ["] of parallelEntriesSync(xs, ", "break;"],
    );
  });

  test("out of a loop inside, where the value of the last turn was never computed", async () => {
    await check(
      `export function f(xs: number[], n: number): number {
  let sum = 0;
  for (const x of xs) {
    for (let j = 0; j < n; j++) {
      if (x > 5) return sum;
      sum += heavy(j);
    }
  }
  return -sum;
}
`,
      "[f([1, 2, 9, 3], 3), f([1, 2], 3), f([9], 3), f([9], 0)]",
      ["return sum;"],
    );
  });

  test("an iteration that leaves does not fail for what it would do behind", async () => {
    await check(
      `export function f(xs: number[]): number {
  let sum = 0;
  for (const x of xs) {
    if (x < 0) break;
    const y = heavy(x);
    if (y > 5.3) continue;
    sum += y;
  }
  return sum;
}
`,
      "[f([1, 2, -9, 3]), f([1, 2, 500]), f([-1])]",
      ["break;"],
    );
  });

  test("a sum decides", async () => {
    await check(
      `export function f(xs: number[], limit: number): string {
  let sum = 0;
  let seen = "";
  for (const x of xs) {
    sum += heavy(x);
    if (sum > limit) break;
    seen += x;
  }
  return seen + sum;
}
`,
      "[f([1, 2, 3, 4, 5], 12), f([1], 12)]",
      ["break;"],
    );
  });

  test("a continue behind what the commit does", async () => {
    await check(
      `export function f(xs: number[]): string {
  let count = 0;
  let sum = 0;
  for (const x of xs) {
    count++;
    if (x < 0) continue;
    sum += heavy(x);
  }
  return count + ":" + sum;
}
`,
      "[f([1, -2, 3, -4, 5]), f([])]",
      ["count++;", "continue;"],
    );
  });

  test("a jump from an inner loop to the outer one", async () => {
    await check(
      `export function f(n: number): number[] {
  const out: number[] = [];
  outer: for (let i = 0; i < n; i++) {
    for (let j = 2; j < i; j++) if (i % j === 0) continue outer;
    out.push(heavy(i));
  }
  return out;
}
`,
      "f(20)",
      ["parallelMapSync"],
    );
  });

  test("not where a round before it leaves something to the caller", () => {
    checkNotApplicable(
      "parallel-map-sync",
      `function f(xs: number[], out: Float64Array): number {
  let s = 0;
  outer: for$0 (let i = 0; i < xs.length; i++) {
    const x = Math.sqrt(xs[i]!);
    for (const y of xs) {
      if (x < y) continue outer;
      s += Math.sqrt(y);
    }
    out[i] = x;
  }
  return s;
}`,
      /a `continue` with the label of the loop stands in what has to be done in order/,
    );
  });

  test("not where the counter is used afterwards", () => {
    checkNotApplicable(
      "parallel-map-sync",
      `function f(xs: number[], limit: number): number {
  let i = 0;
  for$0 (i = 0; i < xs.length; i++) if (Math.sqrt(xs[i]!) > limit) break;
  return i;
}`,
      /end early/,
    );
  });
});
