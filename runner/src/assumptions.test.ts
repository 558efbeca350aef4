import assert from "node:assert/strict";
import { test } from "node:test";
import { assumptionsHold, whyNot } from "./assumptions.js";

test("arrays of their own, rows of their own, whole numbers", () => {
  assert.equal(assumptionsHold({ disjoint: [[[1], [1]]], distinct: [[[], []]], integers: [4, -1] }), true);
  assert.equal(assumptionsHold({}), true);
});

test("arrays as the language makes them", () => {
  assert.equal(assumptionsHold({ arrays: [[], new Array(3)] }), true);
  class Rows extends Array<number> {}
  const own = Object.assign([1], { map: () => [] });
  for (const value of [undefined, null, "ab", { length: 1 }, new Set([1]), Float64Array.of(1), Rows.of(1), own])
    assert.equal(whyNot({ arrays: [value] }), "a value that must be an array is none");
});

test("plain data, down to the last of it", () => {
  assert.equal(assumptionsHold({ plain: [[{ lines: ["a"] }], "b", undefined] }), true);
  assert.equal(whyNot({ plain: [[{ lines: new Set() }]] }), "a value that must be plain data is none");
});

test("not one array under two names, nor a row twice, nor half a row", () => {
  const row = [1];
  assert.equal(whyNot({ disjoint: [[row, { row }]] }), "two values that must be disjoint share memory");
  assert.equal(whyNot({ distinct: [[row, row]] }), "an array holds the same object twice");
  const itself: unknown[] = [[1]];
  itself.push(itself);
  assert.equal(whyNot({ distinct: [itself] }), "an array holds the same object twice");
  assert.equal(whyNot({ integers: [2.5] }), "a number that must be whole is not");
  assert.equal(assumptionsHold({ integers: [Number.NaN] }), false);
  // The sum of two of them would be rounded.
  assert.equal(assumptionsHold({ integers: [2 ** 52] }), false);
});
