import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import fc from "fast-check";
import {
  close,
  configure,
  grid,
  type Items,
  lastCall,
  parallelBatchesSync,
  parallelEntriesSync,
  parallelMap,
  parallelMapSync,
  range,
  warmUp,
} from "./index.js";
import type { Kernel } from "./kernels.js";
import { activeCalls } from "./pool/pool.js";
import type { Options } from "./run/request.js";
import { anyValue } from "./testing/anyValue.js";
import {
  acrossViews,
  addInto,
  countsItself,
  describeEnv,
  echo,
  FailedItem,
  failAt,
  failWith,
  instance,
  isInWorker,
  isOne,
  type Link,
  later,
  linked,
  nested,
  OddError,
  plusSeen,
  relinked,
  scaledInstance,
  spin,
  square,
  writeOnly,
} from "./testing/sample.kernels.js";

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

type Call<R> = () => Promise<R[]>;

/** The same call in all forms: sync, async, in batches of either kind, and by entries. */
function forms<T, R, E>(items: Items<T>, kernel: Kernel<T, R, E>, env: E, options: Options<E> = {}): Call<R>[] {
  return [
    async () => parallelMapSync(items, kernel, env, options),
    async () => await parallelMap(items, kernel, env, options),
    async () => {
      const results: R[] = [];
      for (const batch of parallelBatchesSync(items, kernel, env, options)) collect(results, batch);
      return results;
    },
    async () => {
      const results: R[] = [];
      for (const entry of parallelEntriesSync(items, kernel, env, options)) collect(results, [entry]);
      return results;
    },
    async () => {
      const results: R[] = [];
      for await (const batch of parallelMap(items, kernel, env, options).batches()) collect(results, batch);
      return results;
    },
  ];
}

/** Takes a batch, and checks that it goes on where the last one ended. */
function collect<R>(results: R[], batch: ReadonlyArray<readonly [number, R]>): void {
  for (const [index, result] of batch) {
    assert.equal(index, results.length);
    results.push(result);
  }
}

async function checkParallel<T, R, E>(items: Items<T>, kernel: Kernel<T, R, E>, env: E, expected: unknown[]) {
  for (const call of forms(items, kernel, env)) {
    assert.deepEqual(await call(), expected);
    assert.equal(lastCall()?.mode, "parallel", lastCall()?.why);
  }
}

test("keeps the order of the items, in every form", async () => {
  const squares = Array.from({ length: 300 }, (_, index) => index ** 2);
  await checkParallel(range(300), square, {}, squares);
  await checkParallel(
    Array.from({ length: 300 }, (_, index) => index),
    square,
    {},
    squares,
  );
  await checkParallel(new Set(range(300)), square, {}, squares);
  await checkParallel(Int16Array.from(range(100)), square, {}, squares.slice(0, 100));
  await checkParallel(grid(7, 5), echo, {}, [...grid(7, 5)]);
});

test("workers really compute", async () => {
  const where = await parallelMap(range(40), isInWorker, {}, { chunk: 1 });
  assert.deepEqual(where, new Array(40).fill(true));
});

test("results of every kind of data come back as they were", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyValue, { minLength: 2, maxLength: 12 }), async (items) => {
      for (const call of forms(items, echo, {})) assert.deepEqual(await call(), items);
    }),
    { numRuns: 40 },
  );
});

test("numbers, rows and nothing come back as they were", async () => {
  const odd = [1, -0, Number.NaN, Number.POSITIVE_INFINITY, 0.1, 2 ** 60];
  await checkParallel([...odd, ...odd], echo, {}, [...odd, ...odd]);
  const rows = Array.from({ length: 30 }, (_, row) => new Array(row).fill(-0));
  await checkParallel(rows, echo, {}, rows);
  await checkParallel(range(20), writeOnly, { out: new Float64Array(20) }, new Array(20).fill(undefined));
  await checkParallel([true, false, 1, "1", null], echo, {}, [true, false, 1, "1", null]);
});

