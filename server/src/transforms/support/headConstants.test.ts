// What the head of a loop declares, where a test before the loop asks for it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

describe("a test before the loop of what its head declares", () => {
  test("asks for the value that it is declared with", async () => {
    await checkRewrite(
      {
        "a.ts": `export function sum(rows: readonly number[], from: number): number[] {
  let total = 0;
  for$0 (let i = 0, end = from - 1; i !== end; i++) {
    let s = rows[i]!;
    for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
    total += s;
  }
  return [total];
}
`,
      },
      {
        expression: "[sum([1, 2, 3], 4), sum([1, 2, 3], 1)]",
        contains: {
          "a.ts": [
            "if (from - 1 >= 0 && assumptionsHold({ integers: [from - 1] })) {\n    const end = from - 1;\n",
            "for (let i = 0, end = from - 1; i !== end; i++) {",
          ],
        },
      },
    );
  });

  test("not where that would be done twice", () => {
    const answer = planIn(
      openProject({
        "a.ts": `let asked = 0;
const next = (): number => ++asked;
export function sum(rows: readonly number[]): number {
  let total = 0;
  for$0 (let i = 0, end = next(); i !== end; i++) {
    let s = rows[i]!;
    for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
    total += s;
  }
  return total;
}
`,
      }),
      "parallel-map-sync",
    );
    assert.match(
      answer?.kind === "disabled" ? answer.reason : "",
      /`next\(\)` in the head of the loop would be evaluated more than once/,
    );
  });
});
