// depends() on the subscripts of real loops: each that is disproved, beside the nearest one that is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { problem } from "../../../test/support/polynomials.js";
import { depends, type SubscriptProblem } from "./depends.js";

/** What may happen, as `later same earlier`, with the distance where there is one: `same (0)`. */
function verdict(asked: SubscriptProblem): string {
  const { later, same, earlier, distance } = depends(asked);
  const possible = [later && "later", same && "same", earlier && "earlier"].filter((word) => word !== false);
  return (possible.join(" ") || "never") + (distance === undefined ? "" : ` (${distance})`);
}

test("an element per iteration meets only itself", () => {
  assert.equal(verdict(problem("i in 0..n-1", "[i]", "[i]")), "same (0)");
});

test("a neighbour is met at a distance", () => {
  assert.equal(verdict(problem("i in 1..n-1", "[i]", "[i - 1]")), "later (1)");
  assert.equal(verdict(problem("i in 1..n-1", "[i - 2]", "[i]")), "earlier (-2)");
});

test("a loop that counts down runs larger values earlier", () => {
  const down = problem("i in 1..n-1", "[i]", "[i - 1]");
  assert.equal(verdict({ ...down, carrier: { ...down.carrier, descending: true } }), "earlier (-1)");
});

test("a neighbour beyond the last iteration is never met", () => {
  assert.equal(verdict(problem("i in 0..99", "[i]", "[i + 100]")), "never");
  assert.equal(verdict(problem("i in 0..99", "[i]", "[i + 99]")), "earlier (-99)");
  assert.equal(verdict(problem("i in 0..n-1", "[i]", "[i + n]")), "never");
  assert.equal(verdict(problem("i in 0..n-1", "[i]", "[i + m]")), "later same earlier");
});

test("steps and remainders keep even and odd apart", () => {
  assert.equal(verdict(problem("i in 0..n-1", "[2*i]", "[2*i + 1]")), "never");
  assert.equal(verdict(problem("i in 0..n-1 step 2", "[i]", "[i + 1]")), "never");
  assert.equal(verdict(problem("i in 0..n-1; k in 0..m-1 step 2", "[4*i + k]", "[4*i + k + 1]")), "never");
  assert.equal(verdict(problem("i in 0..n-1; k in 0..m-1", "[4*i + 2*k]", "[4*i + 3*k + 1]")), "later same earlier");
});

test("one place for all iterations", () => {
  assert.equal(verdict(problem("i in 0..n-1", "[5]", "[5]")), "later same earlier");
  assert.equal(verdict(problem("i in 0..n-1", "[n]", "[n + 1]")), "never");
  assert.equal(verdict(problem("i in 1..n-1", "[i]", "[0]")), "never");
  assert.equal(verdict(problem("i in 0..n-1", "[i]", "[0]")), "later same");
  assert.equal(verdict(problem("i in 0..n-1", "[i]", "[n - 1]")), "same earlier");
});

test("subscripts that run towards each other", () => {
  assert.equal(verdict(problem("i in 0..n-1", "[i]", "[9 - i]")), "later earlier");
  assert.equal(verdict(problem("i in 0..4", "[i]", "[9 - i]")), "never");
  assert.equal(verdict(problem("i in 0..n-1", "[i]", "[n - 1 - i]")), "later same earlier");
});

test("rows of an image in one array are apart for the loop over rows", () => {
  const loops = "y in 0..h-1; x in 0..w-1";
  assert.equal(verdict(problem(loops, "[y*w + x]", "[y*w + x]")), "same (0)");
  assert.equal(verdict(problem(loops, "[(y*w + x)*4 + 3]", "[(y*w + x)*4]")), "never");
  assert.equal(verdict(problem(loops, "[(y*w + x)*4 + 3]", "[(y*w + x)*4 + 3]")), "same (0)");
  assert.equal(verdict(problem(loops, "[y*w + x]", "[y*w + x + 1]")), "same earlier");
  assert.equal(verdict(problem("y in 0..h-1; x in 0..w", "[y*w + x]", "[y*w + x]")), "later same earlier");
});

