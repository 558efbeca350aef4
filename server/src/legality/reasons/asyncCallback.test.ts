// The reason async-callback: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("forEach, which waits for nobody", () => {
  checkReasons(`
function all(names: string[], read: (name: string) => Promise<string>, seen: string[]): void {
  names.forEach(async (name) => void seen.push(await read(name)));
              //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-callback
                                             //^^^^^^^^^^^^^^^^ await-in-body
}`);
});

test("not when the texts have been read before", () => {
  checkParallel(
    `
async function all(names: string[], read: (names: string[]) => Promise<string[]>): Promise<string[]> {
  const texts = await read(names);
  return texts.map((text) => text.toUpperCase().padEnd(20));
}`,
    { pattern: "map" },
  );
});
