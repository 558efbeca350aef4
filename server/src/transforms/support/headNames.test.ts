// Names that head and body of a loop use for different variables.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";
import { hidesOwnSource } from "./headNames.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;
const loop = (head: string, body: string, given: string) => `import { heavy } from "./heavy.js";
export function f(${given}): number {
  let total = 0;
  $0for (${head}) {
    ${body}
    if (total > 9) break;
  }
  return total;
}
`;

describe("a name that the body declares anew", () => {
  test("is not declared in the head that uses the other one", async () => {
    const text = loop("let i = 0; i < n; i++", "const n = heavy(i); total += n;", "n: number");
    const contains = { "a.ts": ["const results = parallelEntriesSync(range(n)", "for (const [, n] of results)"] };
    await checkRewrite({ "a.ts": text, "heavy.ts": heavy }, { expression: "[f(9), f(2), f(0)]", contains });
    const all = text.replace("if (total > 9) break;", "");
    const gathered = { "a.ts": ["const results = parallelMapSync(range(n)", "for (const n of results)"] };
    await checkRewrite({ "a.ts": all, "heavy.ts": heavy }, { expression: "[f(9), f(0)]", contains: gathered });
  });

  test("is refused where each iteration looks for its element, or its step, by that name", () => {
    const refusal = (text: string) => {
      const answer = planIn(openProject({ "a.ts": text, "heavy.ts": heavy }), "parallel-map-sync");
      return answer?.kind === "disabled" ? answer.reason : answer?.kind;
    };
    const elements = loop("const x of xs", "total += x; const xs = heavy(x); total += xs;", "xs: number[]");
    assert.match(refusal(elements)!, /^`xs` in the head of the loop is another variable/);
    const steps = loop("let i = 1; i < 50; i += by", "const by = heavy(i); total += by + i;", "by: number");
    assert.match(refusal(steps)!, /^`by` in the head of the loop is another variable/);
    const inside = loop("const x of xs", "total += x + heavy(x) + [1].map((xs) => xs + 1)[0]!;", "xs: number[]");
    assert.equal(refusal(inside), "offered");
  });
});

test("properties are no variables", () => {
  assert.ok(hidesOwnSource("[i, n]", "parallelEntriesSync(range(n), step, {})"));
  assert.ok(!hidesOwnSource("length", "parallelMapSync(range(xs.length), step, { xs })"));
  assert.ok(!hidesOwnSource("{ a, b }", "parallelMapSync(abc, step, {})"));
});