test("any number of workers, any chunk and any gate give the same", async () => {
  const env = { rounds: 50 };
  const expected = parallelMapSync(range(200), spin, env, { gate: "never" });
  for (const workers of [1, 2, 3]) {
    for (const chunk of ["auto", 1, 1000] as const) {
      for (const gate of ["always", "auto", "never"] as const) {
        for (const call of forms(range(200), spin, env, { workers, chunk, gate }))
          assert.deepEqual(await call(), expected);
      }
    }
  }
});

test("throws the genuine error of the lowest index that fails, after all results before it", async () => {
  for (const gate of ["always", "auto"] as const) {
    for (const [form, call] of forms(range(500), failAt, { at: [311, 190, 450] }, { gate }).entries()) {
      await assert.rejects(call, (error) => error instanceof OddError && error.at === 190, `form ${form}`);
    }
    const seen: number[] = [];
    const iterate = (): void => {
      for (const batch of parallelBatchesSync(range(500), failAt, { at: [190] }, { gate })) collect(seen, batch);
    };
    assert.throws(iterate, OddError);
    assert.deepEqual(
      seen,
      Array.from(range(190), (index) => index * 2),
    );
    const one: number[] = [];
    const iterateOne = (): void => {
      for (const entry of parallelEntriesSync(range(500), failAt, { at: [190] }, { gate })) collect(one, [entry]);
    };
    assert.throws(iterateOne, OddError);
    assert.deepEqual(one, seen);
  }
});

test("written arrays come back, and after an error hold what the loop would have left", async () => {
  for (const at of [-1, 137]) {
    for (const gate of ["always", "auto"] as const) {
      for (const [form] of forms(range(0), addInto, { out: new Float64Array(0), at }).entries()) {
        const serial = new Float64Array(202).fill(5);
        const live = serial.slice();
        const out = live.subarray(1, 201);
        const call = forms(range(200), addInto, { out, at }, { writes: ["out"], gate })[form]!;
        const expectedOut = serial.subarray(1, 201);
        try {
          for (const item of range(200)) addInto(item, { out: expectedOut, at });
          await call();
        } catch {
          await assert.rejects(call, OddError);
        }
        assert.deepEqual(live, serial, `form ${form} with an error at ${at}`);
      }
    }
  }
});

test("views of one buffer share their memory in the workers too", async () => {
  const words = new Uint32Array(64);
  const bytes = new Uint8Array(words.buffer);
  const seen = parallelMapSync(range(64), acrossViews, { bytes, words }, { writes: ["bytes"] });
  assert.deepEqual(
    seen,
    Array.from(range(64), (index) => index + 1),
  );
  assert.deepEqual([...words], seen);
});

test("stores results in the array it is given, and before an error only those before it", async () => {
  const into = new Uint8Array(300);
  assert.equal(await parallelMap(range(300), square, {}, { into }), into);
  assert.deepEqual(
    into,
    Uint8Array.from(range(300), (index) => index ** 2),
  );
  const partly = new Float64Array(300).fill(-1);
  assert.throws(() => parallelMapSync(range(300), failAt, { at: [150] }, { into: partly }), OddError);
  assert.deepEqual(
    partly,
    Float64Array.from(range(300), (index) => (index < 150 ? index * 2 : -1)),
  );
  const short = new Float64Array(3);
  assert.deepEqual(parallelMapSync(range(9), square, {}, { into: short }), Float64Array.of(0, 1, 4));
});

