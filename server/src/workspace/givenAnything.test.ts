// Which uses of a variable may hold something of no type in JavaScript, where the compiler goes by what it began as.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { anythingIn } from "../../../test/support/places.js";

const yes = (lines: string) => assert.deepEqual(anythingIn(lines), [true], lines);
const no = (lines: string) => assert.deepEqual(anythingIn(lines), [false], lines);

describe("a variable that began as a number", () => {
  test("is one as long as nothing of no type is assigned to it", () => {
    no("function f(o) { let s = 0; s = o.x * 2; use(s); }");
    yes("function f(o) { let s = 0; s = o.x; use(s); }");
    yes("function f(o) { let s = 0; s = o.x + 1; use(s); }");
    yes("function f(o) { let s = 0; s = o.x || 1; use(s); }");
    yes("function f(o) { let s = 0; s ??= o.x; use(s); }");
    yes("function f(o) { let s = 0; [s] = o; use(s); }");
    yes("function f(o) { let s = 0; ({ s } = o); use(s); }");
    yes("function f(o) { let s = 0; for (s of o); use(s); }");
    yes("function f(o) { var s = 0; var s = o.x; use(s); }");
  });

  test("is believed with a type in a comment, and behind steps", () => {
    no("function f(o) {\n/** @type {number} */\nlet s = 0; s = o.x; use(s); }");
    no("function f(o) { let s = 0; s += o.x; use(s); }");
    no("function f(o) { let s = 0; s = (s + o.x); use(s); }");
  });

  test("takes over what another one holds", () => {
    yes("function f(o) { let s = 0; let t = 0; s = t; t = o.x; while (o.y) s = t; use(s); }");
    no("function f(o) { let s = 0; let t = 0; s = t; t = o.x; use(s); }");
  });

  test("is one again behind an assignment that is always made", () => {
    no("function f(o) { let s = 0; s = o.x; s = 1; use(s); }");
    yes("function f(o) { let s = 0; s = o.x; if (o.y) s = 1; use(s); }");
    yes("function f(o) { let s = 0; s = o.x; if (o.y) { s = 1; } use(s); }");
    no("function f(o) { let s = 0; s = o.x; if (o.y) { s = 1; use(s); } }");
    yes("function f(o) { let s = 0; s = o.x; o.y && (s = 1); use(s); }");
    no("function f(o) { let s = 0; s = o.x; for (s = 0; s < 3; s++) use(s); }");
    no("function f(o) { let s = 0; s = o.x; for (s = 0; s < 3; s++); use(s); }");
    yes("function f(o) { let s = 0; s = o.x; for (s = 0; s < 3; s++) { use(s); s = o.x; } }");
    yes("function f(o) { let s = 0; s = o.x; switch (o.y) { case 1: s = 1; default: use(s); } }");
    yes("function f(o) { let s = 0; s = o.x; try { o.y(); s = 1; } catch { use(s); } }");
  });

  test("may be anything again in the next round of a loop, and in a function", () => {
    yes("function f(o) { let s = 0; s = 1; while (o.y) { use(s); s = o.x; } }");
    no("function f(o) { let s = 0; while (o.y) { s = 1; use(s); s = o.x; } }");
    yes("function f(o) { let s = 0; const g = () => use(s); s = o.x; s = 1; g(); }");
    yes("function f(o) { let s = 0; const g = () => { s = o.x; }; s = 1; g(); use(s); }");
  });
});

test("of a variable with very many assignments nothing is asked", () => {
  const all = (count: number) => `function f(o) { let s = 0; ${"s = o.x * 2; ".repeat(count)} use(s); }`;
  no(all(99));
  yes(all(100));
});

test("a parameter with a default is what the caller gives", () => {
  yes("function f(s = 0) { use(s); }");
  yes("function f({ s = 0 }) { use(s); }");
  no("/** @param {number} s */ function f(s = 0) { use(s); }");
  no("function f(s = 0) { s = 1; use(s); }");
});
