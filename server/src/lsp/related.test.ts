// Where the accesses of a dependence are listed: both, once, and of a loop that has to run in order all that stands in the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { promisingLoop } from "../../../test/support/reports.js";
import type { LoopReport, ReportedDependence } from "../analysis/loopReport.js";
import { relatedTo } from "./related.js";

const loop: LoopReport = { ...promisingLoop, endLine: 9, verdict: "serial", pattern: null, transforms: [] };

const place = (line: number) => ({ line, column: 5 });
const dependence = (kind: ReportedDependence["kind"], source: number, sink: number): ReportedDependence => ({
  kind,
  variable: "xs[i]",
  source: place(source),
  sink: place(sink),
  distance: 1,
  carriedBy: "i",
});
const shown = (report: LoopReport) =>
  relatedTo(report, "file:///a.ts").map(({ location, message }) => `${location.range.start.line + 1}: ${message}`);

test("both accesses are listed, the earlier one first", () => {
  assert.deepEqual(shown({ ...loop, dependences: [dependence("flow", 6, 5)] }), [
    "6: `xs[i]` is set here …",
    "5: … and read here by a later iteration.",
  ]);
});

test("what is set and read at one place is one line; in a loop that can run in parallel it says who does it", () => {
  const dependences = (["flow", "anti", "output"] as const).map((kind) => dependence(kind, 6, 6));
  const line = "6: `xs[i]` is carried from one iteration to the next here";
  assert.deepEqual(shown({ ...loop, dependences }), [`${line}.`]);
  assert.deepEqual(shown({ ...loop, verdict: "parallel", dependences }), [`${line}, which the caller does in order.`]);
});

test("a line that reads it twice is listed once", () => {
  const second = { ...dependence("flow", 6, 5), sink: { line: 5, column: 20 } };
  assert.equal(shown({ ...loop, dependences: [dependence("flow", 6, 5), second] }).length, 2);
});

test("what no later iteration sees, and what is only read, is not listed", () => {
  const dependences = [dependence("input", 5, 6), { ...dependence("flow", 5, 6), carriedBy: null }];
  assert.deepEqual(shown({ ...loop, dependences }), []);
});

test("the first reason is the diagnostic's own text; the others have their places", () => {
  const reason = (line: number) => ({ id: "early-exit", ...place(line), message: `Reason ${line}.`, help: "" });
  assert.deepEqual(shown({ ...loop, reasons: [reason(4), reason(8)] }), ["8: Reason 8."]);
});
