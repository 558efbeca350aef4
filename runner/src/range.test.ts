import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { LoopsmithError } from "./errors.js";
import { grid, range } from "./range.js";

function loop(start: number, end: number, step: number): number[] {
  const values: number[] = [];
  for (let i = start; step > 0 ? i < end : i > end; i += step) values.push(i);
  return values;
}

/** Equal bit for bit: tells 0 from -0, and sees the length that is declared. */
function checkRange(start: number, end: number, step: number): void {
  const seen = range(start, end, step);
  const values = loop(start, end, step);
  assert.equal(seen.length, values.length);
  assert.deepEqual([...seen], values);
}

test("has the values of the loop, bit for bit, for any finite bounds", () => {
  const bound = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ min: -50, max: 50, noNaN: true }));
  const step = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.1, max: 9, noNaN: true }));
  fc.assert(
    fc.property(bound, bound, step, fc.boolean(), (start, end, size, down) => {
      checkRange(start, end, down ? -size : size);
    }),
  );
});

test("adds repeatedly where multiplying would round otherwise", () => {
  checkRange(0, 1, 0.1);
  assert.notEqual([...range(0, 1, 0.1)][8], 8 * 0.1);
});

test("keeps a negative zero at its start", () => checkRange(-0, 3, 1));

test("counts up to a bound that is no integer, and from one argument", () => {
  assert.deepEqual([...range(2.5)], [0, 1, 2]);
  assert.deepEqual([...range(-1)], []);
  assert.deepEqual([...range(Number.NaN)], []);
});

test("compares a bound of JavaScript as the loop does: none, a text, a date", () => {
  const of = range as (...bounds: unknown[]) => Iterable<number>;
  assert.deepEqual([...of(2, undefined)], []);
  assert.deepEqual([...of(undefined)], []);
  assert.deepEqual([...of(1, "3")], [1, 2]);
  assert.deepEqual([...of(1, 3n)], [1, 2]);
  assert.deepEqual([...of(0, new Date(2))], [0, 1]);
});

test("refuses a loop that never ends", () => {
  assert.throws(() => range(0, Number.POSITIVE_INFINITY), LoopsmithError);
  assert.throws(() => range(0, 10, 0), LoopsmithError);
  assert.throws(() => range(2 ** 53, 2 ** 53 + 4, 1), LoopsmithError);
});

test("does not refuse an infinite bound that the loop never gets near to", () => {
  assert.deepEqual([...range(0, Number.NEGATIVE_INFINITY)], []);
});

test("a grid has the pairs of two nested loops", () => {
  assert.deepEqual(
    [...grid(2, 3)],
    [
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ],
  );
  assert.deepEqual([...grid(0, Number.POSITIVE_INFINITY)], []);
});
