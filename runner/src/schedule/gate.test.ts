import assert from "node:assert/strict";
import test from "node:test";
import { state } from "../state.js";
import { knownCost, learn, pays, probe } from "./gate.js";

test("many dear items pay, few or cheap ones do not", () => {
  const kernel = (): number => 0;
  assert.ok(pays(kernel, 10, 100, 2));
  assert.ok(!pays(kernel, 10, 100, 1));
  assert.ok(!pays(kernel, 0.001, 100, 2));
});

test("remembers what a kernel cost, and what moving its data cost", () => {
  const kernel = (): number => 1;
  assert.equal(knownCost(kernel), undefined);
  learn(kernel, 4, 1000);
  learn(kernel, 2);
  assert.equal(knownCost(kernel), 3);
  assert.ok(!pays(kernel, 10, 100, 2));
});

test("runs each item once and in order while it looks, and all of them where nothing is gained", () => {
  const seen: number[] = [];
  const answer = probe(
    () => 2,
    500,
    1,
    (index) => seen.push(index) > 0,
  );
  assert.deepEqual(answer, { done: 500, goParallel: false });
  assert.deepEqual(
    seen,
    Array.from({ length: 500 }, (_, index) => index),
  );
});

test("stops looking where an item says so, and does not go parallel then", () => {
  assert.deepEqual(
    probe(
      () => 3,
      500,
      1000,
      (index) => index < 3,
    ),
    { done: 3, goParallel: false },
  );
  assert.equal(state.depth, 0);
});
