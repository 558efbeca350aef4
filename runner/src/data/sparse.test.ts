import assert from "node:assert/strict";
import { test } from "node:test";
import { isSparse } from "./sparse.js";

test("an array that is long and holds little is sparse", () => {
  const far: number[] = [1, 2, 3];
  far[4_000_000_000] = 4;
  assert.ok(isSparse(far));
  assert.ok(isSparse(new Array(30_000_000)));
});

test("one that holds much, or is short, is not", () => {
  assert.ok(!isSparse([]));
  assert.ok(!isSparse(new Array(1000)));
  assert.ok(!isSparse(new Array(2_000_000).fill(0)));
  const everyOther: number[] = [];
  for (let index = 0; index < 2_000_000; index += 2) everyOther[index] = index;
  assert.ok(!isSparse(everyOther));
});
