import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { close, configure, lastCall, parallelMap, parallelMapSync, range } from "../index.js";
import { crash, endlessIn, isInWorker, square, whereabouts } from "../testing/sample.kernels.js";

beforeEach(() => configure({ workers: 2, gate: "always", backend: "processes" }));
after(close);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The processes that computed something, the caller's left out. */
async function childPids(): Promise<number[]> {
  const places = await parallelMap(range(40), whereabouts, {}, { chunk: 1 });
  return [...new Set(places.map(({ pid }) => pid))].filter((pid) => pid !== process.pid);
}

/** A process that has just been replaced needs a while to start. */
async function untilTwo(): Promise<void> {
  while ((await childPids()).length < 2);
}

test("kernels run in processes, each in the main thread of one", async () => {
  const places = await parallelMap(range(40), whereabouts, {}, { chunk: 1 });
  assert.ok(places.every(({ pid, isMainThread }) => pid !== process.pid && isMainThread));
  await untilTwo();
  assert.equal(lastCall()?.mode, "parallel");
  // The calling thread takes part in the sync form, and nothing else does in its process.
  const here = parallelMapSync(range(40), whereabouts, {}, { chunk: 1 });
  assert.ok(here.every(({ isMainThread }) => isMainThread));
});

test("threads and processes serve calls that are in flight at once", async () => {
  const [there, here, squares] = await Promise.all([
    parallelMap(range(20), isInWorker, {}, { chunk: 1, backend: "processes" }),
    parallelMap(range(20), whereabouts, {}, { chunk: 1, backend: "threads" }),
    parallelMap(range(3000), square, {}),
  ]);
  assert.ok(there.every(Boolean));
  assert.ok(here.every(({ pid, isMainThread }) => pid === process.pid && !isMainThread));
  assert.equal(squares[2999], 2999 ** 2);
});

test("a process that crashes hangs nobody, harms no result, and is replaced", async () => {
  for (const isSync of [false, true]) {
    const out = new Float64Array(30);
    const [env, options] = [{ out, caller: process.pid }, { chunk: 2, writes: ["out"] } as const];
    const results = isSync
      ? parallelMapSync(range(30), crash, env, options)
      : await parallelMap(range(30), crash, env, options);
    assert.deepEqual(results, [...range(30)]);
    assert.deepEqual(
      out,
      Float64Array.from(range(30), (item) => item + 1),
    );
  }
  await untilTwo();
});

test("a kernel that never ends is ended with its process, and written arrays are untouched", async () => {
  const before = await childPids();
  const out = new Float64Array(20);
  const call = parallelMap(range(20), endlessIn, { out, in: [7, 8] }, { timeout: 300, chunk: 1, writes: ["out"] });
  await assert.rejects(call, /was not done after 300 ms/);
  assert.deepEqual(out, new Float64Array(20));
  await until(() => before.some((pid) => !isAlive(pid)));
  await untilTwo();
});

test("closing ends the processes", async () => {
  const pids = await childPids();
  await close();
  await until(() => pids.every((pid) => !isAlive(pid)));
});
