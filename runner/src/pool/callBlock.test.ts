import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { newBlock, openBlock } from "./callBlock.js";

test("the parts lie beside one another in any thread's view, whatever their sizes", () => {
  const sizes = [
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 9 }),
    fc.nat(30),
    fc.nat(5),
    fc.boolean(),
  ] as const;
  fc.assert(
    fc.property(...sizes, (chunks, workers, count, width, traced) => {
      const starts = Uint32Array.from({ length: chunks + 1 }, (_, chunk) => chunk * 3);
      const shape = { chunks, workers, count, width, traced };
      const memory = newBlock(starts, shape);
      const [here, there] = [openBlock(memory, shape), openBlock(memory, shape)];
      assert.equal(here.trace?.length, traced ? 3 * chunks : undefined);
      assert.deepEqual(there.starts, starts);
      assert.equal(here.numbers.length, count);
      assert.equal(here.rows.length, count * width);
      assert.equal(here.lengths.length, width === 0 ? 0 : count);
      here.control.fill(-1);
      here.times.fill(2);
      here.numbers.fill(3);
      here.trace?.fill(4);
      here.rows.fill(5);
      here.lengths.fill(6);
      assert.deepEqual(there.starts, starts);
      assert.ok(there.control.every((word) => word === -1));
      assert.ok(there.times.length > 0 && there.times.every((time) => time === 2));
      assert.ok(there.trace?.every((word) => word === 4) ?? true);
      assert.ok(there.numbers.every((number) => number === 3));
      assert.ok(there.rows.every((number) => number === 5));
      assert.ok(there.lengths.every((length) => length === 6));
    }),
  );
});
