// The reason function-without-body: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a package without types", () => {
  checkReasons(`
import { distance } from "no-such-package";
export function distances(words: string[]): number[] {
  return words.map((word) => distance(word));
                           //^^^^^^^^^^^^^^ function-without-body
}`);
});

test("not for a function whose code is there", () => {
  checkParallel(
    `
function distance(a: string, b: string): number { return Math.abs(a.length - b.length); }
function distances(words: string[], to: string): number[] {
  return words.map((word) => distance(word, to));
}`,
    { pattern: "map" },
  );
});
