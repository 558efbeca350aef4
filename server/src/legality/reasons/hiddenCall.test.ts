// The reason hidden-call: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("an accessor that may be replaced", () => {
  checkReasons(`
export class Box { get size(): number { return 1; } }
export class Big extends Box { override get size(): number { return 2; } }
export function sizes(boxes: Box[]): number[] {
  return boxes.map((box) => Math.exp(box.size));
                                   //^^^^^^^^ hidden-call
}`);
});

test("not for a number", () => {
  checkParallel(
    `
function shown(cents: number): string { return (cents / 100).toFixed(2); }
function lines(prices: number[]): string[] {
  return prices.map((price) => \`\${shown(price)} EUR\`);
}`,
    { pattern: "map" },
  );
});
