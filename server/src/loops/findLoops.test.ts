// Which loops are found, and what is known of their iterations.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse } from "../../../test/support/check.js";
import type { CountedSpace } from "./loop.js";

/** One line a loop: kind, nesting, and its iteration space in short. */
function shown(text: string): readonly string[] {
  return analyse(text).map(({ loop }) => {
    const { space } = loop;
    const what =
      space.form === "unknown"
        ? "unknown"
        : space.form === "counted"
          ? `${space.name} from ${space.start.getText()} ${space.test} ${space.end?.getText() ?? "0"}${shift(space)} by ${stepOf(space)}`
          : `${space.source} ${space.iterable.getText()}${space.index === undefined ? "" : ` at ${space.index.name}`}`;
    return `${"  ".repeat(loop.depth)}${loop.kind}: ${what}`;
  });
}

function stepOf({ step, stride }: CountedSpace): string {
  return stride === undefined ? String(step) : `${step < 0 ? "-" : ""}${stride.getText()}`;
}

function shift({ offset, lead, lag }: CountedSpace): string {
  if (lead !== 0 || lag !== 0) return ` ahead ${lead} ${lag}`;
  return offset === undefined ? "" : ` ${offset.sign > 0 ? "-" : "+"} ${offset.expression.getText()}`;
}

