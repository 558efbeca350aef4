import assert from "node:assert/strict";
import { after, test } from "node:test";
import v8 from "node:v8";
import { close, configure, parallelMapSync, range } from "../index.js";
import { draws, instance, spin } from "../testing/sample.kernels.js";

v8.setFlagsFromString("--allow-natives-syntax");
const holdsNumbers = new Function("array", "return %HasDoubleElements(array);") as (array: unknown) => boolean;

after(() => close());

test("results that are numbers stay numbers to the engine, whatever other calls gave", () => {
  configure({ workers: 2, gate: "always" });
  for (let time = 0; time < 20; time++) {
    assert.equal(parallelMapSync(range(200), draws, { seed: 1 }).length, 200);
    assert.equal(parallelMapSync(range(200), instance, {}).length, 200);
    const numbers = parallelMapSync(range(200), spin, { rounds: 2 });
    assert.equal(numbers.length, 200);
    // The first calls of a kernel do not know yet what it gives.
    if (time > 10) assert.ok(holdsNumbers(numbers), `boxed after ${time} calls`);
  }
});
