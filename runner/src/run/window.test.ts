import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { close, configure, parallelBatchesSync, parallelMap, range, shared } from "../index.js";
import { activeCalls } from "../pool/pool.js";
import { counted } from "../testing/sample.kernels.js";
import type { Options } from "./request.js";

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Sixteen chunks for two workers may run ahead of the one that is taken next. */
const BOUND = 17;

test("workers run ahead of a slow consumer by a bounded number of chunks, and go on when it does", async () => {
  const options: Options<{ ran: Int32Array }> = { chunk: 1 };
  for (let round = 0; round < 3; round++) {
    const ran = shared(Int32Array, 1);
    let seen = 0;
    for await (const batch of parallelMap(range(400), counted, { ran }, options).batches()) {
      for (const [index] of batch) assert.equal(index, seen++);
      if (seen % 100 === 1) await pause(60);
      assert.ok(Atomics.load(ran, 0) <= seen + BOUND, `${ran[0]} at ${seen}`);
    }
    assert.equal(seen, 400);
    assert.equal(ran[0], 400);
  }
});

test("the same in the sync form, in which the caller takes part", () => {
  const ran = shared(Int32Array, 1);
  let seen = 0;
  for (const batch of parallelBatchesSync(range(400), counted, { ran }, { chunk: 1, workers: 3 })) {
    seen += batch.length;
    const until = performance.now() + (seen % 100 === 1 ? 40 : 0);
    while (performance.now() < until);
    assert.ok(Atomics.load(ran, 0) <= seen + 25, `${ran[0]} at ${seen}`);
  }
  assert.equal(seen, 400);
});

test("who wants all results does not wait, however late it asks", async () => {
  const ran = shared(Int32Array, 1);
  const call = parallelMap(range(400), counted, { ran }, { chunk: 1 });
  await pause(50);
  assert.equal((await call).length, 400);
  const late = parallelMap(range(400), counted, { ran }, { chunk: 1 }).batches();
  // The workers wait for somebody to take batches; other calls do not wait for them.
  await pause(50);
  assert.ok(Atomics.load(ran, 0) <= 400 + BOUND);
  assert.equal((await parallelMap(range(50), counted, { ran }, { chunk: 1 })).length, 50);
  let seen = 0;
  for await (const batch of late) seen += batch.length;
  assert.equal(seen, 400);
});

test("leaving while workers wait ends the call for them, too", async () => {
  for (let round = 0; round < 20; round++) {
    const ran = shared(Int32Array, 1);
    for await (const batch of parallelMap(range(400), counted, { ran }, { chunk: 1 }).batches()) {
      if (batch.length > 0 && round % 2 === 0) await pause(5);
      break;
    }
    assert.ok(Atomics.load(ran, 0) <= 1 + BOUND);
  }
  assert.equal(activeCalls()?.size, 0);
});
