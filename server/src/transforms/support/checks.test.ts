import assert from "node:assert/strict";
import { test } from "node:test";
import { openProject, planIn } from "../../../../test/support/rewriteProject.js";

/** Why the loop, which calls `floor` declared so, is not rewritten; undefined: it is. */
function refusal(declared: string): string | undefined {
  const text = `export function f(xs: number[]): number[] {
  ${declared}
  const out: number[] = [];
  for$0 (const x of xs) out.push(floor(Math.sqrt(x) * Math.cbrt(x)) + Math.sin(x));
  return out;
}
`;
  const answer = planIn(openProject({ "a.ts": text }), "parallel-map-sync");
  return answer?.kind === "disabled" ? answer.reason : undefined;
}

test("a function in a variable does not travel; one of the file's own moves", () => {
  assert.match(refusal("const floor = Math.floor;") ?? "", /`floor` .* a function does not travel/);
  assert.match(refusal("var floor = Math.floor;") ?? "", /`floor` .* does not travel/);
  assert.match(
    refusal("} var floor = Math.floor; function g(xs: number[]): number[] {") ?? "",
    /`floor` holds a function, which does not travel to a worker; write `Math.floor` in the loop/,
  );
  assert.equal(
    refusal("} function floor(x: number): number { return x | 0; } function g(xs: number[]): number[] {"),
    undefined,
  );
});
