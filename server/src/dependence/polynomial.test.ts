// Arithmetic of polynomials.
import assert from "node:assert/strict";
import { test } from "node:test";
import { polynomial } from "../../../test/support/polynomials.js";
import {
  constantValue,
  equal,
  factorOut,
  idsOf,
  isExact,
  isZero,
  rename,
  scale,
  substitute,
  subtract,
  toText,
  variable,
} from "./polynomial.js";

test("sums and products are in one form", () => {
  assert.ok(equal(polynomial("(y*w + x)*4 - 1"), polynomial("4*x + 4*w*y - 1")));
  assert.ok(!equal(polynomial("w*y"), polynomial("w + y")));
  assert.ok(isZero(subtract(polynomial("(a + b)*(a - b)"), polynomial("a*a - b*b"))));
});

test("written as a reader would", () => {
  assert.equal(toText(polynomial("1 - x + 4*w*y")), "4*w*y - x + 1");
  assert.equal(toText(polynomial("-x")), "-x");
  assert.equal(toText(polynomial("x - x")), "0");
  assert.equal(
    toText(variable("x#1"), (id) => id.replace(/#.*/, "")),
    "x",
  );
});

test("constants", () => {
  assert.equal(constantValue(polynomial("3*4 - 2")), 10);
  assert.equal(constantValue(polynomial("x - x")), 0);
  assert.equal(constantValue(polynomial("x")), undefined);
});

test("substitution reaches every power", () => {
  assert.equal(toText(substitute(polynomial("x*x + x*y"), "x", polynomial("y + 1"))), "2*y*y + 3*y + 1");
});

test("names are replaced all at once", () => {
  const swapped = new Map([
    ["x", "y"],
    ["y", "x"],
  ]);
  assert.equal(toText(rename(polynomial("x*x - y"), swapped)), "y*y - x");
});

test("one variable taken out", () => {
  const { factor, rest } = factorOut(polynomial("2*x*x + w*x - 7"), "x");
  assert.equal(toText(factor), "w + 2*x");
  assert.equal(toText(rest), "-7");
  assert.deepEqual([...idsOf(rest)], []);
});

test("a coefficient beyond 2^53 stays marked as not exact", () => {
  const large = scale(scale(variable("x"), Number.MAX_SAFE_INTEGER), 2);
  assert.ok(!isExact(large));
  assert.ok(!isExact(subtract(large, large)));
  assert.ok(isExact(scale(variable("x"), Number.MAX_SAFE_INTEGER)));
});
