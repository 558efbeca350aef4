import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse, checkParallel, checkSerial } from "../../../test/support/check.js";
import { openProject, planIn } from "../../../test/support/rewriteProject.js";

const counted = (condition: string, more = "") => `
function f(x: Float64Array, y: Float64Array, n: number, limit: { at: number }): void {
  for$0 (let k = 0; ${condition}; k++) { y[k] = Math.sqrt(x[k]!); ${more} }
}`;

describe("a count that ends at the first of several bounds", () => {
  test("each of which is a plain comparison with the counter", () => {
    checkParallel(counted("k < n && k <= x.length"), { pattern: "map" });
    checkParallel(counted("k < n && k + 2 < x.length && k < 9"), { pattern: "map" });
    checkParallel(counted("k < n && k < limit.at"), { pattern: "map" });
  });

  test("not where a part asks for something else, or counts the other way", () => {
    for (const condition of [
      "k < n && x[k]! > 0",
      "k < n && n > 3",
      "k < n && k > 3",
      "k < n || k < 9",
      "k < n && k !== 9",
    ])
      checkSerial(counted(condition), ["loop-form"]);
  });

  test("nor where a bound changes", () => {
    checkSerial(counted("k < n && k < limit.at", "limit.at = x[k]!;"), ["changing-bound"]);
  });

  test("of a loop inside nobody knows how far it comes", () => {
    const filled = (condition: string) => `
function f(out: number[], n: number): void {
  const t = new Float64Array(9);
  for$0 (let j = 0; j < n; j++) { for (let k = 0; ${condition}; k++) t[k] = j; out.push(Math.sin(t[8]!)); }
}`;
    checkParallel(filled("k < 9"), { pattern: "commit" });
    checkSerial(filled("k < 9 && k <= j"), ["carried-dependence"]);
  });

  test("is left as it is", () => {
    const answer = planIn(openProject({ "a.ts": counted("k < n && k < 9") }), "parallel-map-sync");
    assert.equal(answer?.kind, "disabled");
    assert.match(answer?.kind === "disabled" ? answer.reason : "", /Math\.min/);
    assert.equal(analyse(counted("k < n && k < 9").replace("$0", ""))[0]!.loop.space.form, "counted");
  });
});
