import assert from "node:assert/strict";
import { test } from "node:test";
import { openProject, planIn } from "../../../../test/support/rewriteProject.js";

const text = `export function work(xs: number[], seen: number[]): void {
  for (const x of xs) {
    if (Math.sqrt(x) > 3) break;
    seen.push(Math.exp(x));
  }
}
`;

/** Why the loop is not rewritten; undefined: it is. */
function refusal(source: string, options: Readonly<Record<string, unknown>>): string | undefined {
  const answer = planIn(openProject({ "a.ts": source }, options), "parallel-map-sync");
  assert.ok(answer !== undefined);
  return answer.kind === "disabled" ? answer.reason : undefined;
}

test("a project that is compiled to ES5 gets no loop over results in turn, which would go through nothing", () => {
  assert.match(refusal(text, { target: "es5" })!, /compiled to ES5, where `for…of` goes through arrays only/);
  assert.match(refusal(text, { target: undefined, downlevelIteration: false })!, /compiled to ES5/);
});

test("not where iterables are compiled, or all results come at once", () => {
  assert.equal(refusal(text, { target: "es5", downlevelIteration: true }), undefined);
  assert.equal(refusal(text, { target: "es2015" }), undefined);
  const all =
    "export function work(xs: number[]): number {\n  let sum = 0;\n  for (const x of xs) sum += Math.exp(x);\n  return sum;\n}\n";
  assert.equal(refusal(all, { target: "es5" }), undefined);
});

const takenApart = (head: string) =>
  `export function work(rows: number[][][]): number[] {
  const out: number[] = [];
  for (const ${head} of rows) out.push(Math.exp(a));
  return out;
}
`;

test("a head that takes apart for nobody stays: it fails where that part is missing, whatever the types say", () => {
  assert.match(
    refusal(takenApart("[[a], [b]]"), {})!,
    /nothing of a part that the head of the loop takes apart is used/,
  );
  assert.match(refusal(takenApart("[[a], []]"), {})!, /nothing of a part/);
});

test("a name of a part, or a part that is one name, may be left out", () => {
  assert.equal(refusal(takenApart("[[a, b]]"), {}), undefined);
  assert.equal(refusal(takenApart("[[a], b]"), {}), undefined);
});
