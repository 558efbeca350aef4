// The reason nothing-to-share: a loop that has it beyond the example in its head, and the nearest loop that has not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyse, checkParallel, checkSerial } from "../../../../test/support/check.js";

test("printing is all commit", () => {
  checkSerial("function keys(entries: [string, number][]): void { for (const [key] of entries) console.log(key); }", [
    "nothing-to-share",
  ]);
});

test("not copying, in which the iterations have nothing to do with one another", () => {
  checkParallel(
    `
function keys(entries: [string, number][]): string[] {
  const out: string[] = [];
  for$0 (const [key] of entries) out.push(key);
  return out;
}`,
    { pattern: "commit", idle: "stores" },
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

test("what keeps the work with the caller is named: a result that may hold what others have, or of which nothing is known", () => {
  const text = (type: string, result: string) => `
interface P { x: number }
function chosen(ps: ${type}): ${type} {
  const found: ${type} = [];
  for (const p of ps) for (let k = 0; k < 99; k++) if (p.x < Math.sqrt(k)) { found.push(${result}); break; }
  return found;
}
function all(sets: ${type}[]): ${type}[] {
  const out: ${type}[] = [];
  for$0 (const set of sets) out.push(chosen(set));
  return out;
}`;
  const messageOf = (body: string, name?: string) => {
    const { verdict } = analyse(body.replace("$0", ""), name).at(-1)!;
    return verdict.kind === "serial"
      ? verdict.reasons.map(({ id, message }) => `${id}: ${message}`).join()
      : "parallel";
  };
  assert.match(
    messageOf(text("P[]", "p")),
    /^nothing-to-share: What `chosen\(set\)` gives back may be, or hold, an object/,
  );
  checkParallel(text("P[]", "{ x: p.x }"), { pattern: "commit" });
  const untyped = (doc: string) => `
${doc}function work(x) { let s = x; for (let k = 0; k < 99; k++) s = s * 1.5 + k; return s; }
function all(xs) { const out = []; for (let i = 0; i < xs.length; i++) out.push(work(xs[i])); return out; }`;
  assert.match(
    messageOf(untyped(""), "untyped.js"),
    /^nothing-to-share: Nothing is known of what `work\(xs\[i\]\)` gives back/,
  );
  assert.equal(messageOf(untyped("/** @param {number} x */ "), "untyped.js"), "parallel");
});
