import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { rowsFrom } from "../data/numbers.js";
import { newBlock, openBlock } from "../pool/callBlock.js";
import { recordOf } from "../state.js";
import { runChunk } from "./runChunk.js";

/** What the chunk of a kernel that returns its items leaves behind, where rows of so many numbers are expected. */
function chunkOf(items: readonly unknown[], width: number): { state: string; results: unknown[] } {
  const starts = Uint32Array.of(3, 3 + items.length);
  const shape = { chunks: 1, workers: 1, count: items.length, width, traced: false };
  const block = openBlock(newBlock(starts, shape), shape);
  const echo = (item: unknown) => item;
  // So often has it run that it has a loop of its own.
  recordOf(echo).iterations = 10_000;
  const call = { ...block, expected: { ...block, width }, packed: { first: 3 }, asynchronous: false, shift: 0 };
  const unpacked = { env: {}, items: () => ({ kind: "elements", items, offset: 3 }) as const };
  const values = runChunk(call, echo, unpacked, 0);
  if (Array.isArray(values)) return { state: "values", results: values };
  assert.ok(typeof values === "string");
  return { state: values, results: rowsFrom(block.rows, 0, block.lengths) };
}

test("rows of numbers go to their places, whatever the numbers and lengths, as long as there is room", () => {
  const rows = fc.array(fc.array(fc.double(), { maxLength: 8 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 8 }), (items, width) => {
      const { state, results } = chunkOf(items, width);
      const total = items.reduce((sum, row) => sum + row.length, 0);
      assert.equal(state, total <= width * items.length ? "rows" : "values");
      assert.deepStrictEqual(results, items);
    }),
    { numRuns: 60 },
  );
});

const named = Object.assign([1, 2], { name: "odd" });
const hidden = Object.defineProperty([1, 2], "hidden", { value: 1, enumerable: false });
const marked = Object.assign([1, 2], { [Symbol("mark")]: 1 });
class Vector extends Array<number> {}

for (const [what, odd] of [
  ["a number", 7],
  ["a row of texts", ["a", "b"]],
  ["a row with a hole", new Array<number>(2)],
  ["a row with a property", named],
  ["a row with a hidden property", hidden],
  ["a row with a symbol", marked],
  ["a frozen row", Object.freeze([1, 2])],
  ["a row of a class", Vector.of(1, 2)],
  ["a proxy of a row", new Proxy([1, 2], {})],
  ["a typed array", Float64Array.of(1, 2)],
  ["nothing", undefined],
] as const) {
  test(`${what} among rows of numbers stays the very value that it is, wherever it lies`, () => {
    for (const at of [0, 1, 63, 64, 99]) {
      const items: unknown[] = Array.from({ length: 100 }, (_, index) => [index, -0]);
      items[at] = odd;
      const { state, results } = chunkOf(items, 2);
      assert.equal(state, "values");
      assert.equal(results[at], odd);
      assert.deepStrictEqual(results, items);
    }
  });
}

test("a row that is there twice stays one row", () => {
  const row = [1, 2];
  const { state, results } = chunkOf([row, [3, 4], row], 2);
  assert.equal(state, "values");
  assert.equal(results[0], results[2]);
});
