// Functions and types that are declared inside of a function, and mentioned by a kernel.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

describe("what is declared inside of a function", () => {
  test("moves to the kernel module with what it uses, and its comments", async () => {
    await checkRewrite(
      {
        "a.ts": `const base = 3;

export function labels(xs: readonly number[]): string[] {
  interface Label {
    text: string;
  }

  // Seven digits.
  const pad = (text: string) => text.padStart(7, "0");
  function label(x: number): Label {
    return { text: pad(String(Math.sqrt(x) * base)) };
  }

  const out: string[] = [];
  for$0 (const x of xs) {
    const made: Label = label(x);
    out.push(made.text);
  }
  return out;
}
`,
      },
      {
        expression: "labels([1, 4, 9])",
        contains: {
          "a.ts": ["xs: readonly number[]): string[] {\n  const out: string[] = parallelMapSync(xs, "],
          "a.kernels.ts": [
            '// Seven digits.\nexport const pad = (text: string) => text.padStart(7, "0");\n',
            "export function label(x: number): Label {\n  return {",
          ],
        },
      },
    );
  });

  test("stays imported where the function goes on to use it", async () => {
    await checkRewrite(
      {
        "a.ts": `export function roots(xs: readonly number[]): number[] {
  const root = (x: number): number => (x < 1 ? x : root(x / 2) + Math.sqrt(x));
  const out = xs.map((x) => root(x) * 2);
  return [...out, root(7)];
}
`,
      },
      {
        expression: "roots([1, 2, 3])",
        contains: {
          "a.ts": ['import { root, rootsX } from "./a.kernels.js";', "return [...out, root(7)];"],
          "a.kernels.ts": ["export const root = (x: number): number =>"],
        },
      },
    );
  });

  test("stays where it uses a variable of the function, is one of several of its name, or is kept by somebody", () => {
    const problem = (inside: string, more = ""): string => {
      const body = `export const shelf: unknown[] = [];
export function f(xs: readonly number[], by: number): number[] {
  ${inside}
  return xs.map((x) => own(x) + by);
}
${more}`;
      const answer = planIn(openProject({ "a.ts": body }), "parallel-map-sync");
      if (answer?.kind !== "disabled") assert.fail(`the transform is offered: ${inside}`);
      return answer.reason;
    };
    const plain = "function own(x: number): number { return Math.sqrt(x); }";
    assert.match(problem("const own = (x: number): number => Math.sqrt(x) * by;"), /`own` is declared inside/);
    const deeper = "const other = (x: number): number => x * by;\n  const own = (x: number): number => other(x);";
    assert.match(problem(deeper), /`own` is declared inside/);
    assert.match(
      problem(plain, `export function g(own: number): number { return own; }\n`),
      /`own` is declared inside/,
    );
    assert.match(problem(`${plain}\n  shelf.push(own);`), /`own` is declared inside/);
  });
});
