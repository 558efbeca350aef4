// The reason module-state: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../../test/support/check.js";

test("a table that the program fills later", () => {
  checkSerial(
    `
const table: number[] = [];
export function load(values: number[]): void {
  for (const value of values) table.push(value);
}
function look(i: number): number { return Math.sqrt(table[i]!); }
export function all(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(look(i));
  return out;
}`,
    ["module-state"],
  );
});

test("not for a table that stays as it is written", () => {
  checkParallel(
    `
const table = [1, 4, 9];
function look(i: number): number { return Math.exp(Math.sqrt(table[i % 3]!)); }
export function all(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(look(i));
  return out;
}`,
    { pattern: "commit" },
  );
});