test("what would not travel runs in place on the originals, with one warning that names it", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): void => void warnings.push(warning);
  process.on("warning", listen);
  const onTick = (): void => {};
  const env = { options: { onTick } };
  for (const call of forms(range(20), describeEnv, env)) {
    assert.deepEqual(await call(), new Array(20).fill('{"options":{}}'));
    assert.equal(lastCall()?.mode, "in-place");
    assert.equal(lastCall()?.why, "env.options.onTick is a function");
  }
  await new Promise(setImmediate);
  process.off("warning", listen);
  assert.deepEqual(
    warnings.map(({ message }) => message),
    [
      "The kernel describeEnv runs in place, because env.options.onTick is a function. Give it plain data to use all cores.",
    ],
  );
  assert.throws(
    () => parallelMapSync(range(20), describeEnv, env, { strict: true }),
    /env\.options\.onTick is a function\./,
  );
  await assert.rejects(async () => await parallelMap(range(20), describeEnv, env, { strict: true }), /onTick/);
});

test("results that would not travel are made by the caller", async () => {
  for (const call of forms(range(40), instance, {})) {
    const results = await call();
    assert.ok(results[38] instanceof OddError);
    assert.deepEqual(results[39], { item: 39 });
  }
});

test("where disjoint values overlap, each iteration sees the commits before it", async () => {
  const serial = Float64Array.from([1, 1, 0, 0, 0, 0, 0, 0]);
  for (let i = 2; i < 8; i++) serial[i] = sumBefore(i, { from: serial });
  const live = Float64Array.from([1, 1, 0, 0, 0, 0, 0, 0]);
  const disjoint = [[live, live.subarray(2)]] as const;
  for (const batch of parallelBatchesSync(range(2, 8), sumBefore, { from: live }, { disjoint })) {
    assert.equal(batch.length, 1);
    for (const [index, sum] of batch) live[index + 2] = sum;
  }
  assert.deepEqual(live, serial);
  live.fill(0, 2);
  for (const [index, sum] of parallelEntriesSync(range(2, 8), sumBefore, { from: live }, { disjoint }))
    live[index + 2] = sum;
  assert.deepEqual(live, serial);
  live.fill(0, 2);
  for await (const batch of parallelMap(range(2, 8), sumBefore, { from: live }, { disjoint }).batches()) {
    for (const [index, sum] of batch) live[index + 2] = sum;
  }
  assert.deepEqual(live, serial);
  assert.equal(lastCall()?.why, "two values that must be disjoint share memory");
});

function sumBefore(i: number, { from }: { from: Float64Array }): number {
  return from[i - 1]! + from[i - 2]!;
}

test("where nothing comes between the iterations, disjoint values are looked at before workers compute only", () => {
  const memory = Float64Array.from({ length: 64 }, (_, at) => at);
  const disjoint = [[memory, memory]] as const;
  assert.deepEqual(parallelMapSync(range(4), square, {}, { disjoint, gate: "auto" }), [0, 1, 4, 9]);
  assert.equal(lastCall()?.why, "it is too small to gain");
  const slow = parallelMapSync(range(2000), spin, { rounds: 20_000 }, { disjoint, gate: "auto", workers: 2 });
  assert.equal(slow.length, 2000);
  assert.equal(lastCall()?.why, "two values that must be disjoint share memory");
});

test("disjoint values that do not overlap change nothing", () => {
  const memory = new ArrayBuffer(16);
  const disjoint = [[new Uint8Array(memory, 0, 8), new Uint8Array(memory, 8, 8)]] as const;
  parallelMapSync(range(20), square, {}, { disjoint });
  assert.equal(lastCall()?.mode, "parallel");
});

test("env is captured at the call", async () => {
  const env = { at: [700] };
  const promise = parallelMap(range(600), failAt, env);
  env.at.push(3);
  assert.equal((await promise).length, 600);
});

test("an item that env holds, too, is one object in a worker", async () => {
  const items = Array.from(range(40), (at) => ({ at, name: `${at}` }));
  const expected = items.map(({ at }) => at === 7);
  await checkParallel(items, isOne, { one: items[7]! }, expected);
  await checkParallel(items, isOne, { one: { at: 7, name: "7" } }, new Array(40).fill(false));
  await checkParallel(items, echo, {}, items);
});

