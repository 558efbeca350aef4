// Methods of the name of a property that somebody assigns to: whether it may be theirs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyse } from "../../../test/support/check.js";

/** The reasons why the loop that draws from a generator of its own is serial, beside what else the program does. */
function reasons(more: string, name = "example.ts"): readonly string[] {
  const isTyped = name.endsWith(".ts");
  const text = `class Rng {
  state${isTyped ? ": number" : ""};
  constructor(seed${isTyped ? ": number" : ""}) { this.state = seed | 0; }
  next()${isTyped ? ": number" : ""} { this.state = Math.imul(this.state, 31) | 0; return this.state; }
  twice()${isTyped ? ": number" : ""} { return this.next() + this.next(); }
}
${more}
export function draws(n${isTyped ? ": number" : ""}) {
  const out${isTyped ? ": number[]" : ""} = [];
  for (let i = 0; i < n; i++) { const rng = new Rng(i); out.push(Math.sqrt(rng.twice())); }
  return out;
}`;
  const { verdict } = analyse(text, name).at(-1)!;
  return verdict.kind === "serial" ? verdict.reasons.map(({ id }) => id) : [];
}

test("not of a list, of an array, of a function, or of what a comment or a text says", () => {
  const node = "interface Item { value: number; next: Item | undefined }";
  assert.deepEqual(reasons(`${node} export function link(a: Item, b: Item): void { a.next = b; }`), []);
  assert.deepEqual(
    reasons("export class Cell { value = 1; next: Cell | undefined; link(to: Cell): void { this.next = to; } }"),
    [],
  );
  assert.deepEqual(reasons("export function walk(): void {} walk.next = 1;"), []);
  assert.deepEqual(reasons("// rng.next = 3\nexport const text = 'rng.next = 3';"), []);
});

test("but where it is one of the class, or of a class that derives from it", () => {
  const replaced = (more: string, name?: string) => assert.deepEqual(reasons(more, name), ["dynamic-dispatch"], more);
  replaced("export function fix(rng: Rng): void { rng.next = () => 4; }");
  replaced("export class Fixed extends Rng { constructor() { super(1); this.next = () => 4; } }");
  replaced(
    "export function fix(...rngs: (Rng | undefined)[]): void { for (const rng of rngs) if (rng) rng.next = () => 4; }",
  );
});

test("or of an interface that a class that derives from it may have", () => {
  const heir = "export class Named extends Rng { label = 'a'; }";
  const fix = (type: string) => `${heir} export function fix(source: ${type}): void { source.next = () => 4; }`;
  assert.deepEqual(reasons(fix("{ next(): number; label: string }")), ["dynamic-dispatch"]);
  assert.deepEqual(reasons(fix("{ next?: (() => number) | undefined; label: string }")), ["dynamic-dispatch"]);
  assert.deepEqual(reasons(fix("{ next: unknown; label: string }")), ["dynamic-dispatch"]);
  assert.deepEqual(reasons(fix("{ next: Function | string; label: string }")), ["dynamic-dispatch"]);
  assert.deepEqual(
    reasons(`${heir} export function fix(s: { next: number; label: string }): void { s.next = 4; }`),
    [],
  );
  // Classes are taken at their word.
  assert.deepEqual(
    reasons(
      `${heir} export class Other { label = "b"; next = () => 1; } export function fix(o: Other): void { o.next = () => 4; }`,
    ),
    [],
  );
});

test("one of the class itself is replaced by name, or through what is handed the class", () => {
  const reasonsWith = (more: string) => {
    const text = `class Rng { static next(x: number): number { return x * 2; } }
${more}
export function draws(out: Float64Array): void { for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(Rng.next(i)); }`;
    const { verdict } = analyse(text).at(-1)!;
    return verdict.kind === "serial" ? verdict.reasons.map(({ id }) => id) : [];
  };
  const replaced = (more: string) => assert.deepEqual(reasonsWith(more), ["dynamic-dispatch"], more);
  replaced("export function fix(): void { Rng.next = () => 4; }");
  replaced("export class Heir extends Rng { static label = 'a'; static fix(): void { this.next = () => 4; } }");
  replaced("export function fix(of: { next(x: number): number }): void { of.next = () => 4; } fix(Rng);");
  assert.deepEqual(reasonsWith(""), []);
  assert.deepEqual(
    reasonsWith("export class Cell { value = 1; next = 0; } export function fix(c: Cell): void { c.next = 4; }"),
    [],
  );
});

test("or whoever needs no more than that, or may be anything", () => {
  const replaced = (more: string, name?: string) => assert.deepEqual(reasons(more, name), ["dynamic-dispatch"], more);
  replaced("export function fix(source: { next(): number }): void { source.next = () => 4; }");
  replaced("export function fix<T extends { next: unknown }>(source: T, to: T): void { source.next = to.next; }");
  replaced("export function fix(source: { next(): number; name?: string }): void { source.next = () => 4; }");
  replaced("export function fix(source: any): void { source.next = () => 4; }");
  replaced("export function fix(source) { source.next = () => 4; }", "example.js");
});

test("or where it is assigned in another way", () => {
  const replaced = (more: string) => assert.deepEqual(reasons(more), ["dynamic-dispatch"], more);
  const node = "interface Item { value: number; next: Item | undefined }";
  replaced(`${node} export function link(a: Item, b: Item): void { a["next"] = b; }`);
  replaced(`${node} export function link(a: Item, b: Item): void { Object.assign(a, { next: b }); }`);
  replaced(`${node} export function link(a: Item, b: Item): void { [a.next] = [b]; }`);
});