describe("counted loops", () => {
  test("upwards, downwards, in steps, by inequality", () => {
    assert.deepEqual(
      shown(`
function f(n: number) {
  for (let i = 0; i < n; i++) f(i);
  for (let i = n - 1; i >= 0; --i) f(i);
  for (let i = 0; n > i; i += 4) f(i);
  for (let i = 0; i !== n; i = i + 1) f(i);
}`),
      ["for: i from 0 < n by 1", "for: i from n - 1 >= 0 by -1", "for: i from 0 < n by 4", "for: i from 0 !== n by 1"],
    );
  });

  test("whose condition advances the counter, before or after it compares", () => {
    assert.deepEqual(
      shown(`
function f(n: number, xs: number[]) {
  for (let i = n; i--; ) f(i, xs);
  for (let i = xs.length; --i >= 0; ) f(i, xs);
  let j = -1;
  while (++j < n) f(j, xs);
  let k = n;
  while (0 < k--) f(k, xs);
  let l = 2;
  do { f(l, xs); } while (++l !== n);
}`),
      [
        "for: i from n !== 0 ahead -1 -1 by -1",
        "for: i from xs.length >= 0 ahead -1 0 by -1",
        "while: j from -1 < n ahead 1 0 by 1",
        "while: k from n > 0 ahead -1 -1 by -1",
        "do: l from 2 !== n by 1",
      ],
    );
  });

  test("that starts where the counter has been left, and advances or sets other variables, too", () => {
    assert.deepEqual(
      shown(`
function f(n: number, w: number) {
  let i = 2, k = 0, l = n;
  for (; i < n; i++) f(i, 0);
  for (; i < n; i++, k += w) f(k, 0);
  for (i = 0, l = k; i < n; i++, l--) f(l, 0);
  for (i = 0, l = i; i < n; i++) f(l, 0);
  for (i = 0, f(n, w); i < n; i++) f(l, 0);
  for (i = 0; i < n; i++, n--) f(l, 0);
}`),
      [
        "for: i from 2 < n by 1",
        "for: i from i < n by 1",
        "for: i from 0 < n by 1",
        "for: unknown",
        "for: unknown",
        "for: unknown",
      ],
    );
  });

  test("not one that a function sees, that is changed elsewhere, that is no number, or that the bound is made of", () => {
    assert.deepEqual(
      shown(`
function f(n: number, xs: any) {
  let j = n;
  while (j--) xs.push(() => j);
  let k = n;
  while (k--) if (xs[k]) k--;
  let l = xs;
  while (l--) f(l, xs);
  let o = 0;
  while (o++ < o + n) f(o, xs);
  while (n-- < 3) f(n, xs);
}`),
      ["while: unknown", "while: unknown", "while: unknown", "while: unknown", "while: unknown"],
    );
  });

  test("where the condition adds something to the counter, which is not made of the counter itself", () => {
    assert.deepEqual(
      shown(`
function f(n: number, size: number, text: any) {
  for (let i = 0; i + size <= n; i++) f(i, 0, 0);
  for (let i = 0; n > i - 1; i++) f(i, 0, 0);
  for (let i = n; 0 < size + i; i--) f(i, 0, 0);
  for (let i = 0; i + i < n; i++) f(i, 0, 0);
  for (let i = 0; size - i < n; i++) f(i, 0, 0);
  for (let i = 0; i + text < n; i++) f(i, 0, 0);
}`),
      [
        "for: i from 0 <= n - size by 1",
        "for: i from 0 < n + 1 by 1",
        "for: i from n > 0 - size by -1",
        "for: unknown",
        "for: unknown",
        "for: unknown",
      ],
    );
  });

  test("in steps of a constant that is computed from others, if it is whole, and of variables", () => {
    assert.deepEqual(
      shown(`
const size = 1001;
const step = (size - 7) / 2;
const half = size / 2;
let other = 2 * size;
function f(n: number) {
  for (let i = 0; i < n; i += step) f(i);
  for (let i = 0; i < n; i += 2 * -step + size) f(i);
  for (let i = 0; i < n; i += half) f(i);
  for (let i = 0; i < n; i += other) f(i);
}`),
      ["for: i from 0 < n by 497", "for: i from 0 < n by 7", "for: unknown", "for: i from 0 < n by other"],
    );
  });

  test("not by an inequality that steps can jump over, nor a count away from the bound", () => {
    assert.deepEqual(
      shown(`
function f(n: number) {
  for (let i = 0; i !== n; i += 2) f(i);
  for (let i = 0; i < n; i--) f(i);
}`),
      ["for: unknown", "for: unknown"],
    );
  });

  test("while and do that advance a counter", () => {
    assert.deepEqual(
      shown(`
function f(n: number, from: number) {
  let i = 0;
  while (i < n) { f(i, 0); i++; }
  let k = from;
  do { k -= 1; f(k, 0); } while (k > 0);
}`),
      ["while: i from 0 < n by 1", "do: k from from > 0 by -1"],
    );
  });

  test("not when a continue passes over the advance, or it is conditional, or there are two", () => {
    assert.deepEqual(
      shown(`
function f(n: number) {
  let i = 0;
  while (i < n) { if (n > 3) continue; i++; }
  while (i < n) { if (n > 3) i++; }
  while (i < n) { i++; i++; }
  while (i < n) { let i = 0; i++; }
}`),
      ["while: unknown", "while: unknown", "while: unknown", "while: unknown"],
    );
  });

  test("a continue of an inner loop passes over nothing", () => {
    assert.deepEqual(
      shown(`
function f(n: number) {
  let i = 0;
  while (i < n) { for (let k = 0; k < 9; k++) { if (k > 3) continue; f(k); } i++; }
}`),
      ["while: i from 0 < n by 1", "  for: k from 0 < 9 by 1"],
    );
  });
});

