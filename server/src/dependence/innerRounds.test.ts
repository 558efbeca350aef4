// Within one iteration, what a round of an inner loop stores and a later round reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readsEarlierRound } from "../../../test/support/rounds.js";

const over = (body: string, type = "number[][]") =>
  readsEarlierRound(`
function f(c: ${type}, n: number, k: number): void {
  for (let i = 0; i < n; i++) { ${body} }
}`);

test("a round reads nothing that an earlier one has stored where each has its own element", () => {
  assert.equal(over("for (let j = 0; j < n; j++) { const v = c[i]![j]!; c[i]![j] = v + 1; }"), false);
  assert.equal(
    over("for (let j = 0; j < n; j++) for (let l = 0; l < 3; l++) c[j]![3 * j + l] = c[i]![3 * j + l]! + 1;"),
    true,
  );
  assert.equal(over("for (let j = 0; j < n; j++) { const v = c[i]![j + 1]!; c[i]![j] = v + 1; }"), false);
  assert.equal(over("for (let j = n; j > 0; j--) { const v = c[i]![j - 1]!; c[i]![j] = v + 1; }"), false);
});

test("not where it does, or may", () => {
  assert.equal(over("for (let j = 0; j < n; j++) { const v = c[i]![j]!; c[i]![j + 1] = v + 1; }"), true);
  assert.equal(over("for (let j = 0; j < n; j++) { const v = c[i]![0]!; c[i]![j] = v + 1; }"), true);
  assert.equal(over("for (let j = 0; j < n; j++) for (let l = 0; l < n; l++) c[i]![j]! += l;"), true);
  assert.equal(over("let j = 0; while (j < n) { const v = c[i]![j]!; c[i]![j] = v + 1; j++; }"), true);
  assert.equal(over("for (let j = 0; j < n; j++) { const v = c[i]![j % k]!; c[i]![j % k] = v + 1; }"), true);
  // A number that is not whole tells nothing.
  assert.equal(over("for (let j = 0; j < n; j++) { const v = c[i]![j + k]!; c[i]![j + k] = v + 1; }"), true);
});

test("views of one memory may hold one element at two subscripts", () => {
  const views = (body: string) => over(body, "Float64Array[]");
  assert.equal(views("for (let j = 0; j < n; j++) { const v = c[i]![j]!; c[i]![j] = v + 1; }"), false);
  assert.equal(views("for (let j = 0; j < n; j++) { const v = c[j]![j]!; c[j]![j] = v + 1; }"), true);
  assert.equal(views("for (let j = 0; j < n; j++) { const v = c[0]![j]!; c[i]![j] = v + 1; }"), true);
});
