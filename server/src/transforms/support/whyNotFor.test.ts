import assert from "node:assert/strict";
import { test } from "node:test";
import { openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

function refusal(statement: string): string | undefined {
  const marked = statement.replace(/xs\??\.(?=some|every|find)/, "$0$&");
  const text = `${heavy}export function f(xs: number[], given: boolean): unknown {\n  let n = 0;\n  ${marked}\n  return n;\n}\n`;
  const answer = planIn(openProject({ "a.ts": text }), "parallel-map-sync");
  return answer?.kind === "disabled" ? answer.reason : answer?.kind;
}

const cases: readonly (readonly [string, RegExp])[] = [
  ["if (given && xs.some((x) => heavy(x) > 9)) n = 1;", /^`some` stands behind `&&`.* write it as an `if` of its own/],
  ["if (given) n = 2; else if (xs.every((x) => heavy(x) > 9)) n = 1;", /^`every` stands in an `else if`/],
  ["while (xs.find((x) => heavy(x) > 9)) n++;", /^`find` stands in the head of a loop.* call it in the body/],
  ["n = given ? 1 : Number(xs.some((x) => heavy(x) > 9));", /^`some` stands in a branch of `\? :`/],
  ["n += Number(xs.some((x) => heavy(x) > 9));", /^other parts of the statement are evaluated before `some`/],
];

test("says what stands in the way, and what to write", () => {
  for (const [statement, reason] of cases) assert.match(String(refusal(statement)), reason);
  assert.equal(refusal("if (xs.some((x) => heavy(x) > 9)) n = 1;"), "offered");
});
