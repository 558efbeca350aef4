import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { close, configure, lastCall, parallelBatchesSync, parallelMap, parallelMapSync, range } from "../index.js";
import { addInto, failAt, indexed, OddError, scaledBy, square } from "../testing/sample.kernels.js";
import type { Options } from "./request.js";

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

/** More than fits into two windows. */
const COUNT = 140_000;

/** Says how far it was pulled, and whether it was closed. */
function counting(count: number) {
  const seen = { pulled: 0, closed: false };
  function* items(): Generator<number> {
    try {
      for (let item = 0; item < count; item++) {
        seen.pulled++;
        yield item;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { seen, items: items() };
}

const expected = Array.from(range(COUNT), (item) => item ** 2);

test("long iterables give what the loop gives, in every form, on every backend", async () => {
  for (const backend of ["threads", "processes", "serial"] as const) {
    const options: Options<object> = { backend };
    assert.deepEqual(parallelMapSync(counting(COUNT).items, square, {}, options), expected);
    assert.equal(lastCall()?.items, COUNT);
    assert.deepEqual(await parallelMap(counting(COUNT).items, square, {}, options), expected);
    // The index goes on from window to window, wherever the kernel runs.
    const indices = await parallelMap(counting(COUNT).items, indexed, {}, options);
    assert.ok(indices.every((value, index) => value === index));
  }
  for (const gate of ["auto", "never"] as const) {
    assert.deepEqual(parallelMapSync(counting(COUNT).items, square, {}, { gate }), expected);
    const indices = await parallelMap(counting(COUNT).items, indexed, {}, { gate });
    assert.ok(indices.every((value, index) => value === index));
  }
  let next = 0;
  for (const batch of parallelBatchesSync(counting(COUNT).items, square, {})) {
    for (const [index, result] of batch) {
      assert.equal(index, next);
      assert.equal(result, (next++) ** 2);
    }
  }
  assert.equal(next, COUNT);
  for await (const batch of parallelMap(counting(COUNT).items, square, {}).batches()) next -= batch.length;
  assert.equal(next, 0);
});

test("an error is that of the lowest index, wherever it is, and the iterator is closed", async () => {
  for (const at of [5, 70_000, COUNT - 1]) {
    const sync = counting(COUNT);
    assert.throws(
      () => parallelMapSync(sync.items, failAt, { at: [at, COUNT - 1] }),
      (error) => error instanceof OddError && error.at === at,
    );
    const later = counting(COUNT);
    await assert.rejects(parallelMap(later.items, failAt, { at: [at] }), OddError);
    for (const { seen } of [sync, later]) {
      assert.ok(seen.closed);
      // Not pulled further than the end of the window.
      assert.ok(seen.pulled <= at + 2 ** 16);
    }
  }
  const left = counting(COUNT);
  for (const batch of parallelBatchesSync(left.items, square, {})) if (batch.length > 0) break;
  assert.ok(left.seen.closed && left.seen.pulled <= 2 ** 16);
});

test("an error of the iterator itself comes after the results before it", () => {
  function* failing(): Generator<number> {
    yield* range(70_000);
    throw new OddError(1);
  }
  let seen = 0;
  const iterate = (): void => {
    for (const batch of parallelBatchesSync(failing(), square, {})) seen += batch.length;
  };
  assert.throws(iterate, OddError);
  assert.equal(seen, 2 ** 16);
  assert.throws(() => parallelMapSync(failing(), square, {}), OddError);
});

test("arrays that are written or filled hold what the loop would have left", async () => {
  const [out, into] = [new Float64Array(COUNT), new Float64Array(COUNT)];
  const options: Options<{ out: Float64Array; at: number }> = { writes: ["out"], into };
  assert.equal(await parallelMap(counting(COUNT).items, addInto, { out, at: -1 }, options), into);
  assert.ok(out.every((value, index) => value === index + 1) && into.every((value, index) => value === index));
  out.fill(0);
  assert.throws(() => parallelMapSync(counting(COUNT).items, addInto, { out, at: 99_000 }, options), OddError);
  assert.ok(out.every((value, index) => value === (index < 99_000 ? index + 1 : 0)));
  // What is aborted is taken back as a whole, so that nothing is stored before the end.
  const controller = new AbortController();
  function* aborting(): Generator<number> {
    yield* range(COUNT);
    controller.abort(new OddError(2));
  }
  out.fill(0);
  const aborted = parallelMap(aborting(), addInto, { out, at: -1 }, { writes: ["out"], signal: controller.signal });
  await assert.rejects(aborted, OddError);
  assert.ok(out.every((value) => value === 0));
});

test("env is that of the call in every window", async () => {
  const env = { by: 2, list: [1, 2] };
  const call = parallelMap(counting(COUNT).items, scaledBy, env);
  env.by = 3;
  env.list.push(4);
  const results = await call;
  assert.ok(results.every((value, index) => value === 2 * index + 2));
});

test("items of far more than the heap may hold go through it", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-stream-"));
  try {
    const here = path.dirname(import.meta.filename ?? new URL(import.meta.url).pathname);
    const file = path.join(folder, "main.mts");
    fs.writeFileSync(
      file,
      `
import { close, lastCall, parallelMap, parallelMapSync } from ${JSON.stringify(pathToFileURL(path.join(here, "../index.ts")).href)};
import { lengthOf } from ${JSON.stringify(pathToFileURL(path.join(here, "../testing/sample.kernels.ts")).href)};
function* items() {
  for (let item = 0; item < 4000; item++) yield Buffer.alloc(100_000, 97 + (item % 26)).toString("latin1");
}
let total = 0;
for (const length of await parallelMap(items(), lengthOf, {}, { gate: "always", workers: 2 })) total += length;
console.log(total, lastCall().mode, lastCall().items);
console.log(parallelMapSync(items(), lengthOf, {}, { gate: "always", workers: 2 }).length);
await close();
`,
    );
    // 400 MB go through a heap of 150.
    const flags = ["--max-old-space-size=150", "--import", "tsx", file];
    const { stdout, stderr, status } = spawnSync(process.execPath, flags, {
      encoding: "utf8",
      cwd: path.join(here, "../../.."),
    });
    assert.deepEqual([stdout, status], ["400000000 parallel 4000\n4000\n", 0], stderr);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
