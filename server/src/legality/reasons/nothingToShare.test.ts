// The reason nothing-to-share: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../../test/support/check.js";

test("copying is all commit", () => {
  checkSerial(
    `
function keys(entries: [string, number][]): string[] {
  const out: string[] = [];
  for (const [key] of entries) out.push(key);
  return out;
}`,
    ["nothing-to-share"],
  );
});

test("not when what is collected has to be computed", () => {
  checkParallel(
    `
function hash(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i++) value = (value * 31 + text.charCodeAt(i)) | 0;
  return value;
}
function keys(names: string[]): number[] {
  const out: number[] = [];
  for$0 (const name of names) out.push(hash(name));
  return out;
}`,
    { pattern: "commit" },
  );
});