test("pixels are apart for the loop over columns", () => {
  assert.equal(verdict(problem("x in 0..w-1; c in 0..3", "[(y*w + x)*4 + c]", "[(y*w + x)*4 + c]")), "same (0)");
  assert.equal(
    verdict(problem("x in 0..w-1; c in 0..4", "[(y*w + x)*4 + c]", "[(y*w + x)*4 + c]")),
    "later same earlier",
  );
});

test("strides nest", () => {
  const loops = "y in 0..n-1; x in 0..h-1; k in 0..d-1";
  assert.equal(verdict(problem(loops, "[(y*h + x)*d + k]", "[(y*h + x)*d + k]")), "same (0)");
  assert.equal(verdict(problem(loops, "[(y*h + x)*d + k]", "[(y*h + x - 1)*d + k]")), "later same");
});

test("padded rows", () => {
  const loops = "y in 0..h-1; x in 0..w-1";
  assert.equal(verdict(problem(loops, "[(y + 1)*(w + 2) + x + 1]", "[(y + 1)*(w + 2) + x + 1]")), "same (0)");
  assert.equal(verdict(problem(loops, "[(y + 1)*(w + 2) + x + 1]", "[y*(w + 2) + x + 2]")), "later (1)");
});

test("a stride that may be zero keeps nothing apart", () => {
  assert.equal(verdict(problem("y in 0..h-1", "[y*w]", "[y*w]")), "later same earlier");
  assert.equal(verdict(problem("y in 0..h-1", "[y*w]", "[y*w]", ["w - 1"])), "same (0)");
});

test("the two halves of a symmetric matrix", () => {
  const loops = "i in 0..n-1; j in i+1..n-1";
  assert.equal(verdict(problem(loops, "[i][j]", "[j][i]")), "never");
  assert.equal(verdict(problem(loops, "[i*n + j]", "[j*n + i]")), "never");
  assert.equal(verdict(problem(loops, "[j][i]", "[j][i]")), "same (0)");
  assert.equal(verdict(problem("i in 0..n-1; j in 0..n-1", "[i][j]", "[j][i]")), "later same earlier");
});

test("one dimension that differs is enough, and the distances must agree", () => {
  assert.equal(verdict(problem("i in 0..n-1", "[i][0]", "[i][1]")), "never");
  assert.equal(verdict(problem("i in 1..n-1", "[i][i]", "[i - 1][i]")), "never");
  assert.equal(verdict(problem("i in 1..n-1", "[i][i]", "[i - 1][i - 1]")), "later (1)");
  assert.equal(verdict(problem("i in 1..n-1; j in 0..n-1", "[i][j]", "[i - 1][j + 1]")), "later (1)");
});

test("without a subscript that is understood everything is possible", () => {
  assert.equal(verdict({ ...problem("i in 0..n-1", "[i]", "[i]"), dimensions: [] }), "later same earlier");
  assert.equal(depends({ ...problem("i in 0..n-1", "[i]", "[i]"), dimensions: [] }).decidedBy, "none");
});

test("coefficients beyond what a number holds exactly prove nothing", () => {
  const big = "9007199254740991 * i";
  assert.equal(verdict(problem("i in 0..9", `[2*${big}]`, `[2*${big} + 1]`)), "later same earlier");
});

test("names the tests that decided, and says whether bounds were used", () => {
  assert.deepEqual(depends(problem("i in 0..n-1", "[2*i]", "[2*i + 1]")).decidedBy, "strong-siv");
  assert.equal(depends(problem("i in 0..n-1", "[i]", "[i]")).usesBounds, false);
  assert.equal(depends(problem("y in 0..h-1; x in 0..w-1", "[y*w + x]", "[y*w + x]")).usesBounds, true);
});
