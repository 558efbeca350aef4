// The reason dom-access: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("an element that is looked up", () => {
  checkReasons(`
/// <reference lib="dom" />
function widths(ids: string[]): (HTMLElement | null)[] {
  return ids.map((id) => document.getElementById(id));
                       //^^^^^^^^^^^^^^^^^^^^^^^^^^^ dom-access
}`);
});

test("not for pixels, which are plain data", () => {
  checkParallel(
    `
/// <reference lib="dom" />
function brighten(image: ImageData): number[] {
  const out: number[] = [];
  for (let i = 0; i < image.data.length; i++) out.push(Math.exp(Math.sqrt(image.data[i]!)));
  return out;
}`,
    { pattern: "commit" },
  );
});
