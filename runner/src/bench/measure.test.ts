import assert from "node:assert/strict";
import { test } from "node:test";
import { measurePairs, runsPerSample, warmUp, workerCounts } from "./measure.js";

/** Versions whose runs take given times on a clock that only they advance. */
function fakeClock(serialMs: () => number, parallelMs: () => number) {
  let now = 0;
  const order: string[] = [];
  const run = (name: string, ms: () => number) => async () => {
    const time = ms();
    now += time;
    order.push(name);
    return time;
  };
  return { serial: run("s", serialMs), parallel: run("p", parallelMs), clock: () => now, order };
}

test("pairs are interleaved, and their order changes from pair to pair", async () => {
  const { order, ...fake } = fakeClock(
    () => 10,
    () => 5,
  );
  const series = await measurePairs({ ...fake, budgetMs: 60 });
  assert.equal(order.join(""), "sppsspps");
  assert.deepEqual(series.ratios, [2, 2, 2, 2]);
});

test("a narrow interval ends the series before the budget", async () => {
  const fake = fakeClock(
    () => 10,
    () => 5,
  );
  assert.equal((await measurePairs({ ...fake, budgetMs: 1e9 })).ratios.length, 12);
});

test("a machine that slows down steadily favours neither version", async () => {
  let speed = 10;
  const slower = () => speed++;
  const { ratios } = await measurePairs({ ...fakeClock(slower, slower), budgetMs: 600 });
  const above = ratios.filter((ratio) => 1 < ratio).length;
  assert.ok(Math.abs(above - ratios.length / 2) <= 1);
});

test("a budget that is too small still gives two pairs", async () => {
  const fake = fakeClock(
    () => 1000,
    () => 500,
  );
  assert.equal((await measurePairs({ ...fake, budgetMs: 1 })).ratios.length, 2);
});

test("warm-up ends when settled, and after one run when there is no time", async () => {
  const times = [90, 50, 30, 20, 20, 20, 20, 20];
  const settling = fakeClock(() => times.shift() ?? 20, Number);
  assert.equal((await warmUp(settling.serial, { budgetMs: 1e9, clock: settling.clock })).length, 7);
  const slow = fakeClock(() => 1000, Number);
  assert.equal((await warmUp(slow.serial, { budgetMs: 10, clock: slow.clock })).length, 1);
});

test("short runs share a reading of the clock, long or big ones do not", () => {
  assert.equal(runsPerSample(0.1, 100), 10);
  assert.equal(runsPerSample(5, 100), 1);
  assert.equal(runsPerSample(0.1, 1 << 30), 1);
  assert.equal(runsPerSample(0, 1), 200);
});

test("worker counts: the largest first, then all up to eight, then powers of two", () => {
  assert.deepEqual(workerCounts(1), [1]);
  assert.deepEqual(workerCounts(4), [4, 1, 2, 3]);
  assert.deepEqual(workerCounts(20), [20, 1, 2, 3, 4, 5, 6, 7, 8, 16]);
});
