// A rewrite follows a benchmark only where the results were equal, and unasked only where it is surely faster.
import assert from "node:assert/strict";
import { test } from "node:test";
import { different, equal, failed, sampleReport } from "../../../runner/src/testing/sampleReport.js";
import type { Report } from "../protocol.js";
import { verified } from "./verified.js";

const report = (comparison: unknown): Report => sampleReport(comparison as Parameters<typeof sampleReport>[0]);

test("equal and surely faster: yes", () => {
  assert.deepEqual(verified(report(equal)), { verdict: "yes", message: "" });
});

test("equal, but the interval reaches down to the serial loop: ask", () => {
  const { best } = report(equal).comparison as Extract<Report["comparison"], { outcome: "equal" }>;
  const slow = { ...(equal as object), best: { ...best, interval: [0.9, 1.4] } };
  assert.equal(verified(report(slow)).verdict, "ask");
});

test("different or failed: no, with the reason", () => {
  assert.equal(verified(report(different)).verdict, "no");
  assert.match(verified(report(different)).message, /left as it is: in series and in parallel \S+ is not the same/);
  assert.match(verified(report(failed)).message, /could not be measured: \S/);
});
