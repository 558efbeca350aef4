import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { close, configure, lastCall, parallelMap, parallelMapSync, range, warmUp } from "../index.js";
import { hungry, slow, square } from "../testing/sample.kernels.js";
import { isWarm } from "./pool.js";

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("threads that have nothing to do are ended after a while, and started again when needed", async () => {
  await warmUp();
  assert.ok(isWarm());
  configure({ idleTimeout: 20 });
  await until(() => !isWarm());
  configure({ idleTimeout: Number.POSITIVE_INFINITY });
  assert.equal((await parallelMap(range(50), square, {})).at(-1), 49 ** 2);
  assert.equal(lastCall()?.mode, "parallel");
  assert.ok(isWarm());
});

test("a short call does not wait until a long one is over", async () => {
  configure({ workers: 1 });
  let isLongOver = false;
  const long = parallelMap(range(200), slow, { ms: 4, out: new Float64Array(200) }, { chunk: 1 }).then(() => {
    isLongOver = true;
  });
  assert.deepEqual(await parallelMap(range(2), square, {}), [0, 1]);
  assert.equal(isLongOver, false);
  await long;
});

test("closing the pool while calls are in flight hurts none of them", async () => {
  const out = new Float64Array(60);
  const calls = [
    parallelMap(range(60), slow, { ms: 2, out }, { writes: ["out"] }),
    parallelMap(range(300), square, {}, { chunk: 1 }),
  ] as const;
  await close();
  assert.equal((await calls[1])[299], 299 ** 2);
  await calls[0];
  assert.deepEqual(out, Float64Array.from(range(60)));
  assert.equal((await parallelMap(range(50), square, {})).length, 50);
  assert.equal(lastCall()?.mode, "parallel");
});

test("a kernel that takes more memory than its thread may have is run by the caller, and the pool heals", async () => {
  await close();
  configure({ workers: 2, resourceLimits: { maxOldGenerationSizeMb: 24 } });
  const expected = [...range(3)];
  assert.deepEqual(await parallelMap(range(3), hungry, {}, { chunk: 1 }), expected);
  assert.deepEqual(parallelMapSync(range(3), hungry, {}, { chunk: 1 }), expected);
  assert.equal((await parallelMap(range(50), square, {})).length, 50);
  await close();
  configure({ resourceLimits: {} });
});

test("calls that follow one another soon are all served, however short the idle time", async () => {
  configure({ idleTimeout: 0 });
  for (let call = 0; call < 30; call++) {
    const results = await parallelMap(range(50), square, {});
    assert.equal(results.length, 50);
    if (call % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
  }
  configure({ idleTimeout: 60_000 });
});

// In jsdom, which old versions of jest run tests in, `setTimeout` returns a number: each call started threads that nobody ended.
test("timers of a test environment are nobody's business here", async () => {
  await close();
  const { setTimeout: genuine } = globalThis;
  try {
    Object.assign(globalThis, { setTimeout: () => 1 });
    for (let round = 0; round < 3; round++) {
      assert.equal(parallelMapSync(range(50), square, {}).at(-1), 49 ** 2);
      assert.equal(lastCall()?.mode, "parallel");
    }
  } finally {
    Object.assign(globalThis, { setTimeout: genuine });
  }
});
