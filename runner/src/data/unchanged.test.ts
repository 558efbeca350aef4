import assert from "node:assert/strict";
import { test } from "node:test";
import v8 from "node:v8";
import { parallelBatchesSync, parallelMap, parallelMapSync, range } from "../index.js";
import { echo, square } from "../testing/sample.kernels.js";
import { holdsDistinct } from "./distinct.js";
import { itemSource } from "./items.js";
import { overlap } from "./overlap.js";
import { pack } from "./pack.js";
import { elementAt, newArray, unchanged } from "./unchanged.js";

v8.setFlagsFromString("--allow-natives-syntax");
const holdsNumbers = new Function("array", "return %HasDoubleElements(array);") as (array: unknown) => boolean;

const fractions = (length: number): number[] => {
  const made: number[] = [];
  for (let index = 0; index < length; index++) made.push(index + 0.5);
  return made;
};

test("the elements in order, holes as undefined, whatever the array's own iterator is", () => {
  // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
  const array = [1, , "a"];
  Object.assign(array, { [Symbol.iterator]: () => assert.fail() });
  const seen: unknown[] = [];
  for (const element of unchanged(array)) seen.push(element);
  assert.deepEqual(seen, [1, undefined, "a"]);
});

test("arrays of numbers are kept as they were when they were looked at and packed, whatever else was", () => {
  const starts = [0, 64];
  const objects = Array.from({ length: 1200 }, (_, at) => ({ at, tags: [at, at + 0.5] }));
  const texts = objects.map(({ at }) => `text ${at}`);
  for (let time = 0; time < 300; time++) {
    const env = { list: fractions(1500), rows: [fractions(1100), fractions(1100)], many: [] as number[][] };
    for (let row = 0; row < 20; row++) env.many.push(fractions(40));
    const ints = Array.from({ length: 1200 }, (_, at) => at);
    const source = itemSource(range(64));
    const answer = pack({ source, env: { ...env, ints, objects, texts }, writes: [], into: undefined, starts });
    assert.ok("packed" in answer);
    overlap(env.list, objects);
    holdsDistinct([env.rows, [objects[0]]]);
    const all = [env.list, ...env.rows, ...env.many];
    assert.ok(all.every(holdsNumbers), `boxed after ${time} calls`);
  }
});

test("one element, of whatever holds it", () => {
  // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
  const array = [1, , "a"];
  Object.assign(array, { at: () => assert.fail() });
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => elementAt(array, index)),
    [1, undefined, "a", undefined],
  );
  assert.deepEqual([elementAt(Float32Array.of(0.5), 0), elementAt(Float32Array.of(0.5), 1)], [0.5, undefined]);
});

/** Kernels that are made anew have no loop of their own yet, and share the places of the text where items are read. */
const newKernel = (): ((item: unknown) => unknown) => (item) => item;

test("calls in place leave the caller's arrays of numbers as they are kept, and give such arrays, whatever other calls did", async () => {
  const into = new Float64Array(40);
  for (let time = 0; time < 400; time++) {
    const objects = Array.from({ length: 40 }, () => ({}));
    const arrays = [fractions(40), Array.from({ length: 40 }, (_, at) => at), objects];
    for (const [which, array] of arrays.entries()) {
      const results = parallelMapSync(array as unknown[], newKernel(), {}, { gate: "never" });
      const probed = which === 0 ? parallelMapSync(array as number[], square, {}) : parallelMapSync(objects, echo, {});
      const later = await parallelMap(array as unknown[], newKernel(), {}, { gate: "never" });
      for (const _ of parallelBatchesSync(array as unknown[], newKernel(), {}, { gate: "never" }));
      if (which < 2) parallelMapSync(array as number[], newKernel() as () => number, {}, { gate: "never", into });
      assert.equal(holdsNumbers(array), which === 0, `the items, ${which}, after ${time} rounds`);
      for (const [form, made] of [results, later, probed].entries())
        assert.equal(holdsNumbers(made), which === 0, `results of form ${form}, ${which}, after ${time} rounds`);
    }
  }
});

test("a new array is kept as what comes into it, whatever came into others", () => {
  for (let time = 0; time < 300; time++) {
    const [numbers, objects] = [newArray<unknown>(), newArray<unknown>()];
    numbers.push(0.5);
    objects.push({});
    assert.deepEqual([holdsNumbers(numbers), holdsNumbers(objects)], [true, false]);
  }
});
