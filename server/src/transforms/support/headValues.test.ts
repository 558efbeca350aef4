// A head whose values would be computed more than once: by the call, by the loop over its results, behind the loop.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const text = (head: string, rest = "") => `let at = 0;
export function next(): number {
  return at++;
}
export function twice(x: number): number {
  return 2 * x;
}
export function work(n: number, seen: number[], start = { from: 1 }): unknown {
  const out: number[] = [];
  let i = 0;
  let first = 1;
  $0for (${head}) {
    out.push(Math.exp(i) + Math.sqrt(i));
    seen.push(i);
    ${rest}
  }
  return [out, seen, i, at, first];
}
`;

function refusal(source: string): string | undefined {
  const answer = planIn(openProject({ "a.ts": source }), "parallel-map-sync");
  assert.ok(answer !== undefined);
  return answer.kind === "disabled" ? answer.reason : undefined;
}
const no = (head: string, rest = "") => assert.match(refusal(text(head, rest))!, /would be evaluated more than once/);
const yes = (head: string) => checkRewrite({ "a.ts": text(head) }, { expression: "work(9, [])" });

describe("the values with which a head begins", () => {
  test("are computed again where that is the same", async () => {
    await yes("let i = twice(1); i < n; i++");
    await yes("let i = Math.floor(n / 3), m = n - 1; i < m; i++");
    await yes("let i = start.from; i < n; i++");
    await yes("i = first; i < n; i++");
  });

  test("not where something else happens, or each is another one", () => {
    no("let i = next(); i < n; i++");
    no("let i = 0, m = next(); i < m; i++");
    no("let i = Math.floor(Math.random() * 3); i < n; i++");
    no("i = next(); i < n; i++");
  });

  test("not where they look into an array that workers have stored into by then", () => {
    const stored = (start: string) => `const one = (xs: Float64Array): number => xs[0]!;
export function work(to: Float64Array, seen: number[], n: number): number {
  $0for (let i = ${start}; i < n; i++) {
    to[i] = Math.exp(i) + Math.sqrt(i) + Math.cbrt(i);
    seen.push(i);
  }
  return one(to);
}
`;
    assert.match(refusal(stored("to[0]!"))!, /would be evaluated more than once/);
    assert.match(refusal(stored("one(to)"))!, /would be evaluated more than once/);
    assert.equal(refusal(stored("Math.floor(n / 2)")), undefined);
  });

  test("not behind the loop where they may be others by then", () => {
    no("i = start.from; i < n; i++");
    no("i = first; i < n; i++", "first = i;");
  });
});