test("what the caller has to compute again is computed as of the call", async () => {
  for (const gate of ["always", "auto"] as const) {
    const env = { by: 1, list: [1] };
    const promise = parallelMap(range(300), scaledInstance, env, { gate });
    env.by = 5;
    env.list.push(7);
    const results = await promise;
    assert.ok(results.every((result, item) => result instanceof OddError && result.at === item + 1));
    const failing = parallelMap(range(300), scaledInstance, { by: 0, list: env.list }, { gate });
    await assert.rejects(failing, OddError);
  }
});

test("an error names the genuine objects where nobody has changed them", async () => {
  const items = Array.from(range(40), (at) => ({ at }));
  const failing = parallelMap(items, failWith, {});
  await assert.rejects(failing, (error) => error instanceof FailedItem && error.item === items[30]);
});

test("who leaves at the batch that ran before the workers were called leaves nothing behind", async () => {
  const options = { gate: "auto", workers: 2 } as const;
  const env = { rounds: 20_000 };
  await warmUp();
  for (let call = 0; call < 3; call++) {
    for (const batch of parallelBatchesSync(range(2000), spin, env, options)) if (batch.length > 0) break;
    for (const _ of parallelEntriesSync(range(2000), spin, env, options)) break;
    for await (const batch of parallelMap(range(2000), spin, env, options).batches()) if (batch.length > 0) break;
  }
  assert.equal(lastCall()?.mode, "parallel");
  assert.equal(activeCalls()?.size, 0);
});

test("asynchronous kernels are awaited by parallelMap, and refused by the sync forms", async () => {
  const expected = Array.from(range(50), (index) => index + 1);
  for (const gate of ["always", "auto", "never"] as const) {
    assert.deepEqual(await parallelMap(range(50), later, {}, { gate }), expected);
    assert.throws(
      () => parallelMapSync(range(50), later, {}, { gate }),
      /returns a promise.*Call parallelMap and await it/,
    );
  }
});

test("a nested call runs in series, in workers and in the caller", async () => {
  for (const call of forms(range(30), nested, {})) {
    const results = await call();
    assert.deepEqual(
      results.map(({ sum }) => sum),
      Array.from(range(30), (item) => item ** 2 + (item + 1) ** 2 + (item + 2) ** 2),
    );
  }
});

// Two thousand are written on a stack on which they cannot be read again; a worker has a stack on which seven thousand can be read.
test("lists of linked objects are taken and returned, however long they are", async () => {
  const lengthOf = (list: Link): number => {
    let length = 0;
    for (let link: Link | undefined = list; link !== undefined; link = link.rest) length++;
    return length;
  };
  for (const [given, returned] of [
    [100, 100],
    [2500, 100],
    [100, 2500],
    [5000, 5000],
    [100_000, 10],
  ] as const)
    for (const call of forms([1, 2, returned], relinked, { list: linked(given) }, { chunk: 1 })) {
      const lengths = (await call()).map(lengthOf);
      assert.deepEqual(lengths, [given, given, Math.max(given, returned)]);
    }
});

test("leaving batches early is fine, and so is asking for them late", async () => {
  for (const batch of parallelBatchesSync(range(500), square, {})) if (batch.length > 0) break;
  const entries = parallelEntriesSync(range(500), square, {});
  for (const [index] of entries) if (index === 3) break;
  assert.deepEqual([...entries], []);
  assert.equal(activeCalls()?.size, 0);
  for await (const batch of parallelMap(range(500), square, {}).batches()) if (batch.length > 0) break;
  const map = parallelMap(range(10), square, {});
  await map;
  for await (const batch of map.batches()) assert.equal(batch.length, 10);
});

test("many calls at once all end", async () => {
  const calls = Array.from(range(12), (size) => parallelMap(range(size * 20), spin, { rounds: 20 }));
  const between = parallelMapSync(range(100), square, {});
  assert.equal(between.length, 100);
  const lengths = (await Promise.all(calls)).map(({ length }) => length);
  assert.deepEqual(
    lengths,
    Array.from(range(12), (size) => size * 20),
  );
});