describe("loops over things", () => {
  test("maps, sets, strings, keys, entries", () => {
    assert.deepEqual(
      shown(`
function f(xs: number[], m: Map<string, number>, s: Set<number>, o: Record<string, number>, t: string) {
  for (const [i, x] of xs.entries()) f([i, x], m, s, o, t);
  for (const i of xs.keys()) f([i], m, s, o, t);
  for (const [k, v] of m) f([v], m, s, o, k);
  for (const v of m.values()) f([v], m, s, o, t);
  for (const v of s) f([v], m, s, o, t);
  for (const c of t) f([], m, s, o, c);
  for (const k in o) f([], m, s, o, k);
  for (const k of Object.keys(o)) f([], m, s, o, k);
}`),
      [
        "for-of: array xs at i",
        "for-of: array xs at i",
        "for-of: sequence m",
        "for-of: sequence m",
        "for-of: sequence s",
        "for-of: sequence t",
        "for-in: sequence o",
        "for-of: array Object.keys(o)",
      ],
    );
  });

  test("the matches of a pattern, or none", () => {
    assert.deepEqual(shown("function f(text: string) { for (const word of text.match(/a/g) ?? []) f(word); }"), [
      "for-of: array text.match(/a/g) ?? []",
    ]);
    assert.deepEqual(shown("function f(text: string) { for (const m of text.matchAll(/a/g)) f(m[0]); }"), [
      "for-of: sequence text.matchAll(/a/g)",
    ]);
    const own = "class Text { *matchAll(pattern: RegExp) { yield pattern.source; } }";
    assert.deepEqual(shown(`${own} function f(text: Text) { for (const m of text.matchAll(/a/g)) f(text); }`), [
      "for-of: unknown",
    ]);
  });

  test("not a generator, whose code runs between the iterations", () => {
    assert.deepEqual(shown(`function* g() { yield 1; } function f() { for (const x of g()) f(); }`), [
      "for-of: unknown",
    ]);
  });

  test("`forEach` of a `Map` or a `Set`, whose keys are no indices; not where nobody knows which", () => {
    const loops = (call: string) => shown(`function f(s: Set<number>, m: Map<number, number>) { ${call} }`);
    assert.deepEqual(loops("s.forEach((x) => f(s, m));"), ["forEach: sequence s"]);
    assert.deepEqual(loops("s.forEach((x, key) => f(s, m));"), ["forEach: unknown"]);
    assert.deepEqual(loops("m.forEach((x) => f(s, m));"), ["forEach: sequence m"]);
    assert.deepEqual(loops("m.forEach((x, key) => f(s, m));"), ["forEach: sequence m"]);
    assert.deepEqual(loops("(Math.random() < 0.5 ? s : m).forEach((x) => f(s, m));"), ["forEach: unknown"]);
  });

  test("array methods, and the loops in their callbacks", () => {
    assert.deepEqual(
      shown(`
function f(xs: number[], n: number): number {
  const rows = Array.from({ length: n }, (_, i) => xs.map((x) => x * i));
  rows.forEach((row, y) => { for (let k = 0; k < y; k++) f(row, k); });
  return xs.reduce((sum, x) => sum + x, 0);
}`),
      [
        "Array.from: array { length: n } at i",
        "  map: array xs",
        "forEach: array rows at y",
        "  for: k from 0 < y by 1",
        "reduce: array xs",
      ],
    );
  });

  test("of what is an array by its declaration, by what has been ruled out, or by the type of an expression", () => {
    assert.deepEqual(
      shown(`
declare class Stream { map(f: (x: number) => number): Stream; next: number[] | undefined }
function f(xs: number[] | undefined, held: { rows: number[]; stream: Stream }, any: Stream | number[]) {
  held.rows.map((x) => x * 2);
  held.stream.map((x) => x * 2);
  if (xs !== undefined) xs.map((x) => x * 2);
  if (held.stream.next) held.stream.next.map((x) => x * 2);
  if (Array.isArray(any)) any.map((x) => x * 2);
  any.map((x: number) => x * 2);
}`),
      ["map: array held.rows", "map: array xs", "map: array held.stream.next", "map: array any"],
    );
  });

  test("not a reduce without a first value, nor an asynchronous callback", () => {
    assert.deepEqual(
      shown(`
function f(xs: number[]) {
  xs.reduce((a, b) => a + b);
  xs.forEach(async (x) => { await x; });
}`),
      ["reduce: unknown", "forEach: unknown"],
    );
  });
});
