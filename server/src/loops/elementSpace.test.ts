// What is taken for an array in JavaScript without types, and tested to be one before the loop.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse } from "../../../test/support/check.js";

/** The names that the loops take for arrays; "-" for a loop that takes none, "no loop" where none is seen. */
function presumed(text: string, name = "example.js"): readonly string[] {
  const found = analyse(text, name).map(({ loop: { space } }) =>
    space.form === "elements" ? (space.presumed?.getText() ?? "-") : space.form,
  );
  return found.length > 0 ? found : ["no loop"];
}

describe("an array that nothing declares", () => {
  test("a parameter, a constant, a field", () => {
    assert.deepEqual(presumed("function f(xs) { for (const x of xs) f(x); }"), ["xs"]);
    assert.deepEqual(presumed("function f(json) { const xs = JSON.parse(json); return xs.map((x) => x + 1); }"), [
      "xs",
    ]);
    assert.deepEqual(
      presumed("class A { constructor(xs) { this.xs = xs; } f() { this.xs.forEach((x) => this.f(x)); } }"),
      ["this.xs"],
    );
  });

  test("and what the methods of arrays make of it", () => {
    assert.deepEqual(presumed("function f(xs) { for (const x of xs.slice(1).filter(Boolean)) f(x); }"), ["xs"]);
    assert.deepEqual(presumed("function f(xs) { for (const x of xs.take(1)) f(x); }"), ["unknown"]);
  });

  test("not what is made anew each time that it is asked for, nor a part of something else", () => {
    assert.deepEqual(presumed("function f(xs) { for (const x of xs()) f(x); }"), ["unknown"]);
    assert.deepEqual(presumed("function f(xs) { return xs().map((x) => x + 1); }"), ["no loop"]);
    assert.deepEqual(presumed("function f(box) { for (const x of box.xs) f(x); }"), ["unknown"]);
    assert.deepEqual(presumed("class A { get xs() { return f(this); } g() { for (const x of this.xs) f(x); } }"), [
      "unknown",
    ]);
  });

  test("nor where the compiler knows the type, or the author writes types", () => {
    assert.deepEqual(presumed("/** @param {number[]} xs */ function f(xs) { for (const x of xs) f(x); }"), ["-"]);
    assert.deepEqual(presumed("/** @param {Set<number>} xs */ function f(xs) { for (const x of xs) f(x); }"), ["-"]);
    assert.deepEqual(presumed("function f(xs: any) { for (const x of xs) f(x); }", "example.ts"), ["unknown"]);
    assert.deepEqual(presumed("function f(xs: any) { return xs.map((x: any) => x + 1); }", "example.ts"), ["no loop"]);
  });
});
