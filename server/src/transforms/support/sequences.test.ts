// Loops over things that are no arrays: they are listed when the loop starts.
import { describe, test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

async function check(body: string, expression: string, inFile: readonly string[], inKernels: readonly string[] = []) {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${body}`, "heavy.ts": heavy };
  await checkRewrite(files, { expression, contains: { "a.ts": inFile, "a.kernels.ts": inKernels } });
}

describe("what a for-of goes through", () => {
  test("a map", async () => {
    await check(
      `export function f(prices: Map<string, number>): [string, number][] {
  const out: [string, number][] = [];
  for (const [name, price] of prices) out.push([name, heavy(price)]);
  return out;
}
`,
      'f(new Map([["a", 1], ["b", 5]]))',
      ["[...prices]"],
      ["[string, number]"],
    );
  });

  test("a set, with its order in the commit", async () => {
    await check(
      `export function f(seen: Set<number>): string {
  let text = "";
  for (const x of seen) text += heavy(x).toFixed(2) + x;
  return text;
}
`,
      "f(new Set([3, 1, 2]))",
      ["[...seen]"],
    );
  });

  test("the entries of an array", async () => {
    await check(
      `export function f(xs: number[]): Float64Array {
  const out = new Float64Array(xs.length);
  for (const [i, x] of xs.entries()) out[i] = heavy(x) + i;
  return out;
}
`,
      "f([4, 9, 16])",
      ["[...xs.entries()]"],
    );
  });

  test("the letters of a string", async () => {
    await check(
      `export function f(text: string): number[] {
  const out: number[] = [];
  for (const letter of text) out.push(heavy(letter.codePointAt(0)!));
  return out;
}
`,
      'f("añ😀")',
      ["[...text]"],
    );
  });
});
