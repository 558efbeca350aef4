// The reason early-exit: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("break and return are both shown", () => {
  checkReasons(`
function search(xs: number[], wanted: number): number {
  for (let i = 0; i < xs.length; i++) {
    if (xs[i]! > wanted) break;
                       //^^^^^^ early-exit
    if (xs[i] === wanted) return i;
                        //^^^^^^^^^ early-exit
  }
  return -1;
}`);
});

test("not for a break of an inner loop", () => {
  checkParallel(
    `
function escapeTimes(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) {
    let x = 0;
    let steps = 0;
    for (let k = 0; k < 100; k++) {
      x = x * x + i / n;
      if (x > 2) break;
      steps++;
    }
    out.push(steps);
  }
  return out;
}`,
    { pattern: "commit" },
  );
});
