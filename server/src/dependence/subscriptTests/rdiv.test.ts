// The RDIV test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { solveLinear } from "../integers.js";
import { rdiv } from "./rdiv.js";

test("subscripts that two loops move apart from each other never meet", () => {
  assert.equal(ask(rdiv, "i in 0..9; j in 0..9", "[i]", "[j + 10]"), "never");
  assert.equal(ask(rdiv, "i in 0..9; j in 0..9", "[i]", "[j + 9]"), "no answer");
});

test("nor do they where the list of common places lies outside of the bounds", () => {
  assert.equal(ask(rdiv, "i in 0..2; j in 0..2", "[5*i]", "[3*j + 1]"), "never");
  assert.equal(ask(rdiv, "i in 0..2; j in 0..3", "[5*i]", "[3*j + 1]"), "no answer");
  assert.equal(ask(rdiv, "i in 0..9; j in 0..9", "[2*i]", "[4*j + 1]"), "never");
});

test("not where a bound is no number, or one loop moves both", () => {
  assert.equal(ask(rdiv, "i in 0..n; j in 0..9", "[i]", "[j + 10]"), "no answer");
  assert.equal(ask(rdiv, "i in 0..9; j in 0..9", "[i]", "[i + 10]"), "no answer");
  assert.equal(ask(rdiv, "i in 0..9; j in 0..9", "[i + j]", "[j + 30]"), "no answer");
});

test("one solution of a linear equation, or none", () => {
  for (const [a, b, c] of [
    [5, 3, 1],
    [-4, 6, 10],
    [7, -7, 14],
  ] as const) {
    const { x, y } = solveLinear(a, b, c)!;
    assert.equal(a * x + b * y, c);
  }
  assert.equal(solveLinear(4, 6, 3), undefined);
});
