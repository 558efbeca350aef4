// Objects with one name: what is done with them that gives them to nobody, and what gives them away.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { leaks } from "../../../test/support/leaks.js";

describe("an array with one name gives itself to nobody", () => {
  const harmless = [
    "const v: number[] = $; v.push(n); v[0] = 1; v.length = 0; n = v[1]! + v.length;",
    "const v: number[] = $; for (const x of v) n += x; const [first] = v; n = Math.max(first!, ...v);",
    "const v: number[] = $; const w = v.map((x, i) => x + i).filter((x) => x > 1); keep(w);",
    "const v: number[] = $; n = v.reduce((sum, x, i) => sum + x * i, 0); v.sort((a, b) => a - b);",
    "const v: number[] = $; v.sort().reverse().push(2); if (v && !v[0] && v !== xs) n = 1;",
    "let v: number[]; v = $; v.push(1); v = xs; return v;",
    "const v: number[] = $; xs.forEach((x) => v.push(x)); return v;",
    "const v: unknown[] = $; v.push(box); keep(v[0]);",
  ];
  for (const body of harmless) test(body, () => assert.deepEqual(leaks(body), []));
});

describe("an array gets another name", () => {
  const giving: readonly (readonly [string, string])[] = [
    ["const v: number[] = $; v.push(1); keep(v);", "keep(v)"],
    ["const v: number[] = $; box.held = v;", "box.held = v"],
    ["const v: number[] = $; const w = v; w.push(1);", "w = v"],
    ["const v: number[] = $; keep({ v });", "v"],
    ["const v: number[] = $; keep([v]);", "[v]"],
    ["const v: number[] = $; keep(v.sort());", "v.sort"],
    ["const v: number[] = $; v.forEach((x, i, all) => keep(all));", "v.forEach"],
    ["const v: number[] = $; v.reduce((sum, x, i, all) => { keep(all); return sum + x; }, 0);", "v.reduce"],
    ["const v: number[] = $; v.forEach(function () { keep(arguments[2]); });", "v.forEach"],
    ["const v: number[] = $; v.forEach(keep);", "v.forEach"],
    ["const v: number[] = $; keep(() => v);", "() => v"],
    ["const v: number[] = $; xs.map(function () { return v; });", "return v;"],
    ["const v: unknown[] = $; v.push(v);", "v.push(v)"],
    ["const v: (() => void)[] = $; v[0]!();", "v[0]"],
    ["const v: number[] = $; keep(n > 1 ? v : xs);", "n > 1 ? v : xs"],
    ["const v: number[] = $; keep(n > 1 && v);", "n > 1 && v"],
    ["const v: number[] = $; throw v;", "throw v;"],
  ];
  for (const [body, leak] of giving) test(body, () => assert.deepEqual(leaks(body), [leak]));
  test("by yield", () => assert.deepEqual(leaks("const v: number[] = $; yield v;", "[]", "*"), ["yield v"]));
});

describe("an object literal", () => {
  const made = "{ a: 1 }";
  test("is read and stored into", () => {
    const used = "v.a = 2; v[n] = 3; n = v.a!; for (const k in v) keep(k); keep({ ...v });";
    assert.deepEqual(leaks(`const v: Record<string, number> = $; ${used}`, made), []);
  });

  test("is given to the functions that are called on it", () => {
    assert.deepEqual(leaks("const v = $ as unknown as Box; v.add(1);", made), ["v.add"]);
  });

  test("with code of its own is not told", () => {
    assert.equal(leaks("const v = $; n = v.a;", "{ get a() { return 1; } }"), undefined);
    assert.equal(leaks("const v = $; n = v.a();", "{ a() { return 1; } }"), undefined);
    assert.equal(leaks("const v = $; keep(v.a);", "{ __proto__: box, a: 1 }"), undefined);
  });
});

describe("what a function of the language makes", () => {
  test("is kept to itself where it is used at once, or has a name", () => {
    assert.deepEqual(leaks("n = $.map((x) => x + 1).length;", "xs.slice()"), []);
    assert.deepEqual(leaks("const v = $; v.set(1, 2).set(3, 4); n = v.get(1) ?? 0;", "new Map<number, number>()"), []);
  });

  test("and not where it is handed on", () => {
    assert.equal(leaks("keep($);", "xs.slice()"), undefined);
    assert.deepEqual(leaks("const v = $; keep(v.set(1, 2));", "new Map<number, number>()"), ["v.set"]);
  });

  test("is no object of others", () => {
    assert.equal(leaks("const v = $; n = v.length;", "xs.reverse()"), undefined);
    assert.equal(leaks("const v = $; n = v.length;", "f(box, xs, n) as number[]"), undefined);
  });
});
