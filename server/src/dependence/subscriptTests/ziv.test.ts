// The ZIV test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { ziv } from "./ziv.js";

test("different constants never meet", () => {
  assert.equal(ask(ziv, "i in 0..9", "[1]", "[2]"), "never");
});

test("equal constants may meet", () => {
  assert.equal(ask(ziv, "i in 0..9", "[1]", "[1]"), "no answer");
});

test("symbols are different when the facts say so", () => {
  assert.equal(ask(ziv, "i in 0..9", "[n]", "[n + 1]"), "never");
  assert.equal(ask(ziv, "i in 0..9", "[n]", "[m]", ["n - m - 1"]), "never");
  assert.equal(ask(ziv, "i in 0..9", "[n]", "[m]"), "no answer");
});

test("not for subscripts with a loop variable", () => {
  assert.equal(ask(ziv, "i in 0..9", "[i]", "[i + 100]"), "no answer");
});
