// The reason work-list: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a stack", () => {
  checkReasons(`
function drain(stack: number[]): number {
  let sum = 0;
  while (stack.length > 0) {
       //^^^^^^^^^^^^^^^^ work-list
    sum += Math.exp(stack.pop()!);
  }
  return sum;
}`);
});

test("not for a list that nobody takes from", () => {
  checkParallel(
    `
function total(queue: number[]): number {
  let sum = 0;
  for (const x of queue) sum += Math.exp(Math.sqrt(x));
  return sum;
}`,
    { pattern: "reduction" },
  );
});
