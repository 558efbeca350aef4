import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";
import { intoOwnWorld } from "./world.js";

const make = `(() => {
  const shared = { deep: [new Date(0), /x/g] };
  shared.self = shared;
  const bare = Object.create(null);
  bare.list = [1];
  return [1, "a", undefined, null, shared, new Map([[{ key: 1 }, [2]]]), new Set([[3]]), new TypeError("t"), new Float64Array(2), bare];
})()`;

test("values of another world become those of this one, all through", () => {
  const values = vm.runInNewContext(make);
  intoOwnWorld(values);
  // The strict comparison looks at prototypes.
  const expected = vm.runInThisContext(make);
  assert.deepStrictEqual(values, expected);
  assert.ok(Object.getPrototypeOf(values) === Array.prototype);
  assert.ok([...values[5].keys()][0] instanceof Object);
  assert.equal(Object.getPrototypeOf(values[9]), null);
  assert.equal(Object.getPrototypeOf(values[9].list), Array.prototype);
});

test("undefined and null among the values hide nothing behind them", () => {
  const values = vm.runInNewContext("[[1], undefined, null, [2], undefined]");
  intoOwnWorld(values);
  assert.ok(Object.getPrototypeOf(values[0]) === Array.prototype);
  assert.ok(Object.getPrototypeOf(values[3]) === Array.prototype);
});

test("values of this world are not looked through", () => {
  const foreign = vm.runInNewContext("({})");
  intoOwnWorld([foreign]);
  assert.notEqual(Object.getPrototypeOf(foreign), Object.prototype);
});
