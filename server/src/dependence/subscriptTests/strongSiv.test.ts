// The strong SIV test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { strongSiv } from "./strongSiv.js";

test("the distance is the offset divided by the coefficient", () => {
  assert.equal(ask(strongSiv, "i in 0..n-1", "[2*i]", "[2*i - 6]"), "distance 3");
  assert.equal(ask(strongSiv, "i in 0..n-1", "[-i]", "[-i]"), "distance 0");
});

test("a distance that is not whole, or not a multiple of the step, is never met", () => {
  assert.equal(ask(strongSiv, "i in 0..n-1", "[2*i]", "[2*i - 5]"), "never");
  assert.equal(ask(strongSiv, "i in 0..n-1 step 2", "[i]", "[i - 3]"), "never");
  assert.equal(ask(strongSiv, "i in 0..n-1 step 2", "[i]", "[i - 4]"), "distance 4");
});

test("a distance longer than the loop is never met", () => {
  assert.equal(ask(strongSiv, "i in 0..4", "[i]", "[i - 5]"), "never");
  assert.equal(ask(strongSiv, "i in 0..4", "[i]", "[i - 4]"), "distance 4");
  assert.equal(ask(strongSiv, "i in k..k+4", "[i]", "[i - 5]"), "never");
});

test("a symbolic coefficient counts where it cannot be zero", () => {
  assert.equal(ask(strongSiv, "i in 0..n-1", "[w*i + 2*w]", "[w*i]", ["w - 1"]), "distance 2");
  assert.equal(ask(strongSiv, "i in 0..n-1", "[w*i + 2*w]", "[w*i]", ["w"]), "no answer");
  assert.equal(ask(strongSiv, "i in 0..n-1", "[w*i + h]", "[w*i]", ["w - 1"]), "no answer");
});

test("not for different coefficients, nor beside inner loops", () => {
  assert.equal(ask(strongSiv, "i in 0..n-1", "[2*i]", "[i]"), "no answer");
  assert.equal(ask(strongSiv, "i in 0..n-1; j in 0..9", "[i + j]", "[i + j]"), "no answer");
});
