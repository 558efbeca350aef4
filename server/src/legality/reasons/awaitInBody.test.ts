// The reason await-in-body: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("every await is shown", () => {
  checkReasons(`
async function sum(read: (at: number) => Promise<number>, n: number): Promise<number> {
  let total = 0;
  for (let i = 0; i < n; i++) {
    const first = await read(i);
                //^^^^^^^^^^^^^ await-in-body
    const second = await read(i + n);
                 //^^^^^^^^^^^^^^^^^ await-in-body
    total += first * second;
  }
  return total;
}`);
});

test("not for a loop whose asynchronous function waits before it", () => {
  checkParallel(
    `
function work(x: number): number { return Math.exp(Math.sin(x)); }
async function sum(read: () => Promise<number>, n: number): Promise<number> {
  const offset = await read();
  let total = 0;
  for (let i = 0; i < n; i++) total += work(i + offset);
  return total;
}`,
    { pattern: "reduction" },
  );
});
