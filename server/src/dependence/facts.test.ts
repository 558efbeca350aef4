// Comparisons of polynomials under facts: what follows, and the nearest that does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loopVariable, polynomial } from "../../../test/support/polynomials.js";
import { createProver, isNonNegative, isPositive, rangeFacts } from "./facts.js";

function follows(goal: string, ...facts: readonly string[]): boolean {
  return isNonNegative(polynomial(goal), facts.map(polynomial));
}

test("terms that cancel need no fact", () => {
  assert.ok(isPositive(polynomial("4*w - (4*w - 1)"), []));
  assert.ok(!isPositive(polynomial("4*w - (4*w - 0)"), []));
});

test("bounds of symbols", () => {
  assert.ok(follows("2*w - 2", "w - 1"));
  assert.ok(!follows("2*w - 3", "w - 1"));
  assert.ok(follows("3 - w", "2 - w"));
  assert.ok(!follows("w", "h"));
});

test("a loop that runs is not empty", () => {
  const facts = rangeFacts(loopVariable("x in 0..w-1"));
  assert.ok(isNonNegative(polynomial("w - 1"), facts));
  assert.ok(!isNonNegative(polynomial("w - 2"), facts));
});

test("facts are chained", () => {
  assert.ok(follows("c - a - 2", "b - a - 1", "c - b - 1"));
  assert.ok(!follows("c - a - 3", "b - a - 1", "c - b - 1"));
});

test("whole numbers are tighter than fractions", () => {
  assert.ok(follows("x - 1", "2*x - 1"));
  assert.ok(!follows("x - 2", "2*x - 1"));
});

test("products of symbols with known signs", () => {
  assert.ok(follows("w*h - w", "w - 1", "h - 1"));
  assert.ok(!follows("w*h - w", "h - 1"));
  assert.ok(follows("x*x - 4", "x - 2"));
});

test("a slope of unknown sign is smallest at one of the ends", () => {
  assert.ok(follows("s*x + 5*s + 10 - 5*s", "x", "2 - x", "s + 5"));
  assert.ok(!follows("s*x + 9", "x", "2 - x", "s + 5"));
});

test("facts that exclude each other are noticed", () => {
  assert.ok(createProver([polynomial("w - 1"), polynomial("-w")]).contradictory);
  assert.ok(!createProver([polynomial("w - 1"), polynomial("1 - w")]).contradictory);
});

test("nothing is proved of coefficients that are not exact", () => {
  const large = polynomial("9007199254740991 * 3 * x");
  assert.ok(!isNonNegative(large, [polynomial("x")]));
});
