// The GCD test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { gcd } from "./gcd.js";

test("the divisor of the coefficients must divide the constant", () => {
  assert.equal(ask(gcd, "i in 0..n-1; j in 0..n-1", "[4*i + 2*j]", "[6*j + 1]"), "never");
  assert.equal(ask(gcd, "i in 0..n-1; j in 0..n-1", "[4*i + 2*j]", "[3*j + 1]"), "no answer");
});

test("symbols are whole numbers too", () => {
  assert.equal(ask(gcd, "i in 0..n-1", "[2*i + 4*n]", "[6*i + 3]"), "never");
  assert.equal(ask(gcd, "i in 0..n-1", "[2*i + n]", "[6*i + 3]"), "no answer");
});

test("steps of the same loop count as factors where it always starts at the same value", () => {
  assert.equal(ask(gcd, "i in 0..n-1; j in 0..9 step 2", "[4*i + j]", "[4*i + j + 1]"), "never");
  assert.equal(ask(gcd, "i in 0..n-1; j in i..9 step 2", "[4*i + j]", "[4*i + j + 1]"), "no answer");
  assert.equal(ask(gcd, "i in 0..n-1; j in 0..9", "[4*i + j]", "[4*i + j + 1]"), "no answer");
});

test("one iteration may exclude what two allow", () => {
  assert.equal(ask(gcd, "i in 0..n-1; j in 0..9", "[i + 2*j]", "[i + 4*j + 1]"), "not same");
});
