// The weak-zero SIV test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { weakZeroSiv } from "./weakZeroSiv.js";

test("a meeting between two iterations never happens", () => {
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[2*i]", "[3]"), "never");
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[2*i]", "[4]"), "no answer");
});

test("a meeting outside of the bounds never happens", () => {
  assert.equal(ask(weakZeroSiv, "i in 1..n-1", "[i]", "[0]"), "never");
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[10]", "[i]"), "never");
});

test("the first and the last iteration have neighbours on one side only", () => {
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[i]", "[0]"), "not earlier");
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[0]", "[i]"), "not later");
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[i]", "[9]"), "not later");
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[9]", "[i]"), "not earlier");
});

test("not where both move or both stand still", () => {
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[i]", "[i + 20]"), "no answer");
  assert.equal(ask(weakZeroSiv, "i in 0..9", "[0]", "[1]"), "no answer");
});
