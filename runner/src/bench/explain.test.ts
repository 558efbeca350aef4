import assert from "node:assert/strict";
import { test } from "node:test";
import type { Overhead } from "../report/report.js";
import { breakEvenTripCount, middleRun, predictSpeedup, scalingPoint, splitOverhead } from "./explain.js";

const call = (
  part: Partial<Record<"startMs" | "transferInMs" | "computeMs" | "imbalanceMs" | "transferOutMs", number>>,
) => ({
  mode: "parallel" as const,
  workers: 2,
  chunks: 8,
  startMs: 0,
  transferInMs: 0,
  computeMs: 0,
  imbalanceMs: 0,
  transferOutMs: 0,
  ...part,
});

const sum = ({ handOver, transferIn, compute, idle, transferOut, commit }: Overhead) =>
  handOver + transferIn + compute + idle + transferOut + commit;

test("the overhead split adds up to the wall time; what the runtime does not account for is the commit", () => {
  const overhead = splitOverhead(
    100,
    call({ startMs: 2, transferInMs: 5, computeMs: 70, imbalanceMs: 8, transferOutMs: 10 }),
    40,
  );
  assert.deepEqual(overhead, {
    start: 40,
    handOver: 2,
    transferIn: 5,
    compute: 62,
    idle: 8,
    transferOut: 10,
    commit: 13,
  });
  assert.equal(sum(overhead), 100);
});

test("the split is that of the run with the median time, not of medians of different runs", () => {
  assert.equal(middleRun([50, 70, 90]), 1);
  assert.equal(middleRun([9, 1, 4, 2]), 2);
});

test("idling is part of the busiest thread's time, and never more than what is left of it", () => {
  const cut = splitOverhead(100, call({ transferInMs: 90, computeMs: 30, imbalanceMs: 20 }), 0);
  assert.deepEqual([cut.compute, cut.idle, sum(cut)], [0, 10, 100]);
});

test("parts of different threads that overlap still add up", () => {
  const computing = splitOverhead(100, call({ transferInMs: 20, computeMs: 90, transferOutMs: 10 }), 0);
  assert.deepEqual([computing.compute, computing.commit, sum(computing)], [70, 0, 100]);
  const moving = splitOverhead(100, call({ transferInMs: 90, computeMs: 10, transferOutMs: 60 }), 0);
  assert.equal(moving.compute, 0);
  assert.ok(Math.abs(sum(moving) - 100) < 1e-9);
});

test("without the runtime's figures everything is the caller's", () => {
  const nothing = { handOver: 0, transferIn: 0, compute: 0, idle: 0, transferOut: 0 };
  assert.deepEqual(splitOverhead(100, undefined, 0), { start: 0, ...nothing, commit: 100 });
});

test("a scaling point carries median, interval and serial fraction", () => {
  const point = scalingPoint(2, { serial: [20, 20, 20], parallel: [10, 10, 12], ratios: [2, 2, 20 / 12] }, 1);
  assert.equal(point.speedup, 2);
  assert.equal(point.efficiency, 1);
  assert.equal(point.serialFraction, 0);
  assert.deepEqual(point.interval, [20 / 12, 2]);
});

test("the prediction keeps the commit serial and pays the transfers", () => {
  const overhead = { start: 30, handOver: 0, transferIn: 5, compute: 40, idle: 0, transferOut: 5, commit: 10 };
  assert.equal(predictSpeedup(100, { ...overhead, transferIn: 0, transferOut: 0, commit: 0 }, 2), 2);
  assert.equal(predictSpeedup(100, overhead, 2), 100 / (10 + 45 + 10));
});

test("break-even: a fixed cost of ten iterations' gain pays from ten iterations on", () => {
  // s = 1 ms, 100 iterations, two workers: p = 0.5 ms, fixed part 5 ms.
  const overhead = { start: 0, handOver: 0, transferIn: 5, compute: 50, idle: 0, transferOut: 0, commit: 0 };
  assert.equal(breakEvenTripCount(100, 55, overhead, 2, 100), 10);
});

test("break-even: one worker never pays, and neither does a commit that is all of the work", () => {
  const overhead = { start: 0, handOver: 0, transferIn: 1, compute: 100, idle: 0, transferOut: 0, commit: 0 };
  assert.equal(breakEvenTripCount(100, 101, overhead, 1, 100), null);
  assert.equal(breakEvenTripCount(100, 120, { ...overhead, commit: 100 }, 4, 100), null);
  assert.equal(breakEvenTripCount(100, 50, overhead, 4, 0), null);
});

test("the same code measured at eight worker counts: the best of them shows no difference in 95 of 100 runs", () => {
  let state = 4711;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  // Times with a long right tail, as a machine has them on which others work, too.
  const time = () => 100 + 4 * random() + (random() < 0.2 ? 60 * random() : 0);
  const runs = 300;
  let even = 0;
  for (let run = 0; run < runs; run++) {
    const points = Array.from({ length: 8 }, (_, index) => {
      const pairs = Array.from({ length: 30 }, () => [time(), time()] as const);
      const [serial, parallel] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
      return scalingPoint(index + 1, { serial, parallel, ratios: pairs.map(([a, b]) => a / b) }, 8);
    });
    const best = points.reduce((a, b) => (a.speedup < b.speedup ? b : a));
    if (best.interval[0] <= 1 && 1 <= best.interval[1]) even++;
  }
  assert.ok(0.95 * runs <= even, `${even} of ${runs}`);
});
