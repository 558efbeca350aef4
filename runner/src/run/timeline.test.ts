import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { close, configure, lastCall, lastTimeline, parallelMap, parallelMapSync, range, warmUp } from "../index.js";
import { slow, square } from "../testing/sample.kernels.js";
import { type ChunkSpan, mergeSpans, timelineOf } from "./timeline.js";

beforeEach(() => configure({ workers: 2, gate: "always", timeline: true }));
after(close);

/** Spans of equal length, each `gaps[k]` after the one before. */
function spansWith(gaps: readonly number[]): ChunkSpan[] {
  let at = 0;
  return gaps.map((gap, index) => {
    const start = at + gap;
    at = start + 10;
    return { first: index * 2, count: 2, chunks: 1, start, end: at };
  });
}

test("every iteration of a call is in the timeline once, within the time of the call", async () => {
  await warmUp();
  const out = new Float64Array(40);
  for (const form of ["sync", "async"] as const) {
    const env = { ms: 1, out };
    if (form === "sync") parallelMapSync(range(40), slow, env, { chunk: 1 });
    else await parallelMap(range(40), slow, env, { chunk: 1 });
    const { wall, threads } = lastTimeline()!;
    assert.deepEqual(
      threads.map(({ thread }) => thread),
      form === "sync" ? ["caller", "worker"] : ["worker", "worker"],
    );
    const spans = threads.flatMap((thread) => thread.spans);
    assert.deepEqual(
      spans.map(({ first }) => first).sort((a, b) => a - b),
      [...range(40)],
    );
    for (const { start, end, count } of spans) {
      assert.equal(count, 1);
      assert.ok(0 <= start && start <= end && end <= wall, `${start} ${end} ${wall}`);
    }
    for (const thread of threads)
      for (const [index, span] of thread.spans.entries())
        assert.ok(index === 0 || thread.spans[index - 1]!.end <= span.start, "chunks of one thread do not overlap");
  }
});

test("nothing is recorded unless it was asked for, nor for a call in place", async () => {
  await parallelMap(range(50), square, {});
  assert.ok(lastTimeline() !== undefined);
  await parallelMap(range(50), square, {}, { gate: "never" });
  assert.equal(lastTimeline(), undefined);
  configure({ timeline: false });
  await parallelMap(range(50), square, {});
  assert.equal(lastCall()?.mode, "parallel");
  assert.equal(lastTimeline(), undefined);
});

test("a thread that computed nothing is in the timeline, without spans", () => {
  const words = new Float64Array([2, 100, 104]);
  const starts = Uint32Array.from([0, 5]);
  const timeline = timelineOf({ words, starts, workers: 2, callerTakesPart: false, from: 99, until: 106 });
  assert.deepEqual(timeline, {
    wall: 7,
    threads: [
      { thread: "worker", spans: [{ first: 0, count: 5, chunks: 1, start: 1, end: 5 }], busy: 4 },
      { thread: "worker", spans: [], busy: 0 },
    ],
  });
});

test("many spans are merged where the gaps are smallest; the largest gaps stay", () => {
  const merged = mergeSpans(spansWith([0, 1, 9, 1, 7, 2]), 3);
  assert.deepEqual(
    merged.map(({ first, count, chunks }) => [first, count, chunks]),
    [
      [0, 4, 2],
      [4, 4, 2],
      [8, 4, 2],
    ],
  );
  assert.deepEqual(
    merged.map(({ start, end }) => [start, end]),
    [
      [0, 21],
      [30, 51],
      [58, 80],
    ],
  );
});

test("few spans stay as they are, and thousands become as few as asked", () => {
  const few = spansWith([0, 1, 2]);
  assert.equal(mergeSpans(few, 3), few);
  const many = spansWith(Array.from({ length: 5000 }, (_, index) => index % 7));
  const merged = mergeSpans(many, 120);
  assert.equal(merged.length, 120);
  assert.equal(
    merged.reduce((sum, { chunks }) => sum + chunks, 0),
    5000,
  );
  assert.equal(merged.at(-1)!.end, many.at(-1)!.end);
});
