import assert from "node:assert/strict";
import { test } from "node:test";
import type { Overhead, ScalingPoint, Timeline } from "../report/report.js";
import { adviceFrom } from "./advice.js";

function point(workers: number, speedup: number, half = 0.05): ScalingPoint {
  return {
    workers,
    timing: { samples: [100 / speedup], median: 100 / speedup, mad: 0 },
    speedup,
    interval: [speedup - half, speedup + half],
    efficiency: speedup / workers,
    serialFraction: null,
    predicted: workers,
  };
}

const overhead: Overhead = { start: 0, handOver: 0, transferIn: 0, compute: 100, idle: 0, transferOut: 0, commit: 0 };

const uneven = { ...overhead, compute: 70, idle: 30 };

/** One thread with spans of so many iterations and milliseconds. */
function timeline(...spans: readonly (readonly [count: number, ms: number])[]): Timeline {
  let [first, at] = [0, 0];
  const made = spans.map(([count, ms]) => {
    const span = { first, count, chunks: 1, start: at, end: at + ms };
    first += count;
    at += ms;
    return span;
  });
  return { wall: 100, threads: [{ thread: "worker", spans: made, busy: at }] };
}

test("the fewest workers within a twentieth of the best speedup", () => {
  const points = [point(1, 1), point(2, 1.9), point(3, 2.8), point(4, 2.9)];
  const advice = adviceFrom({ points, best: points[3]!, overhead, timeline: null });
  assert.deepEqual([advice.workers, advice.chunk], [3, "auto"]);
  assert.match(advice.why, /up to 4/);
});

test("the best itself where no smaller number comes near it", () => {
  const points = [point(1, 1), point(2, 1.9), point(4, 3.6)];
  assert.equal(adviceFrom({ points, best: points[2]!, overhead, timeline: null }).workers, 4);
});

test("the calling thread alone where it gains as much, and then no chunk", () => {
  const points = [point(1, 1.4), point(2, 1.1)];
  const advice = adviceFrom({ points, best: points[0]!, overhead: uneven, timeline: timeline([100, 50], [100, 20]) });
  assert.deepEqual([advice.workers, advice.chunk], [1, "auto"]);
  assert.match(advice.why, /no worker count was faster/);
});

test("none where no count is faster beyond chance", () => {
  const points = [point(1, 0.95), point(2, 1.04)];
  const advice = adviceFrom({ points, best: points[1]!, overhead, timeline: timeline([10, 90]) });
  assert.equal(advice.workers, null);
  assert.match(advice.why, /beyond chance/);
  const slower = adviceFrom({ points, best: point(2, 0.5), overhead, timeline: null });
  assert.deepEqual([slower.workers, slower.why], [null, "Every worker count was slower"]);
});

const points = [point(2, 1.5)];
const chunkFor = (of: Timeline, split: Overhead) =>
  adviceFrom({ points, best: points[0]!, overhead: split, timeline: of }).chunk;

test("chunks small enough for a twentieth of the run, where threads idled because of one large chunk", () => {
  assert.equal(chunkFor(timeline([100, 50], [100, 20]), uneven), 10);
});

test("no other chunk where the work was even, where single iterations are too long, or chunks are small already", () => {
  assert.equal(chunkFor(timeline([100, 50]), overhead), "auto");
  assert.equal(chunkFor(timeline([2, 50]), uneven), "auto");
  assert.equal(chunkFor(timeline([5, 2]), uneven), "auto");
});
