import assert from "node:assert/strict";
import { test } from "node:test";
import v8 from "node:v8";
import { range } from "../range.js";
import { holdsDistinct } from "./distinct.js";
import { itemSource } from "./items.js";
import { overlap } from "./overlap.js";
import { pack } from "./pack.js";
import { unchanged } from "./unchanged.js";

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
