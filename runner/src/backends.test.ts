// The conformance suite: what every backend has to do, in every form of a call.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import {
  type Backend,
  close,
  configure,
  grid,
  type Items,
  lastCall,
  type Options,
  parallelBatchesSync,
  parallelMap,
  parallelMapSync,
  range,
} from "./index.js";
import type { Kernel } from "./kernels.js";
import { anyValue } from "./testing/anyValue.js";
import {
  acrossViews,
  addInto,
  countsItself,
  describeEnv,
  draws,
  echo,
  failAt,
  instance,
  later,
  nested,
  OddError,
  square,
} from "./testing/sample.kernels.js";

after(close);

type Form = <T, R, E>(items: Items<T>, kernel: Kernel<T, R, E>, env: E, options?: Options<E>) => Promise<R[]>;

const forms: Readonly<Record<string, Form>> = {
  sync: async (items, kernel, env, options) => parallelMapSync(items, kernel, env, options),
  async: async (items, kernel, env, options) => await parallelMap(items, kernel, env, options),
  "sync batches": async (items, kernel, env, options) =>
    [...parallelBatchesSync(items, kernel, env, options)].flat().map(([, result]) => result),
  async "async batches"(items, kernel, env, options) {
    const results = [];
    for await (const batch of parallelMap(items, kernel, env, options).batches()) {
      for (const [, result] of batch) results.push(result);
    }
    return results as never;
  },
};

const backends: readonly Backend[] = ["threads", "processes", "serial"];

for (const backend of backends) {
  for (const [form, call] of Object.entries(forms)) {
    describe(`${backend}, ${form}`, () => {
      before(() => configure({ workers: 2, gate: "always", backend }));

      test("any data, schedule and number of workers give the loop's results", async () => {
        const shape = fc.record({
          items: fc.array(anyValue, { minLength: 2, maxLength: 12 }),
          chunk: fc.oneof(fc.constant("auto" as const), fc.integer({ min: 1, max: 5 })),
          workers: fc.integer({ min: 1, max: 3 }),
        });
        const check = async ({ items, ...options }: { items: unknown[]; chunk: number | "auto"; workers: number }) =>
          assert.deepEqual(await call(items, echo, {}, options), items);
        await fc.assert(fc.asyncProperty(shape, check), { numRuns: 15 });
      });

      test("index spaces, empty and long ones", async () => {
        const squares = Array.from({ length: 5000 }, (_, index) => index ** 2);
        assert.deepEqual(await call(range(5000), square, {}), squares);
        assert.deepEqual(await call(range(0), square, {}), []);
        assert.deepEqual(await call(grid(7, 5), echo, {}), [...grid(7, 5)]);
        assert.deepEqual(await call(new Set([5, 6, 7]), square as Kernel<number, number, object>, {}), [25, 36, 49]);
      });

      test("the genuine error of the lowest index that fails", async () => {
        const failing = call(range(500), failAt, { at: [311, 190, 450] });
        await assert.rejects(failing, (error) => error instanceof OddError && error.at === 190);
      });

      test("written arrays hold what the loop would have left, with and without an error", async () => {
        for (const at of [-1, 137]) {
          const [serial, live] = [new Float64Array(200).fill(5), new Float64Array(200).fill(5)];
          const loop = (): void => {
            for (const item of range(200)) addInto(item, { out: serial, at });
          };
          const parallel = call(range(200), addInto, { out: live, at }, { writes: ["out"] });
          if (at === -1) loop();
          else assert.throws(loop, OddError);
          if (at === -1) await parallel;
          else await assert.rejects(parallel, OddError);
          assert.deepEqual(live, serial);
        }
        const words = new Uint32Array(64);
        const bytes = new Uint8Array(words.buffer);
        const seen = await call(range(64), acrossViews, { bytes, words }, { writes: ["bytes"] });
        assert.deepEqual([...words], seen);
      });

      test("results go into the array that is given", async () => {
        const into = new Uint8Array(300);
        await call(range(300), square, {}, { into });
        assert.deepEqual(
          into,
          Uint8Array.from(range(300), (index) => index ** 2),
        );
      });

      test("what would not travel runs on the originals, or is made by the caller", async () => {
        assert.equal((await call(range(20), describeEnv, { tick() {} })).length, 20);
        assert.match(lastCall()?.why ?? "", /env\.tick is a function/);
        const results = await call(range(40), instance, {});
        assert.ok(results[38] instanceof OddError);
        assert.deepEqual(results[39], { item: 39 });
      });

      test("strict finds a kernel that changes its env, wherever it runs", async () => {
        const env = () => ({ seen: { count: 0 }, out: new Float64Array(40) });
        for (const gate of ["always", "auto"] as const) {
          const options = { strict: true, writes: ["out"] as ["out"], gate };
          await assert.rejects(
            call(range(40), countsItself, env(), options),
            /countsItself changes env\.seen\.count, .*Return what/,
          );
          assert.equal((await call(range(4, 40), countsItself, env(), options)).length, 36);
          await assert.rejects(
            call(range(4, 40), countsItself, env(), { ...options, writes: [] }),
            /changes env\.out\[\d+\]/,
          );
        }
        assert.equal((await call(range(40), countsItself, env(), { writes: ["out"] })).length, 40);
      });

      test("random streams, nested calls and promises", async () => {
        const expected = Array.from(range(30), (index) => draws(index, { seed: 5 }));
        assert.deepEqual(await call(range(30), draws, { seed: 5 }), expected);
        assert.equal((await call(range(30), nested, {}))[3]?.sum, 9 + 16 + 25);
        const promises = call(range(30), later as Kernel<number, unknown, object>, {});
        if (form.startsWith("sync")) await assert.rejects(promises, /Call parallelMap and await it/);
        else
          assert.deepEqual(
            await promises,
            Array.from(range(30), (index) => index + 1),
          );
      });
    });
  }
}
