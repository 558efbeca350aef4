import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, lastCall, parallelMap, parallelMapSync, range } from "../index.js";
import { draws } from "../testing/sample.kernels.js";
import { philox } from "./philox.js";
import { randomStream } from "./randomStream.js";

after(close);

test("gives the words of Philox: the seed is the key, the index the upper half of the counter", () => {
  const seed = 5 * 2 ** 32 + 7;
  const index = 3 * 2 ** 32 + 2;
  const stream = randomStream(seed, index);
  for (const block of [0, 1, 2]) {
    const expected = new Uint32Array(4);
    philox([block, 0, 2, 3], [7, 5], expected);
    assert.deepEqual(
      Array.from(expected, () => stream.uint32()),
      [...expected],
    );
  }
});

test("numbers in [0, 1) take 53 bits from two words", () => {
  const words = randomStream(1, 2);
  const numbers = randomStream(1, 2);
  for (let at = 0; at < 1000; at++) {
    const bits = BigInt(words.uint32() >>> 5) * 2n ** 26n + BigInt(words.uint32() >>> 6);
    const number = numbers.next();
    assert.equal(BigInt(number * 2 ** 53), bits);
    assert.ok(0 <= number && number < 1);
  }
});

// The seeds are fixed, so that these outcomes are, too.
test("is uniform, and streams of neighbours are not correlated", () => {
  const count = 20_000;
  const buckets = new Array<number>(20).fill(0);
  let [sum, product] = [0, 0];
  for (let index = 0; index < count; index++) {
    const here = randomStream(42, index).next();
    const there = randomStream(42, index + 1).next();
    buckets[Math.floor(here * 20)]!++;
    sum += here;
    product += (here - 0.5) * (there - 0.5);
  }
  assert.ok(Math.abs(sum / count - 0.5) < 0.01);
  // Standard deviation of the mean product: 1 / 12 / sqrt(20000), or 0.0006.
  assert.ok(Math.abs(product / count) < 0.002);
  const chiSquare = buckets.reduce((total, seen) => total + (seen - count / 20) ** 2 / (count / 20), 0);
  // The 99.9 % quantile of 19 degrees of freedom.
  assert.ok(chiSquare < 43.8, String(chiSquare));
});

test("normal numbers have the mean and deviation asked for", () => {
  const stream = randomStream(7, 0);
  const values = Array.from(range(20_000), () => stream.normal(10, 3));
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(mean - 10) < 0.1, String(mean));
  assert.ok(Math.abs(Math.sqrt(variance) - 3) < 0.1, String(variance));
  assert.ok(values.every(Number.isFinite));
});

test("integers below an end are all reached, and only those", () => {
  const stream = randomStream(3, 9);
  const seen = new Set(Array.from(range(500), () => stream.below(6)));
  assert.deepEqual([...seen].toSorted(), [0, 1, 2, 3, 4, 5]);
  assert.equal(randomStream(3, 9).below(1), 0);
  assert.equal(randomStream(3, 9).below(2 ** 32), randomStream(3, 9).uint32());
  for (const end of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) assert.throws(() => stream.below(end), /Give an integer/);
});

test("refuses seeds and indices that are no integers", () => {
  for (const wrong of [-1, 0.5, Number.NaN, 2 ** 53, "1" as never]) {
    assert.throws(() => randomStream(wrong, 0), /The seed of randomStream is .*Give an integer/);
    assert.throws(() => randomStream(0, wrong), /The index of randomStream is .*Give an integer/);
  }
  assert.equal(typeof randomStream(2 ** 53 - 1, 2 ** 53 - 1).next(), "number");
});

test("gives the same on any number of workers, and in series", async () => {
  const expected = Array.from(range(200), (index) => draws(index, { seed: 11 }));
  for (const workers of [1, 2, 3]) {
    const options = { workers, gate: "always" } as const;
    assert.deepEqual(parallelMapSync(range(200), draws, { seed: 11 }, options), expected);
    assert.deepEqual(await parallelMap(range(200), draws, { seed: 11 }, options), expected);
    assert.equal(lastCall()?.mode, "parallel");
  }
});
