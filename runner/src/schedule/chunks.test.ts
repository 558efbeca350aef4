import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { chunkStarts } from "./chunks.js";

test("covers every item once, in order, whatever the numbers", () => {
  fc.assert(
    fc.property(
      fc.nat(500),
      fc.nat(5000),
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 0, max: 70 }),
      (...args) => {
        const [first, count, workers, size] = args;
        const starts = chunkStarts(first, first + count, workers, size === 0 ? "auto" : size);
        assert.equal(starts[0], first);
        assert.equal(starts.at(-1), first + count);
        for (let chunk = 0; chunk + 1 < starts.length; chunk++) assert.ok(starts[chunk]! < starts[chunk + 1]!);
      },
    ),
  );
});

test("gives smaller chunks toward the end, and never one that is not worth its while", () => {
  const starts = chunkStarts(0, 10_000, 2, "auto");
  const sizes = Array.from(starts.subarray(1), (start, chunk) => start - starts[chunk]!);
  assert.deepEqual(
    sizes.slice(0, -1),
    sizes.slice(0, -1).toSorted((a, b) => b - a),
  );
  assert.ok(sizes.at(-2)! >= 79);
});

test("no chunk takes longer than 20 ms where the cost is known, and there are not too many of them", () => {
  const sizesOf = (starts: Uint32Array) => Array.from(starts.subarray(1), (start, chunk) => start - starts[chunk]!);
  assert.equal(Math.max(...sizesOf(chunkStarts(0, 10_000, 2, "auto", 1))), 20);
  assert.equal(Math.max(...sizesOf(chunkStarts(0, 100, 2, "auto", 500))), 1);
  assert.ok(chunkStarts(0, 1e7, 2, "auto", 20).length < 6000);
  assert.deepEqual(chunkStarts(0, 1000, 2, "auto", 1e-6), chunkStarts(0, 1000, 2, "auto"));
});

test("keeps to a given size", () => {
  assert.deepEqual([...chunkStarts(0, 10, 2, 4)], [0, 4, 8, 10]);
});
