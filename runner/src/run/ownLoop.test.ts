import assert from "node:assert/strict";
import { test } from "node:test";
import v8 from "node:v8";
import { parallelMapSync, range } from "../index.js";
import { echo, square } from "../testing/sample.kernels.js";
import { newResults } from "./ownLoop.js";

v8.setFlagsFromString("--allow-natives-syntax");
const holdsNumbers = new Function("array", "return %HasDoubleElements(array);") as (array: unknown) => boolean;

test("arrays for results begin as those before them ended, for each kernel apart", () => {
  const [fractions, objects] = [
    [0.5, 1.5, 2.5],
    [{}, {}, {}],
  ];
  for (let time = 0; time < 2000; time++) {
    parallelMapSync(fractions, square, {});
    parallelMapSync(objects, echo, {});
  }
  assert.deepEqual([newResults(square), newResults(echo)], [[], []]);
  assert.deepEqual([newResults(square), newResults(echo)].map(holdsNumbers), [true, false]);
  assert.ok(holdsNumbers(parallelMapSync(fractions, square, {}, { gate: "never" })));
  assert.deepEqual(parallelMapSync(range(3), square, {}), [0, 1, 4]);
});
