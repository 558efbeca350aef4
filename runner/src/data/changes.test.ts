import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyChanges, watchChanges } from "./changes.js";

test("changes made in two copies come together in a third, whatever lies between them", () => {
  const write = fc.record({ at: fc.nat(9999), value: fc.nat(255), mine: fc.boolean() });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 10_000 }), fc.array(write), (start, writes) => {
      const copies = [start.slice(), start.slice()] as const;
      const watches = copies.map(watchChanges);
      const [expected, seen] = [start.slice(), start.slice()];
      // Each place has one writer.
      const writers = new Map<number, boolean>();
      for (const [index, { at, value, mine }] of writes.entries()) {
        const place = at % start.length;
        const writer = writers.get(place) ?? mine;
        writers.set(place, writer);
        copies[writer ? 0 : 1][place] = value;
        expected[place] = value;
        if (index % 3 === 0) for (const watch of watches) applyChanges(seen, watch());
      }
      for (const watch of watches) applyChanges(seen, watch());
      assert.deepEqual(seen, expected);
    }),
  );
});

test("what is written as it was is no change, and each change is told once", () => {
  const view = new Uint8Array(9000);
  const watch = watchChanges(view);
  view[8999] = 0;
  assert.equal(watch().bytes.length, 0);
  view.fill(1, 4090, 4100);
  const { runs, bytes } = watch();
  // A run ends with its block.
  assert.deepEqual([...runs], [4090, 6, 4096, 4]);
  assert.equal(bytes.length, 10);
  assert.equal(watch().runs.length, 0);
});
