// The weak-crossing SIV test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { weakCrossingSiv } from "./weakCrossingSiv.js";

test("subscripts that cross beyond the bounds never meet", () => {
  assert.equal(ask(weakCrossingSiv, "i in 0..4", "[i]", "[9 - i]"), "never");
  assert.equal(ask(weakCrossingSiv, "i in 0..5", "[i]", "[9 - i]"), "not same");
  assert.equal(ask(weakCrossingSiv, "i in 5..n-1", "[i]", "[9 - i]"), "never");
});

test("subscripts that cross between two iterations do not meet in one", () => {
  assert.equal(ask(weakCrossingSiv, "i in 0..9", "[i]", "[7 - i]"), "not same");
  assert.equal(ask(weakCrossingSiv, "i in 0..9", "[i]", "[8 - i]"), "no answer");
});

test("subscripts that cross at a bound meet in that iteration only", () => {
  assert.equal(ask(weakCrossingSiv, "i in 0..9", "[i]", "[-i]"), "not later, not earlier");
  assert.equal(ask(weakCrossingSiv, "i in 0..9", "[2*i]", "[36 - 2*i]"), "not later, not earlier");
});

test("a sum that is not whole is never met", () => {
  assert.equal(ask(weakCrossingSiv, "i in 0..9", "[2*i]", "[7 - 2*i]"), "never");
});

test("not for other coefficients", () => {
  assert.equal(ask(weakCrossingSiv, "i in 0..9", "[2*i]", "[7 - i]"), "no answer");
});
