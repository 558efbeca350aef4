// Ten thousand calls that fail leave nothing behind.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, configure, parallelBatchesSync, parallelMap, parallelMapSync, range } from "./index.js";
import { addInto, failAt, OddError } from "./testing/sample.kernels.js";
import { heapInUse, leftovers } from "./testing/soak.js";

after(close);

/** Four failing calls, one in each form. */
async function fail(): Promise<void> {
  const env = { at: [1] };
  const out = new Float64Array(4);
  assert.throws(() => parallelMapSync(range(4), failAt, env), OddError);
  assert.throws(() => [...parallelBatchesSync(range(4), failAt, env)], OddError);
  await assert.rejects(parallelMap(range(4), addInto, { out, at: 1 }, { writes: ["out"] }), OddError);
  const controller = new AbortController();
  const aborted = parallelMap(range(4), failAt, { at: [] }, { signal: controller.signal });
  controller.abort(new OddError(1));
  await aborted.then(undefined, (error) => assert.ok(error instanceof OddError));
}

test("ten thousand failing calls leave neither memory nor handles nor listeners", async () => {
  configure({ workers: 2, gate: "always" });
  for (let call = 0; call < 500; call++) await fail();
  const [heap, before] = [heapInUse(), leftovers()];
  for (let call = 0; call < 2500; call++) await fail();
  // A tenth of a kilobyte a call would be a megabyte; compiled code and caches still settle.
  assert.ok(heapInUse() - heap < 2_000_000, `${heap} bytes have become ${heapInUse()}`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual({ ...leftovers(), timers: 0 }, { ...before, calls: 0, busy: 0, timers: 0 });
});
