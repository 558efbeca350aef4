import assert from "node:assert/strict";
import { test } from "node:test";
import { hasOnlyElements } from "./named.js";

for (const length of [0, 1, 31, 32, 33, 400, 1000]) {
  const filled = (): number[] => Array.from({ length }, (_, index) => index);
  test(`${length} elements and nothing else`, () => assert.equal(hasOnlyElements(filled()), true));
  test(`${length} elements and something else`, () => {
    assert.equal(hasOnlyElements(Object.assign(filled(), { total: 1 })), false);
    assert.equal(hasOnlyElements(Object.assign(filled(), { [Symbol("s")]: 1 })), false);
    assert.equal(hasOnlyElements(Object.defineProperty(filled(), "hidden", { value: 1 })), false);
    assert.equal(hasOnlyElements(Object.assign(filled(), { "-1": 1 })), false);
  });
}

test("no code of the array's runs", () => {
  const trap = (): never => assert.fail("was called");
  const array: unknown[] = Array.from({ length: 40 }, () => 1);
  Object.defineProperty(array, "total", { get: trap });
  Object.defineProperty(array, Symbol.for("nodejs.util.inspect.custom"), { value: trap });
  Object.defineProperty(array, 3, { get: trap });
  assert.equal(hasOnlyElements(array), false);
});
