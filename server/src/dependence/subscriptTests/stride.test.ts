// The stride test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { stride } from "./stride.js";

const image = "y in 0..h-1; x in 0..w-1";

test("rows and columns are told apart", () => {
  assert.equal(ask(stride, image, "[y*w + x]", "[y*w + x]"), "y′ - y = 0, x′ - x = 0");
  assert.equal(ask(stride, image, "[(y + 2)*w + x]", "[y*w + x]"), "y′ - y - 2 = 0, x′ - x = 0");
});

test("not when a row is longer than the stride", () => {
  assert.equal(ask(stride, "y in 0..h-1; x in 0..w", "[y*w + x]", "[y*w + x]"), "no answer");
});

test("not when nothing says how long a row is", () => {
  assert.equal(ask(stride, "y in 0..h-1; x in 0..", "[y*w + x]", "[y*w + x]"), "no answer");
});

test("offsets within one pixel", () => {
  assert.equal(ask(stride, image, "[(y*w + x)*4]", "[(y*w + x)*4 + 3]"), "y′ - y = 0, 4*x′ - 4*x + 3 = 0");
  assert.equal(ask(stride, "x in 0..w-1", "[4*x + 1]", "[4*x + 3]"), "x′ - x = 0, 2 = 0");
});

test("an offset beyond the row carries over", () => {
  assert.equal(ask(stride, "y in 0..h-1; x in 0..8", "[10*y + x]", "[10*y + x + 5]"), "no answer");
  assert.equal(ask(stride, "y in 0..h-1; x in 0..3", "[10*y + x]", "[10*y + x + 8]"), "y′ - y + 1 = 0, x′ - x - 2 = 0");
});

test("a stride of several terms", () => {
  assert.equal(ask(stride, image, "[y*(w + 2) + x]", "[y*(w + 2) + x]"), "y′ - y = 0, x′ - x = 0");
});

test("not for a stride that may be zero or below", () => {
  assert.equal(ask(stride, "y in 0..h-1", "[y*w]", "[y*w]"), "no answer");
  assert.equal(ask(stride, "y in 0..h-1", "[y*w]", "[y*w]", ["w - 1"]), "y′ - y = 0");
});
