// A short form of the soak: calls of all kinds, many at once, with failures, aborts, timeouts and threads that end themselves.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  close,
  configure,
  type Options,
  parallelBatchesSync,
  parallelMap,
  parallelMapSync,
  type RandomStream,
  randomStream,
  range,
} from "./index.js";
import type { Pool } from "./pool/pool.js";
import { state } from "./state.js";
import { addInto, echo, failAt, leaveProcess, OddError, slow, spin, square } from "./testing/sample.kernels.js";

after(close);

/** Kinds of calls; each says itself whether what came out is right. */
const kinds: readonly ((random: RandomStream, options: Options<object>) => Promise<void>)[] = [
  async (random, options) => {
    const count = random.below(300);
    const results = random.below(2)
      ? await parallelMap(range(count), square, {}, options)
      : parallelMapSync(range(count), square, {}, options);
    assert.deepEqual(
      results,
      Array.from(range(count), (item) => item ** 2),
    );
  },
  async (random, options) => {
    const items = Array.from(range(50), (item) => ({ item, text: `${random.next()}`, rows: [item, -0, Number.NaN] }));
    assert.deepEqual(await parallelMap(items, echo, {}, options), items);
  },
  async (random, options) => {
    const at = random.below(200);
    const call = parallelMap(range(200), failAt, { at: [at, 199] }, options);
    await assert.rejects(call, (error) => error instanceof OddError && error.at === at);
  },
  async (random, options) => {
    const at = random.below(120);
    const out = new Float64Array(100);
    const expected = Float64Array.from(range(100), (item) => (item < at ? item + 1 : 0));
    const call = parallelMap(range(100), addInto, { out, at }, { ...options, writes: ["out"] });
    if (at < 100) await assert.rejects(call, OddError);
    else await call;
    assert.deepEqual(out, expected);
  },
  async (random, options) => {
    const controller = new AbortController();
    const out = new Float64Array(60);
    const env = { ms: 1, out };
    const call = parallelMap(range(60), slow, env, { ...options, writes: ["out"], signal: controller.signal });
    setTimeout(() => controller.abort(new OddError(1)), random.below(20));
    await call.then(
      () => assert.deepEqual(out, Float64Array.from(range(60))),
      (error) => {
        assert.ok(error instanceof OddError);
        assert.deepEqual(out, new Float64Array(60));
      },
    );
  },
  async (_random, options) => {
    assert.deepEqual(await parallelMap(range(40), leaveProcess, {}, options), [...range(40)]);
    assert.deepEqual(parallelMapSync(range(40), leaveProcess, {}, options), [...range(40)]);
  },
  async (random, options) => {
    let seen = 0;
    const enough = random.below(400);
    for (const batch of parallelBatchesSync(range(300), spin, { rounds: 20 }, options)) {
      for (const [index, result] of batch) {
        assert.equal(index, seen++);
        assert.equal(result, spin(index, { rounds: 20 }));
      }
      if (seen > enough) break;
    }
    assert.ok(seen > Math.min(enough, 299));
  },
];

test("calls of all kinds at once give what they should, and leave nothing behind", async () => {
  configure({ workers: 3, gate: "always" });
  const listeners = process.eventNames().map((name) => process.listenerCount(name));
  for (let round = 0; round < 40; round++) {
    const random = randomStream(2026, round);
    const calls = Array.from(range(4), async () => {
      const chunk = random.below(2) ? "auto" : 1 + random.below(20);
      const gate = random.below(3) ? "always" : "auto";
      await kinds[random.below(kinds.length)]!(random, { chunk, gate, workers: 1 + random.below(3) });
    });
    await Promise.all(calls);
  }
  const pool = state.pool as Pool;
  assert.equal(pool.calls.size, 0);
  assert.ok(pool.links.every(({ calls }) => calls === 0));
  assert.deepEqual(
    process.eventNames().map((name) => process.listenerCount(name)),
    listeners,
  );
});
