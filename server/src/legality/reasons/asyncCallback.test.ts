// The reason async-callback: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("forEach, which waits for nobody", () => {
  checkReasons(`
function all(names: string[], read: (name: string) => Promise<string>, seen: string[]): void {
  names.forEach(async (name) => void seen.push(await read(name)));
              //^^^^^^^^^^^^ async-callback
}`);
});

test("what comes behind the await is done after the loop and is no reason; without an await, everything is", () => {
  checkReasons(`
declare function later(name: string): Promise<void>;
async function all(names: string[]): Promise<void[]> {
  let before = "";
  await Promise.all(names.map(async (name) => {
                            //^^^^^^^^^^^^ async-callback
    await later(before);
    before = name;
    await later(name);
  }));
  return Promise.all(names.map(async (name) => later(before + name)));
                             //^^^^^^^^^^^^ async-callback
                                             //^^^^^^^^^^^^^^^^^^^^ async-call
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
