// Calls that are over so soon that the caller of the asynchronous form computes, too, instead of waiting for the workers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, configure, lastTimeline, parallelMap, range } from "../index.js";
import { echo, failAt, instance, later, OddError, scaledBy } from "../testing/sample.kernels.js";

before(() => configure({ workers: 2, gate: "always", timeline: true }));
after(close);

/** Runs a call until the caller has computed some of it: now and then the workers are faster. */
async function untilCallerHelps(run: () => Promise<unknown>): Promise<boolean> {
  for (let round = 0; round < 500; round++) {
    await run();
    if (lastTimeline()?.threads[0]?.thread === "caller") return true;
  }
  return false;
}

test("the caller takes part in a brief call, but not where the call may be ended at its time", async () => {
  assert.ok(await untilCallerHelps(() => parallelMap(range(4), echo, {})));
  for (let round = 0; round < 20; round++) {
    await parallelMap(range(4), echo, {}, { timeout: 10_000 });
    assert.notEqual(lastTimeline()?.threads[0]?.thread, "caller");
  }
});

test("what it computes is computed from items and env as they were at the call", async () => {
  const hasHelped = await untilCallerHelps(async () => {
    const [env, items] = [{ by: 3, list: [1] }, [1, 2, 3, 4]];
    const results = parallelMap(items, scaledBy, env);
    env.by = 100;
    env.list.push(2);
    items.fill(50);
    assert.deepStrictEqual(await results, await parallelMap([1, 2, 3, 4], scaledBy, { by: 3, list: [1] }));
  });
  assert.ok(hasHelped);
});

test("an error is the genuine one of the lowest index", async () => {
  await untilCallerHelps(() => parallelMap(range(4), failAt, { at: [] }));
  for (let round = 0; round < 50; round++)
    await assert.rejects(parallelMap(range(4), failAt, { at: [1, 3] }), new OddError(1));
});

test("promises are waited for, and instances of classes arrive as such", async () => {
  for (let round = 0; round < 50; round++) {
    assert.deepStrictEqual(await parallelMap(range(4), later, {}), await Promise.all([0, 1, 2, 3].map(later)));
    assert.deepStrictEqual(await parallelMap(range(4), instance, {}), [0, 1, 2, 3].map(instance));
  }
});
