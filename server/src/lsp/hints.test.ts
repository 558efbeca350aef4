// Hints: on loops that are worth it, on refused ones only where a profile found them hot; with their page and both accesses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TextDocument } from "vscode-languageserver-textdocument";
import { promisingLoop } from "../../../test/support/reports.js";
import type { LoopReport } from "../analysis/loopReport.js";
import { type HotLoops, hinted, toHints } from "./hints.js";

const document = TextDocument.create("file:///a.ts", "typescript", 1, "\n\nfor (;;) {\n  x = x + 1;\n}\n");
const none: HotLoops = new Map();
const hot: HotLoops = new Map([["3:1", 0.314]]);
const parallel: LoopReport = { ...promisingLoop, column: 1 };
const serial: LoopReport = { ...parallel, verdict: "serial", profit: { ...parallel.profit, promising: false } };
const place = { line: 4, column: 3 };
const full: LoopReport = {
  ...serial,
  reasons: [{ id: "carried-dependence", ...place, message: "`x` is carried.", help: "Change it." }],
  dependences: [{ kind: "flow", variable: "x", source: place, sink: place, distance: 1, carriedBy: "i" }],
};

test("a loop that is worth it has a hint with a link to its page; a trivial one and a refused one have none", () => {
  const trivial = { ...parallel, profit: { ...parallel.profit, promising: false } };
  const [hint, ...more] = toHints([parallel], { hot: none, evidence: [], document });
  assert.deepEqual(
    [hint?.code, hint?.message, more],
    ["parallel-map", "This loop can run on all cores: about 1,000 operations per iteration.", []],
  );
  assert.match(hint?.codeDescription?.href ?? "", /transforms\/README\.md$/);
  assert.deepEqual(hint?.range, { start: { line: 2, character: 0 }, end: { line: 2, character: 10 } });
  assert.deepEqual(toHints([trivial, serial], { hot: none, evidence: [full], document }), []);
});

test("a refused loop that took much of a run has one, with its reason, its page and its accesses", () => {
  const [hint] = toHints([serial], { hot, evidence: [full], document });
  assert.equal(hint?.message, "This loop took 31 % of the run and has to run in order. `x` is carried. Change it.");
  assert.equal(hint?.code, "carried-dependence");
  assert.match(hint?.codeDescription?.href ?? "", /reasons\/carried-dependence\.md$/);
  assert.deepEqual(
    hint?.relatedInformation?.map(({ location }) => location.range.start),
    [{ line: 3, character: 2 }],
  );
  assert.deepEqual(toHints([serial], { hot, evidence: [], document }), [], "not before its reasons are known");
});

test("nobody is told of a refused loop in which another one can have all cores", () => {
  const outer = { ...serial, endLine: 9 };
  const inner = { ...parallel, line: 4, endLine: 5 };
  assert.deepEqual(hinted([outer, inner], hot), [inner]);
  assert.deepEqual(hinted([outer, { ...inner, line: 10, endLine: 12 }], hot).length, 2);
});
