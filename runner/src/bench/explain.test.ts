import assert from "node:assert/strict";
import { test } from "node:test";
import { breakEvenTripCount, predictSpeedup, scalingPoint, splitOverhead } from "./explain.js";

const call = (part: Partial<Record<"startMs" | "transferInMs" | "computeMs" | "transferOutMs", number>>) => ({
  mode: "parallel" as const,
  workers: 2,
  chunks: 8,
  startMs: 0,
  transferInMs: 0,
  computeMs: 0,
  transferOutMs: 0,
  ...part,
});

test("the overhead split adds up to the wall time; what the runtime does not account for is the commit", () => {
  const overhead = splitOverhead([100], [call({ transferInMs: 5, computeMs: 70, transferOutMs: 10 })], 40);
  assert.deepEqual(overhead, { start: 40, transferIn: 5, compute: 70, transferOut: 10, commit: 15 });
});

test("without the runtime's figures everything is the caller's", () => {
  assert.deepEqual(splitOverhead([100], [], 0), { start: 0, transferIn: 0, compute: 0, transferOut: 0, commit: 100 });
});

test("a scaling point carries median, interval and serial fraction", () => {
  const point = scalingPoint(2, { serial: [20, 20, 20], parallel: [10, 10, 12], ratios: [2, 2, 20 / 12] });
  assert.equal(point.speedup, 2);
  assert.equal(point.efficiency, 1);
  assert.equal(point.serialFraction, 0);
  assert.deepEqual(point.interval, [20 / 12, 2]);
});

test("the prediction keeps the commit serial and pays the transfers", () => {
  const overhead = { start: 30, transferIn: 5, compute: 40, transferOut: 5, commit: 10 };
  assert.equal(predictSpeedup(100, { ...overhead, transferIn: 0, transferOut: 0, commit: 0 }, 2), 2);
  assert.equal(predictSpeedup(100, overhead, 2), 100 / (10 + 45 + 10));
});

test("break-even: a fixed cost of ten iterations' gain pays from ten iterations on", () => {
  // s = 1 ms, 100 iterations, two workers: p = 0.5 ms, fixed part 5 ms.
  const overhead = { start: 0, transferIn: 5, compute: 50, transferOut: 0, commit: 0 };
  assert.equal(breakEvenTripCount(100, 55, overhead, 2, 100), 10);
});

test("break-even: one worker never pays, and neither does a commit that is all of the work", () => {
  const overhead = { start: 0, transferIn: 1, compute: 100, transferOut: 0, commit: 0 };
  assert.equal(breakEvenTripCount(100, 101, overhead, 1, 100), null);
  assert.equal(breakEvenTripCount(100, 120, { ...overhead, commit: 100 }, 4, 100), null);
  assert.equal(breakEvenTripCount(100, 50, overhead, 4, 0), null);
});
