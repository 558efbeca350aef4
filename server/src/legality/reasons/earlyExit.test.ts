// The reason early-exit: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons, checkSerial } from "../../../../test/support/check.js";

test("break and return are both shown", () => {
  checkReasons(`
function search(next: number[], from: number, wanted: number): number {
  let at = from;
  for (let i = 0; i < 100; i++) {
    if (at > wanted) break;
                   //^^^^^^ early-exit
    if (at === wanted) return i;
                     //^^^^^^^^^ early-exit
    at = next[at]!;
  //^^ carried-dependence
  }
  return -1;
}`);
});

test("not where the iterations are independent: the workers look ahead, the caller decides in order", () => {
  checkParallel(
    `
function search(xs: number[], wanted: number): number {
  for (let i = 0; i < xs.length; i++) if (Math.sqrt(xs[i]!) === wanted) return i;
  return -1;
}`,
    { pattern: "commit", split: { order: "batches", commit: "return i;" } },
  );
});

test("not even when what is summed comes after the decision, if it cannot fail", () => {
  const sum = (body: string) => `
function check(x: number): number { if (x < 0) throw new RangeError("negative"); return Math.sqrt(x); }
function mean(x: number): number { let s = 0; for (let k = 0; k < 99; k++) s += Math.sqrt(x + k); return s / 99; }
function total(xs: number[], limit: number): number {
  let sum = 0;
  for$0 (const x of xs) { ${body} }
  return sum;
}`;
  checkParallel(sum("if (sum > limit) break; sum += mean(x);"), { pattern: "commit" });
  checkSerial(sum("if (sum > limit) break; sum += check(x);"), ["carried-dependence", "early-exit", "failure-order"]);
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
