import assert from "node:assert/strict";
import { test } from "node:test";
import { enough, stable } from "./stopRule.js";

const rule = { relativeWidth: 0.05, minimumPairs: 8, maximumPairs: 20 };

test("narrow enough ends the sampling, wide does not", () => {
  const narrow = [2, 2.01, 1.99, 2, 2.02, 1.98, 2, 2];
  const wide = [2, 2.4, 1.6, 2, 2.5, 1.5, 2, 2];
  assert.equal(enough(narrow, false, rule), true);
  assert.equal(enough(wide, false, rule), false);
});

test("few pairs that agree are not enough", () => {
  assert.equal(enough([2, 2, 2, 2], false, rule), false);
});

test("time up ends it from two pairs on, never after one", () => {
  assert.equal(enough([2], true, rule), false);
  assert.equal(enough([2, 3], true, rule), true);
});

test("the largest number of pairs ends it, however wide", () => {
  const wide = Array.from({ length: 20 }, (_, index) => 1 + (index % 5));
  assert.equal(enough(wide, false, rule), true);
  assert.equal(enough(wide.slice(0, 19), false, rule), false);
});

test("warm-up ends when the runs stop getting faster", () => {
  assert.equal(stable([100, 99, 101]), false);
  assert.equal(stable([100, 60, 40, 30]), false);
  assert.equal(stable([100, 40, 31, 30, 30.5, 30]), true);
});
