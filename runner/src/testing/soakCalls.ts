// The calls of the soak: one of each kind, which says itself whether what came out is right.
import assert from "node:assert/strict";
import { LoopsmithError } from "../errors.js";
import { parallelBatchesSync, parallelMap, parallelMapSync } from "../parallelMap.js";
import type { RandomStream } from "../random/randomStream.js";
import { range } from "../range.js";
import type { Options } from "../run/request.js";
import {
  addInto,
  countsItself,
  crash,
  draws,
  echo,
  endlessThere,
  failAt,
  instance,
  later,
  leaveProcess,
  nested,
  OddError,
  plusSeen,
  slow,
  spin,
  square,
  weighted,
} from "./sample.kernels.js";

export type SoakCall = (random: RandomStream, options: Options<object>) => Promise<void>;

function squares(count: number): number[] {
  return Array.from(range(count), (item) => item ** 2);
}

/** They outlive the calls, as inputs of a program do. */
const keptWeights = [10_000, 10_000, 20_000].map((length) => Float64Array.from(range(length), (item) => item / 7));

export const soakCalls: Readonly<Record<string, SoakCall>> = {
  async numbers(random, options) {
    const count = random.below(300);
    const results = random.below(2)
      ? await parallelMap(range(count), square, {}, options)
      : parallelMapSync(range(count), square, {}, options);
    assert.deepEqual(results, squares(count));
  },
  async "into a typed array"(random, options) {
    const into = new Float64Array(random.below(300));
    const call = parallelMap(range(into.length), square, {}, { ...options, into });
    assert.equal(await call, into);
    assert.deepEqual([...into], squares(into.length));
  },
  async "data of all kinds"(random, options) {
    const shared = { text: `${random.next()}` };
    const items = Array.from(range(50), (item) => ({
      item,
      shared,
      rows: [item, -0, Number.NaN],
      map: new Map([[item, 1n]]),
    }));
    const flags = items.map(() => random.below(2) === 1);
    const board = flags.map((flag) => [flag, !flag]);
    for (const data of [items, flags, board, flags.map(String)]) {
      assert.deepEqual(await parallelMap<unknown, unknown, object>(data, echo, {}, options), data);
    }
  },
  async generators(random, options) {
    const count = random.below(500);
    function* items(): Generator<number> {
      for (let item = 0; item < count; item++) yield item;
    }
    assert.deepEqual(parallelMapSync(items(), square, {}, options), squares(count));
    assert.deepEqual(await parallelMap(items(), square, {}, options), squares(count));
  },
  async errors(random, options) {
    const at = random.below(200);
    const call = parallelMap(range(200), failAt, { at: [at, 199] }, options);
    await assert.rejects(call, (error) => error instanceof OddError && error.at === at);
    const seen: number[] = [];
    const iterate = async (): Promise<void> => {
      for await (const batch of parallelMap(range(200), failAt, { at: [at] }, options).batches())
        for (const [index] of batch) seen.push(index);
    };
    await assert.rejects(iterate(), OddError);
    assert.deepEqual(seen, [...range(at)]);
  },
  async "written arrays, with and without an error"(random, options) {
    const at = random.below(120);
    const out = new Float64Array(100);
    const expected = Float64Array.from(range(100), (item) => (item < at ? item + 1 : 0));
    const call = parallelMap(range(100), addInto, { out, at }, { ...options, writes: ["out"] });
    if (at < 100) await assert.rejects(call, OddError);
    else await call;
    assert.deepEqual(out, expected);
  },
  async "arrays so large that their memory is kept"(random, options) {
    const weights = keptWeights[random.below(keptWeights.length)]!;
    if (random.below(2)) weights[random.below(weights.length)] = random.next();
    const expected = Array.from(weights, (weight, index) => weight * index);
    const out = Float64Array.from(weights);
    const written = Float64Array.from(weights, (weight, index) => weight + index + 1);
    const all = range(weights.length);
    // Asked for at once, so that what runs in place has seen the weights as they are now.
    const calls = [
      parallelMap(all, weighted, { weights }, options).then((results) => results),
      parallelMap(all, weighted, { weights }, { ...options, into: new Float64Array(all.length) }).then((into) => [
        ...into,
      ]),
      parallelMap(all, addInto, { out, at: -1 }, { ...options, writes: ["out"] } as never).then(() => expected),
    ];
    weights[5] = random.next();
    const changed = expected.with(5, weights[5] * 5);
    assert.deepEqual(parallelMapSync(all, weighted, { weights }, options), changed);
    for (const results of await Promise.all(calls)) assert.deepEqual(results, expected);
    assert.deepEqual(out, written);
  },
  async aborts(random, options) {
    const controller = new AbortController();
    const out = new Float64Array(60);
    const env = { ms: 1, out };
    const call = parallelMap(range(60), slow, env, { ...options, writes: ["out"], signal: controller.signal });
    const timer = setTimeout(() => controller.abort(new OddError(1)), random.below(20));
    await call.then(
      () => assert.deepEqual(out, Float64Array.from(range(60))),
      (error) => {
        assert.ok(error instanceof OddError);
        assert.deepEqual(out, new Float64Array(60));
      },
    );
    clearTimeout(timer);
  },
  async timeouts(random, options) {
    const out = new Float64Array(30);
    const asked = { ...options, writes: ["out"], timeout: 30 + random.below(200) } as const;
    const call = parallelMap(range(30), endlessThere, { out, at: random.below(30) }, asked as never);
    await call.then(
      // A worker that was killed before its time has left the item to the caller.
      () =>
        assert.deepEqual(
          out,
          Float64Array.from(range(30), (item) => item + 1),
        ),
      (error) => {
        assert.match((error as Error).message, /was not done after/);
        assert.deepEqual(out, new Float64Array(30));
      },
    );
  },
  async "kernels that end their thread or process"(random, options) {
    assert.deepEqual(await parallelMap(range(40), leaveProcess, {}, options), [...range(40)]);
    assert.deepEqual(parallelMapSync(range(40), leaveProcess, {}, options), [...range(40)]);
    if (options.backend !== "processes") return;
    const out = new Float64Array(30);
    const env = { out, caller: process.pid };
    const asked = { ...options, writes: ["out"] } as never;
    const results = random.below(2)
      ? await parallelMap(range(30), crash, env, asked)
      : parallelMapSync(range(30), crash, env, asked);
    assert.deepEqual(results, [...range(30)]);
    assert.deepEqual(
      out,
      Float64Array.from(range(30), (item) => item + 1),
    );
  },
  async "batches that are left"(random, options) {
    const enough = random.below(400);
    let seen = 0;
    for (const batch of parallelBatchesSync(range(300), spin, { rounds: 20 }, options)) {
      for (const [index, result] of batch) {
        assert.equal(index, seen++);
        assert.equal(result, spin(index, { rounds: 20 }));
      }
      if (seen > enough) break;
    }
    assert.ok(seen > Math.min(enough, 299));
    seen = 0;
    for await (const batch of parallelMap(range(300), square, {}, options).batches()) {
      seen += batch.length;
      if (seen > enough) break;
    }
    assert.ok(seen > Math.min(enough, 299));
  },
  async "what runs in place"(random, options) {
    const results = await parallelMap(range(40), instance, {}, options);
    assert.ok(results[38] instanceof OddError);
    const counter = { seen: random.below(9), tick() {} };
    assert.deepEqual(parallelMapSync(range(3), plusSeen, { counter }, options)[1], 1 + counter.seen);
    const strict = { ...options, strict: true };
    assert.throws(
      () => parallelMapSync(range(9), plusSeen, { counter }, { ...strict, gate: "always", workers: 2 }),
      LoopsmithError,
    );
    const env = { seen: { count: 0 }, out: new Float64Array(9) };
    const call = parallelMap(range(9), countsItself, env, { ...strict, writes: ["out"] } as never);
    await assert.rejects(call, /changes env\.seen\.count/);
  },
  async "promises, nested calls, random numbers"(random, options) {
    assert.deepEqual(await parallelMap(range(50), later, {}, options), [...range(1, 51)]);
    assert.equal((await parallelMap(range(30), nested, {}, options))[3]?.sum, 9 + 16 + 25);
    const seed = random.below(1000);
    const expected = Array.from(range(30), (index) => draws(index, { seed }));
    assert.deepEqual(parallelMapSync(range(30), draws, { seed }, options), expected);
  },
};

/** Options as a round of the soak draws them. */
export function drawOptions(
  random: RandomStream,
  backends: readonly NonNullable<Options<object>["backend"]>[],
): Options<object> {
  const chunk = random.below(2) ? "auto" : 1 + random.below(20);
  const gate = random.below(3) ? "always" : "auto";
  return { chunk, gate, workers: 1 + random.below(3), backend: backends[random.below(backends.length)]! };
}
