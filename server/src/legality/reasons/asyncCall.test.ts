// The reason async-call: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a promise that nobody waits for", () => {
  checkReasons(`
async function save(x: number): Promise<void> { await Promise.resolve(x); }
function all(xs: number[]): void {
  for (const x of xs) void save(x);
                         //^^^^^^^ async-call
}`);
});

test("not when the waiting is over before the loop", () => {
  checkParallel(
    `
async function all(read: () => Promise<number[]>): Promise<number[]> {
  const xs = await read();
  return xs.map((x) => Math.exp(Math.sqrt(x)));
}`,
    { pattern: "map" },
  );
});
