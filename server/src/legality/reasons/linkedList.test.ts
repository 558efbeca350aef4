// The reason linked-list: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a while loop up the parents", () => {
  checkReasons(`
interface Item { value: number; parent: Item | null }
function depthOf(item: Item): number {
  let depth = 0;
  let at: Item | null = item;
  while (at !== null) {
       //^^^^^^^^^^^ linked-list
    depth++;
    at = at.parent;
  //^^ carried-dependence
  }
  return depth;
}`);
});

test("not for the objects of an array", () => {
  checkParallel(
    `
interface Item { value: number; next: Item | undefined }
function values(items: Item[]): number[] {
  return items.map((item) => Math.exp(Math.sqrt(item.value)));
}`,
    { pattern: "map" },
  );
});
