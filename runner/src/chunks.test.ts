import assert from "node:assert/strict";
import test, { after } from "node:test";
import fc from "fast-check";
import { LoopsmithError } from "./errors.js";
import { chunks, close, parallelMapSync } from "./index.js";
import { range } from "./range.js";
import { sumOfPart } from "./testing/sample.kernels.js";

after(close);

/** What a loop of the same step over each part goes through, one after the other. */
function walked(start: number, end: number, step: number): number[] {
  const values: number[] = [];
  for (const [from, to] of chunks(start, end, step))
    for (let i = from; step > 0 ? i < to : i > to; i += step) values.push(i);
  return values;
}

test("the loops over the parts are the loop over all, bit for bit, for any finite bounds", () => {
  const bound = fc.oneof(fc.integer({ min: -900, max: 900 }), fc.double({ min: -50, max: 50, noNaN: true }));
  const step = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.1, max: 9, noNaN: true }));
  fc.assert(
    fc.property(bound, bound, step, fc.boolean(), (start, end, size, down) => {
      const by = down ? -size : size;
      assert.deepEqual(walked(start, end, by), [...range(start, end, by)]);
    }),
  );
});

test("there are at most 256, equally long but for the last, and none is empty", () => {
  assert.deepEqual(chunks(3), [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  assert.equal(chunks(256).length, 256);
  assert.deepEqual(chunks(257).at(-1), [256, 257]);
  assert.equal(chunks(257).length, 129);
  assert.equal(chunks(1e7).length, 256);
  assert.deepEqual(chunks(0, 2 ** 40, 2).at(-1), [2 ** 40 - 2 ** 32, 2 ** 40]);
  assert.deepEqual(chunks(0), []);
  assert.deepEqual(chunks(Number.NaN), []);
  assert.deepEqual(chunks(5, 2, -1), [
    [5, 4],
    [4, 3],
    [3, 2],
  ]);
});

test("an array comes in pieces of its own kind, with their own memory", () => {
  const values = Float64Array.from({ length: 600 }, (_, index) => index);
  const parts = chunks(values);
  assert.deepEqual(
    parts.map(({ length }) => length),
    Array(200).fill(3),
  );
  assert.ok(parts.every((part) => part instanceof Float64Array && part.buffer.byteLength === 24));
  assert.deepEqual(
    parts.flatMap((part) => [...part]),
    [...values],
  );
  const texts = Array.from({ length: 300 }, String);
  assert.deepEqual(chunks(texts).flat(), texts);
  assert.deepEqual(chunks([]), []);
});

test("what changes how it is gone through is listed first", () => {
  const odd = Object.assign([1, 2, 3], {
    *[Symbol.iterator]() {
      yield 7;
    },
  });
  assert.deepEqual(chunks(odd), [[7]]);
});

test("parts have at least so many iterations, if there are any", () => {
  assert.equal(chunks(1e6, { least: 128 }).length, 256);
  assert.equal(chunks(1e6, { least: 8000 }).length, 125);
  assert.deepEqual(chunks(3, { least: 4 }), [[0, 3]]);
  assert.deepEqual(chunks(3, { least: Infinity }), [[0, 3]]);
  assert.deepEqual(chunks(5, 30, { least: 15.5 }), [
    [5, 21],
    [21, 30],
  ]);
  assert.deepEqual(chunks(30, 5, -1, { least: 16 }), [
    [30, 14],
    [14, 5],
  ]);
  assert.deepEqual(
    chunks(new Uint8Array(20), { least: 8 }).map(({ length }) => length),
    [8, 8, 4],
  );
  assert.deepEqual(chunks(0, { least: 9 }), []);
  assert.equal(chunks(1e6, { most: 32 }).length, 32);
  assert.equal(chunks(1e6, { most: 32, least: 1e5 }).length, 10);
  assert.equal(chunks(10, { most: 4 }).length, 4);
  for (const most of [0, 0.5, -1, 1e9, Number.NaN]) assert.deepEqual(chunks(1000, { most }), chunks(1000));
  for (const least of [0, -3, Number.NaN]) assert.deepEqual(chunks(600, { least }), chunks(600));
});

test("compares a bound of JavaScript as the loop does: none, a text, a date", () => {
  const of = chunks as (...bounds: unknown[]) => unknown;
  assert.deepEqual(of(2, undefined, { most: 4 }), []);
  assert.deepEqual(of(0, "2"), chunks(2));
  assert.deepEqual(of(0, new Date(2)), chunks(2));
});

test("not of what is no array, and not of a loop that never ends", () => {
  assert.throws(() => chunks(new Set([1]) as never), LoopsmithError);
  assert.throws(() => chunks(0, 10, 0), LoopsmithError);
  assert.throws(() => chunks(undefined as never), TypeError);
});

test("what is combined by parts is the same on any number of workers, and in place", () => {
  const values = Float64Array.from({ length: 100_003 }, (_, index) => Math.sin(index) * 10 ** (index % 9));
  const sums = ([1, 2, 3, "none"] as const).map((workers) => {
    const gate = workers === "none" ? "never" : "always";
    const options = { gate, ...(workers === "none" ? {} : { workers }) } as const;
    let sum = 0;
    for (const part of parallelMapSync(chunks(values.length), sumOfPart, { values }, options)) sum += part;
    return sum;
  });
  assert.deepEqual(sums, Array(4).fill(sums[0]));
  const serial = values.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(sums[0]! - serial) < 1e-9 * values.reduce((sum, value) => sum + Math.abs(value), 0));
});
