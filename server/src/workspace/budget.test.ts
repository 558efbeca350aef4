import assert from "node:assert/strict";
import { test } from "node:test";
import { bounded, createBudget, isOverflow, OverBudget, unlimited, untilFound } from "./budget.js";
import { runToEnd } from "./cancellation.js";

test("a budget can be spent to the last unit, and no further", () => {
  const budget = createBudget(3);
  budget.spend(1);
  budget.spend(2);
  assert.throws(() => budget.spend(1), OverBudget);
  unlimited.spend(Number.MAX_SAFE_INTEGER);
});

test("work within its bounds has its result, work over them none", () => {
  function* spending(units: number): Generator<void, string, void> {
    yield;
    createBudget(10).spend(units);
    return "done";
  }
  assert.equal(runToEnd(bounded(spending(10))), "done");
  assert.equal(runToEnd(bounded(spending(11))), undefined);
});

test("work ends where it finds something, each search for itself", () => {
  const seen: number[] = [];
  const firstOver = (limit: number) =>
    untilFound<number>((found) => {
      for (const n of [1, 2, 3]) {
        seen.push(n);
        if (n > limit) found(n);
      }
    });
  assert.equal(firstOver(1), 2);
  assert.deepEqual(seen, [1, 2]);
  assert.equal(firstOver(3), undefined);
  assert.equal(
    untilFound<number>((found) => found((firstOver(0) ?? 0) + 10)),
    11,
  );
  assert.throws(
    () =>
      untilFound(() => {
        throw new TypeError("a failure");
      }),
    TypeError,
  );
});

test("work that runs out of stack has no result; other errors pass", () => {
  const endless = (n: number): number => endless(n + 1) + 1;
  // biome-ignore lint/correctness/useYield: work that fails before its first step
  function* deep(): Generator<void, number, void> {
    return endless(0);
  }
  // biome-ignore lint/correctness/useYield: work that fails before its first step
  function* wrong(): Generator<void, number, void> {
    throw new RangeError("Invalid array length");
  }
  assert.equal(runToEnd(bounded(deep())), undefined);
  assert.throws(() => runToEnd(bounded(wrong())), /Invalid array length/);
  assert.equal(isOverflow(new Error("call stack")), false);
});
