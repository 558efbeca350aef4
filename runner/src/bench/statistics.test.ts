import assert from "node:assert/strict";
import { test } from "node:test";
import { amdahl, karpFlatt, median, medianAbsoluteDeviation, medianInterval } from "./statistics.js";
import { enough } from "./stopRule.js";

test("median and MAD of odd and even counts", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9]), 1);
});

test("an empty list has no median", () => {
  assert.throws(() => median([]), RangeError);
  assert.throws(() => medianInterval([]), RangeError);
});

test("the interval's ranks are those of the binomial tables", () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
  // n: [lower rank, upper rank] of the 95 % interval.
  const table: [number, number, number][] = [
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [10, 2, 9],
    [20, 6, 15],
    [30, 10, 21],
    [100, 40, 61],
  ];
  for (const [n, low, high] of table) {
    const interval = medianInterval(upTo(n).reverse());
    assert.deepEqual([interval.low, interval.high], [low, high], `n = ${n}`);
    assert.ok(0.95 <= interval.coverage);
  }
});

test("five values do not reach 95 %, and the interval says so", () => {
  const interval = medianInterval([5, 1, 4, 2, 3]);
  assert.deepEqual([interval.low, interval.high], [1, 5]);
  assert.equal(interval.coverage, 1 - 2 / 32);
  assert.equal(medianInterval([7]).coverage, 0);
});

test("a thousand values do not underflow", () => {
  const interval = medianInterval(Array.from({ length: 1000 }, (_, index) => index));
  assert.deepEqual([interval.low, interval.high], [468, 531]);
});

test("the same code measured twice: the interval of the ratio contains 1, also when stopped by its width", () => {
  const experiments = 400;
  let covered = 0;
  const random = generator(12345);
  // Times with a long right tail, as a shared machine has them.
  const time = () => 100 * (1 + 0.02 * Math.abs(normal(random)) + (random() < 0.1 ? 0.3 * random() : 0));
  for (let experiment = 0; experiment < experiments; experiment++) {
    const ratios: number[] = [];
    while (!enough(ratios, false)) ratios.push(time() / time());
    const { low, high } = medianInterval(ratios);
    if (low <= 1 && 1 <= high) covered++;
  }
  assert.ok(0.95 * experiments <= covered, `${covered} of ${experiments}`);
});

test("code that is a tenth faster is told apart from the same code", () => {
  const random = generator(99);
  const ratios = Array.from({ length: 40 }, () => (1.1 * (1 + 0.02 * normal(random))) / (1 + 0.02 * normal(random)));
  const { low, high } = medianInterval(ratios);
  assert.ok(1 < low && low < 1.1 && 1.1 < high);
});

test("Karp and Flatt's serial fraction", () => {
  assert.equal(karpFlatt(4, 4), 0);
  assert.equal(karpFlatt(1, 4), 1);
  assert.equal(karpFlatt(1.9, 1), null);
  // The law turned round: a program with a tenth serial on four workers.
  const speedup = 1 / (0.1 + 0.9 / 4);
  assert.ok(Math.abs(karpFlatt(speedup, 4)! - 0.1) < 1e-12);
});

test("Amdahl's law, with and without overhead", () => {
  assert.equal(amdahl(100, 100, 4, 0), 4);
  assert.equal(amdahl(100, 80, 4, 0), 2.5);
  assert.equal(amdahl(100, 80, 4, 10), 2);
});

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}