test("an abort rejects with its reason and leaves written arrays untouched", async () => {
  const out = new Float64Array(50);
  const controller = new AbortController();
  const promise = parallelMap(range(50), addInto, { out, at: -1 }, { writes: ["out"], signal: controller.signal });
  controller.abort(new OddError(0));
  await assert.rejects(async () => await promise, OddError);
  assert.deepEqual(out, new Float64Array(50));
  assert.throws(() => parallelMapSync(range(9), square, {}, { signal: controller.signal }), OddError);
});

test("strict finds in place, too, a kernel that changes its env; an error comes first", async () => {
  const env = { seen: { count: 0 }, out: new Float64Array(9) };
  const options = { strict: true, gate: "never", writes: ["out"] } as const;
  const again = parallelMap(range(9), countsItself, env, options as never);
  await assert.rejects(again, /changes env\.seen\.count/);
  assert.throws(() => parallelMapSync(range(9), countsItself, env, options as never), /changes env\.seen\.count/);
  assert.throws(() => parallelMapSync(range(9), countsItself, env, { strict: true, workers: 1 }), /changes env\.seen/);
  assert.equal(parallelMapSync(range(4, 9), countsItself, env, options as never).length, 5);
  const changed = parallelMap(range(4, 9), countsItself, env, options as never);
  env.seen.count = 99;
  assert.equal((await changed).length, 5);
  const failing = (item: number, own: { n: number }): number => {
    own.n++;
    throw new OddError(item);
  };
  assert.throws(() => parallelMapSync(range(9), failing, { n: 1 }, { strict: true }), OddError);
});

test("wrong options are refused with what to do", async () => {
  assert.throws(() => parallelMapSync(range(9), square, {}, { workers: 0 }), /workers is 0.*Give an integer/);
  assert.throws(
    () => parallelMapSync(range(9), square, {}, { chunk: -1 }),
    /chunk is -1.*Give auto or a positive integer/,
  );
  assert.throws(() => parallelMapSync(undefined as never, square, {}), /The items are undefined.*Give range\(n\)/);
  await assert.rejects(
    async () => await parallelMap(range(9), square, {}, { gate: "often" as never }),
    /gate is often/,
  );
});

test("holes are undefined, as in for…of, or left out, as the array methods do", async () => {
  // biome-ignore lint/suspicious/noSparseArray: that is what this is about.
  const sparse = [1, , 3];
  for (const call of [
    (options: Options<object>) => parallelMapSync(sparse, echo as never, {}, options) as unknown[],
    (options: Options<object>) => parallelMap(sparse, echo as never, {}, options) as Promise<unknown[]>,
  ]) {
    assert.equal(1 in (await call({})), true);
    const kept = await call({ holes: "skip" });
    assert.equal(kept.length, 3);
    assert.equal(1 in kept, false);
    assert.deepEqual(Object.keys(kept), ["0", "2"]);
  }
  assert.throws(() => parallelMapSync([1], echo as never, {}, { holes: "keep" as never }), /holes is keep/);
});

test("where there is nothing to go through, the error is of the loop's kind", async () => {
  assert.throws(() => parallelMapSync(undefined as never, square as never, {}), TypeError);
  await assert.rejects(parallelMap(null as never, square as never, {}), TypeError);
});

test("an asynchronous call that runs early on objects which do not travel runs in turn for who takes it in batches", async () => {
  class Counter {
    seen = 0;
  }
  const env = { counter: new Counter() };
  const options = { gate: "auto" } as const;
  const results: number[] = [];
  for await (const batch of parallelMap(range(5), plusSeen, env, options).batches()) {
    for (const [, result] of batch) {
      results.push(result);
      env.counter.seen += 10;
    }
  }
  assert.deepEqual(results, [0, 11, 22, 33, 44]);
  const early = parallelMap(range(3), plusSeen, env, options);
  env.counter.seen = 0;
  assert.deepEqual(await early, [50, 51, 52]);
});
