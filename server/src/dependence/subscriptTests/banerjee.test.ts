// The Banerjee test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { banerjee } from "./banerjee.js";

test("ranges that lie apart never meet", () => {
  assert.equal(ask(banerjee, "i in 0..9; j in 0..9", "[i + j]", "[i + j + 30]"), "never");
  assert.equal(ask(banerjee, "i in 0..9; j in 0..9", "[i + j]", "[i + j + 18]"), "not later, not same");
});

test("symbolic ranges", () => {
  assert.equal(ask(banerjee, "i in 0..n-1", "[i]", "[2*n - i]"), "never");
  assert.equal(ask(banerjee, "i in 0..n-1", "[i]", "[n - i]"), "no answer");
});

test("each order of the iterations has a range of its own", () => {
  assert.equal(ask(banerjee, "i in 0..n-1; j in 0..i", "[i]", "[j]"), "not earlier");
  assert.equal(ask(banerjee, "i in 0..n-1; j in i+1..n-1", "[i]", "[j]"), "not later, not same");
});

test("a symbolic factor whose sign is known", () => {
  assert.equal(ask(banerjee, "y in 0..h-1; x in 0..w-1", "[y*w + x]", "[y*w + x]"), "not later, not earlier");
  assert.equal(ask(banerjee, "y in 0..h-1; x in 0..9", "[y*w + x]", "[y*w + x]"), "no answer");
});

test("a single iteration has no other", () => {
  assert.equal(ask(banerjee, "i in 3..3", "[0]", "[0]"), "not later, not earlier");
});
