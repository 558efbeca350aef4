import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import {
  close,
  configure,
  lastCall,
  type Options,
  type Progress,
  parallelBatchesSync,
  parallelMap,
  parallelMapSync,
  range,
} from "../index.js";
import { endlessIn, OddError, slow, square } from "../testing/sample.kernels.js";
import { newWatch, noWatch, whenOver } from "./watch.js";

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

function thousand(): string {
  return "It";
}

test("tells how far it is at most every 100 ms, and at the end", () => {
  let now = 1000;
  const seen: Progress[] = [];
  const watch = newWatch({ onProgress: (progress) => seen.push(progress) }, thousand, () => now);
  for (let done = 0; done <= 10; done++, now += 40) watch.look(() => done, 10);
  watch.look(() => 10, 10);
  assert.deepEqual(
    seen.map(({ done, total }) => [done, total]),
    [
      [3, 10],
      [6, 10],
      [9, 10],
      [10, 10],
    ],
  );
  assert.deepEqual(seen[1], { done: 6, total: 10, rate: 25, timeLeft: 160 });
});

test("gives up when the time is over, and not before", () => {
  let now = 5;
  const watch = newWatch({ timeout: 10 }, thousand, () => now);
  watch.look(() => 0, 1);
  now = 14;
  assert.equal(watch.left(), 1);
  watch.look(() => 0, 1);
  now = 15;
  assert.throws(() => watch.look(() => 0, 1), /^LoopsmithError: It was not done after 10 ms\. Give a longer timeout/);
});

test("nothing to watch costs nothing, and options that mean nothing are refused", () => {
  assert.equal(newWatch({}, thousand), noWatch);
  assert.throws(() => newWatch({ timeout: 0 }, thousand), /timeout is 0.*Give milliseconds/);
  assert.throws(() => newWatch({ onProgress: 3 as never }, thousand), /onProgress is not a function/);
});

test("a kernel that never ends fails after its time, in both forms, and the pool heals", async () => {
  for (const writes of [[], ["out"]] as const) {
    const env = { out: new Float64Array(20), in: [3, 11] };
    const options: Options<typeof env> = { timeout: 150, chunk: 1, writes };
    await assert.rejects(async () => await parallelMap(range(20), endlessIn, env, options), /not done after 150 ms/);
    assert.throws(() => parallelMapSync(range(20), endlessIn, env, options), /not done after 150 ms/);
    assert.deepEqual(env.out, new Float64Array(20));
    const results = await parallelMap(range(20), endlessIn, { ...env, in: [] }, { ...options, timeout: 60_000 });
    assert.deepEqual(results, [...range(20)]);
    assert.equal(lastCall()?.mode, "parallel", lastCall()?.why);
  }
});

test("a timer that is early is set again, until the time is really over", async () => {
  let now = 0;
  const watch = newWatch(
    { timeout: 10 },
    () => "It",
    () => now,
  );
  await new Promise<void>((resolve) => {
    whenOver(watch, () => {
      assert.equal(now, 10);
      resolve();
    });
    const clock = setInterval(() => {
      now += 0.5;
      if (now === 10) clearInterval(clock);
    }, 2);
  });
  whenOver(
    newWatch({ timeout: 10 }, () => "It"),
    () => assert.fail("it was taken back"),
  )();
  whenOver(
    newWatch({ timeout: 2 ** 40 }, () => "It"),
    () => assert.fail("it is not over"),
  )();
});

test("what comes in time is not hurt by a timeout", async () => {
  const expected = Array.from(range(30), (item) => item ** 2);
  for (const gate of ["always", "auto", "never"] as const) {
    const options = { gate, timeout: 60_000 };
    assert.deepEqual(await parallelMap(range(30), square, {}, options), expected);
    assert.deepEqual(parallelMapSync(range(30), square, {}, options), expected);
    assert.deepEqual(
      [...parallelBatchesSync(range(30), square, {}, options)].flat().map(([, result]) => result),
      expected,
    );
  }
});

test("in place the time is looked at between iterations, and what was written is taken back", async () => {
  const out = new Float64Array(50).fill(7);
  const options: Options<{ ms: number; out: Float64Array }> = { gate: "never", timeout: 30, writes: ["out"] };
  assert.throws(() => parallelMapSync(range(50), slow, { ms: 10, out }, options), /not done after 30 ms/);
  await assert.rejects(
    async () => await parallelMap(range(50), slow, { ms: 10, out }, options),
    /not done after 30 ms/,
  );
  assert.deepEqual(out, new Float64Array(50).fill(7));
});

test("progress goes up to the total in every form, in place and in parallel", async () => {
  for (const gate of ["always", "auto", "never"] as const) {
    const seen: Progress[] = [];
    const options = { gate, onProgress: (progress: Progress) => void seen.push(progress), chunk: 1 };
    const env = { ms: 5, out: new Float64Array(60) };
    const run: (() => Promise<unknown>)[] = [
      async () => await parallelMap(range(60), slow, env, options),
      async () => parallelMapSync(range(60), slow, env, options),
      async () => [...parallelBatchesSync(range(60), slow, env, options)],
    ];
    for (const [form, call] of run.entries()) {
      seen.length = 0;
      await call();
      assert.equal(seen.at(-1)?.done, 60, `form ${form} with gate ${gate}`);
      for (const [at, { done, total, timeLeft }] of seen.entries()) {
        assert.ok(total === 60 && timeLeft >= 0 && (at === 0 || seen[at - 1]!.done < done));
      }
    }
  }
});

test("what onProgress throws ends the call with nothing written", async () => {
  const out = new Float64Array(40);
  const options: Options<{ ms: number; out: Float64Array }> = {
    writes: ["out"],
    onProgress() {
      throw new OddError(1);
    },
  };
  await assert.rejects(async () => await parallelMap(range(40), slow, { ms: 0, out }, options), OddError);
  assert.throws(() => parallelMapSync(range(40), slow, { ms: 0, out }, options), OddError);
  assert.deepEqual(out, new Float64Array(40));
});
