import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const id = "parallel-map-make-async";
const rows = `export function rows(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(Math.sqrt(i) + Math.exp(-i));
  return out;
}
`;

describe("a callback of forEach that would have to wait", () => {
  test("is the body of a loop", async () => {
    const text = `${rows}
export function sizes(text: string): string[] {
  const found: string[] = [];
  const words = text.split(" ");
  words.forEach((word, at) => {
    if (word === "") return;
    found.push(at + ": " + rows(word.length).length);
  });
  Object.keys({ a: 1, bc: 2 }).forEach((key) => found.push(rows(key.length).join()));
  ["x"].forEach((each) => {
    each += "y";
    found.push(each + rows(each.length).length);
  });
  return found;
}
`;
    const after = await checkRewrite({ "a.ts": text }, { transform: id, expression: 'sizes("one  three")' });
    assert.match(
      after["a.ts"]!,
      /^ {2}for \(const \[at, word\] of words\.entries\(\)\) \{\n {4}if \(word === ""\) continue;\n {4}found\.push\(at \+ ": " \+ \(await rows\(word\.length\)\)\.length\);\n {2}\}$/m,
    );
    assert.match(
      after["a.ts"]!,
      /^ {2}for \(const key of Object\.keys\(\{ a: 1, bc: 2 \}\)\) found\.push\(\(await rows\(key\.length\)\)\.join\(\)\);$/m,
    );
    assert.match(after["a.ts"]!, /^ {2}for \(let each of \["x"\]\) \{$/m);
  });

  test("also where the loop itself stands in it", async () => {
    const text = `export function work(text: string): number[] {
  const found: number[] = [];
  text.split(" ").forEach((word) => {
    const out: number[] = [];
    $0for (let i = 0; i < word.length; i++) out.push(Math.sqrt(i) + Math.exp(-i));
    found.push(out.length, out[0]!);
  });
  return found;
}
`;
    const after = await checkRewrite({ "a.ts": text }, { transform: id, expression: 'work("one three")' });
    assert.match(
      after["a.ts"]!,
      /^ {2}for \(const word of text\.split\(" "\)\) \{\n {4}const out: number\[\] = await parallelMap/m,
    );
  });
});

test("what stands before the call in the callback runs after the wait of the iteration before", () => {
  const text = `${rows}
let seen = 0;
export function count(text: string): void {
  text.split("").forEach((x) => {
    seen += 1;
    rows(Number(x));
  });
}
`;
  const answer = planIn(openProject({ "a.ts": text }), id);
  assert.ok(answer?.kind === "offered");
  assert.equal(answer.plan.safety, "needs-review");
  assert.ok(answer.plan.notes.some((note) => /^Other code can change `seen` \(line a\.ts:\d+\)/.test(note)));
});

test("not where forEach means something else than a loop, or the callback than its body", () => {
  const callers = [
    "export const f = (xs: number[]) => { xs.forEach((n) => { rows(n); }); };",
    'export const f = () => { const xs = "1".split(""); xs.forEach((x) => { if (rows(Number(x)).length > 3) xs.push("1"); }); };',
    'export const f = () => { const xs = "1".split(""); xs.forEach((x, i, all) => { rows(all.length); }); };',
    'export const f = (x: string) => { x.split("").forEach((x) => { rows(Number(x)); }); };',
    'export const f = () => { "1".split("").forEach((x) => { for (;;) { if (rows(1).length > 0) return; } }); };',
    'export const f = () => { "1".split("").forEach((x) => { var n = rows(Number(x)); }); };',
    'export const f = () => { "1".split("").forEach((x) => { return rows(Number(x)); }); };',
    'export const f = () => { "1".split("").forEach(function (x) { rows(Number(x)); }); };',
    'export const f = (g: (n: void) => void) => { g("1".split("").forEach((x) => { rows(Number(x)); })); };',
    'export const f = () => { "1".split("").forEach((x /* of them */) => { rows(Number(x)); }); };',
    'export class A { v = 1; constructor() { "1".split("").forEach((x) => { rows(Number(x)); }); } }',
  ];
  for (const caller of callers) {
    const answer = planIn(openProject({ "a.ts": `${rows}${caller}\n` }), id);
    assert.equal(answer?.kind, "disabled", caller);
  }
});
