import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { close, configure, parallelMap, parallelMapSync, range } from "../index.js";
import { instanceOrNever, OddError, slowInstance } from "../testing/sample.kernels.js";

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

// One chunk, so that the caller looks at nothing but its own iterations once it has begun to compute them again.
const chunk = 40;

test("a timeout stops what the caller computes again", async () => {
  const options = { timeout: 300, chunk };
  const late = /slowInstance was not done after 300 ms/;
  assert.throws(() => parallelMapSync(range(40), slowInstance, { ms: 10 }, options), late);
  await assert.rejects(async () => await parallelMap(range(40), slowInstance, { ms: 10 }, options), late);
});

test("a timeout ends the wait for a promise of the caller's own", async () => {
  const call = parallelMap(range(40), instanceOrNever, {}, { timeout: 300, chunk });
  await assert.rejects(async () => await call, /instanceOrNever was not done after 300 ms/);
});

test("what the caller computes again in time is as the kernel makes it", async () => {
  const options = { timeout: 60_000, chunk };
  const results = await parallelMap(range(40), slowInstance, { ms: 0 }, options);
  assert.deepEqual(
    parallelMapSync(range(40), slowInstance, { ms: 0 }, options).map(({ at }) => at),
    results.map(({ at }) => at),
  );
  assert.ok(results.every((result) => result instanceof OddError));
});
