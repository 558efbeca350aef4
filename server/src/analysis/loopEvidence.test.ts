// What stands behind the verdicts of the loops that are asked for: dependences and reasons, and no transforms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { sumsAndRecurrence } from "../../../test/support/reports.js";
import { neverCancelled, runToEnd } from "../workspace/cancellation.js";
import { loopEvidence } from "./loopEvidence.js";

function evidence(...lines: readonly number[]) {
  const { workspace, sourceFile } = openExample(sumsAndRecurrence);
  const found = runToEnd(
    loopEvidence(workspace, sourceFile.fileName, ({ line }) => lines.includes(line), neverCancelled),
  );
  return found.map(({ line, verdict, dependences, reasons, transforms }) => {
    const accesses = dependences.map(({ kind, source, sink }) => `${kind} ${source.line}-${sink.line}`);
    return { line, verdict, accesses, reasons: reasons.map(({ id }) => id), transforms: transforms.length };
  });
}

test("a loop that can run in parallel tells what the caller does in order, and no transform is made for it", () => {
  const accesses = ["flow 6-6", "anti 6-6", "output 6-6"];
  assert.deepEqual(evidence(3), [{ line: 3, verdict: "parallel", accesses, reasons: [], transforms: 0 }]);
});

test("one that has to run in order tells both accesses and its reasons; others are not looked at", () => {
  const reasons = ["carried-dependence"];
  assert.deepEqual(evidence(8), [{ line: 8, verdict: "serial", accesses: ["flow 8-8"], reasons, transforms: 0 }]);
  assert.deepEqual(evidence(1), []);
});
