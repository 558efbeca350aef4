import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parallelMap } from "../parallelMap.js";
import { range } from "../range.js";
import { changedCopies, memoryOf } from "../testing/sample.kernels.js";
import { owned } from "./ownMemory.js";

const shared = (...numbers: number[]): Float64Array => {
  const view = new Float64Array(new SharedArrayBuffer(8 * numbers.length));
  view.set(numbers);
  return view;
};

describe("what a kernel copies is its own", () => {
  const grid = Float64Array.from({ length: 50 }, (_, i) => i);
  const env = { grid, rounds: 20_000 };
  const indices = [...Array(50).keys()];

  test("by structuredClone, alone and within an object", async () => {
    const expected = indices.map((i) => changedCopies(i, { ...env, rounds: 1 }));
    assert.deepEqual(await parallelMap(range(50), changedCopies, env, { gate: "always", workers: 3 }), expected);
  });

  test("by the slice of a buffer, and it is no shared memory", async () => {
    const expected = indices.map((i) => memoryOf(i, { ...env, rounds: 1 }));
    assert.deepEqual(await parallelMap(range(50), memoryOf, env, { gate: "always", workers: 3 }), expected);
  });
});

describe("memory of one's own", () => {
  test("in place of shared memory, wherever that lies; views of one buffer stay views of one", () => {
    const view = shared(1, 2, 3);
    const value = {
      view,
      part: view.subarray(1),
      list: [view, 5],
      map: new Map([[view, { view }]]),
      set: new Set([view]),
    };
    const copy = owned(value) as typeof value;
    assert.equal(copy, value);
    assert.notEqual(copy.view, view);
    assert.deepEqual(copy.view, Float64Array.of(1, 2, 3));
    assert.ok((copy.view.buffer as unknown) instanceof ArrayBuffer);
    assert.equal(copy.part.buffer, copy.view.buffer);
    assert.equal(copy.list[0], copy.view);
    assert.deepEqual([...copy.map.keys(), [...copy.map.values()][0]!.view, ...copy.set], Array(3).fill(copy.view));
    copy.view[0] = 9;
    assert.equal(view[0], 1);
  });

  test("else everything stays what it is", () => {
    const own = Float64Array.of(1, 2);
    const value: Record<string, unknown> = {
      own,
      text: "a",
      none: null,
      deep: [[new Date(0)], new Set([1])],
      at: new DataView(own.buffer, 8),
    };
    value["me"] = value;
    const parts = { ...value };
    assert.equal(owned(value), value);
    for (const [name, part] of Object.entries(parts)) assert.equal(value[name], part);
    assert.equal(owned(7), 7);
  });
});
