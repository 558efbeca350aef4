// Two names of one array: told apart where they can be, never handed to a test that always fails.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

describe("two names of one array", () => {
  test("are not left to a test at run time that can never come out well", () => {
    checkSerial(
      `
function grown(count: number): number[] {
  const values = new Array<number>(count).fill(1);
  const box = { values };
  const same = box.values;
  for (let i = 1; i < count; i++) same[i] = Math.sqrt(values[i - 1]! + i);
  return values;
}`,
      ["possible-alias"],
    );
  });

  test("parameters are", () => {
    checkParallel(
      `
function grown(values: number[], other: number[]): void {
  for (let i = 1; i < values.length; i++) other[i] = Math.sqrt(values[i - 1]! + i);
}`,
      { pattern: "map" },
    );
  });

  test("nothing in the way of two arrays that one helper has made", () => {
    checkParallel(
      `
function zeros(count: number): number[] { return new Array<number>(count).fill(0); }
function grown(count: number): number[] {
  const values = zeros(count);
  const other = zeros(count);
  for (let i = 1; i < count; i++) other[i] = Math.sqrt(values[i - 1]! + i);
  return other;
}`,
      { pattern: "map" },
    );
  });
});
