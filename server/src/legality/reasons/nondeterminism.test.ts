// The reason nondeterminism: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("the clock", () => {
  checkReasons(`
function stamps(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    out.push(Math.sqrt(Date.now() + i));
                     //^^^^^^^^^^ nondeterminism
  }
  return out;
}`);
});

test("not where the caller reads the clock beside the work", () => {
  checkParallel(
    `
function work(x: number): number { let s = x; for (let k = 0; k < 99; k++) s = Math.sqrt(s + k); return s; }
function timed(xs: number[]): [number, number][] {
  const out: [number, number][] = [];
  for$0 (const x of xs) out.push([Date.now(), work(x)]);
  return out;
}`,
    { pattern: "commit", split: { channels: "workResult" } },
  );
});

test("not for random numbers, which come in another order: that is to be reviewed", () => {
  checkParallel(
    `
function hits(n: number): number {
  let inside = 0;
  for (let i = 0; i < n; i++) {
    const x = Math.random();
    const y = Math.random();
    if (x * x + y * y < 1) inside++;
  }
  return inside;
}`,
    { pattern: "reduction", assumptions: ["random"] },
  );
});

test("not for a clock that is read before the loop", () => {
  checkParallel(
    `
function stamps(n: number): number[] {
  const out: number[] = [];
  const now = Date.now();
  for (let i = 0; i < n; i++) {
    let value = now;
    for (let k = 0; k < 9; k++) value = Math.sqrt(value + i);
    out.push(value);
  }
  return out;
}`,
    { pattern: "commit" },
  );
});
