import assert from "node:assert/strict";
import { test } from "node:test";
import { saving } from "./hotLoops.js";

test("a loop of one thread is divided by all cores", () => {
  assert.equal(saving(1000, 1, 4), 750);
});

test("a loop that runs in some threads already gets the cores that are left", () => {
  // 500 ms in each of two threads become 250 ms on two cores each.
  assert.equal(saving(1000, 2, 4), 250);
});

test("where all cores are busy with it nothing is saved", () => {
  assert.equal(saving(1000, 4, 4), 0);
  assert.equal(saving(1000, 1, 1), 0);
});
