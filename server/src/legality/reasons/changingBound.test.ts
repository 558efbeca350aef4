// The reason changing-bound: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../../test/support/check.js";

test("a bound that the body sets", () => {
  checkSerial(
    `
function shrink(xs: Float64Array, limit: { n: number }): void {
  for (let i = 0; i < limit.n; i++) {
    xs[i] = Math.sqrt(xs[i]!);
    if (xs[i]! < 1) limit.n = i;
  }
}`,
    ["changing-bound"],
  );
});

test("not for a bound that was taken before the loop", () => {
  checkParallel(
    `
function shrink(xs: Float64Array, limit: { n: number }): void {
  const n = limit.n;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 9; k++) xs[i] = Math.sqrt(xs[i]!);
  }
}`,
    { pattern: "map" },
  );
});
