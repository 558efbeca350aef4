import assert from "node:assert/strict";
import test from "node:test";
import { isFreeBeside } from "../../../test/support/words.js";

/** Whether a name may be declared beside the call `here()`. */
const isFree = (name: string, text: string): boolean => isFreeBeside(name, "here()", text);

test("a name that stands in the block is not free, wherever in it", () => {
  assert.equal(isFree("value", "{ here(); } { const value = 1; }"), true);
  assert.equal(isFree("value", "{ here(); const value = 1; }"), false);
  assert.equal(isFree("value", "{ here(); if (a) { use(() => value); } }"), false);
  assert.equal(isFree("value", "function f() { here(); } function g(value) {}"), true);
  assert.equal(isFree("value", "if (a) here(); else value = 1;"), false, "both stand in the block of the file");
});

test("what is declared around is not free, what is used around is", () => {
  assert.equal(isFree("value", "function f(value) { here(); }"), false);
  assert.equal(isFree("value", "function f({ a: [value] }) { if (a) { here(); } }"), false);
  assert.equal(isFree("value", "const f = function value() { here(); };"), false);
  assert.equal(isFree("value", "for (const [value] of xs) { here(); }"), false);
  assert.equal(isFree("value", "try { a(); } catch (value) { here(); }"), false);
  assert.equal(isFree("value", "switch (a) { case 1: let value; case 2: { here(); } }"), false);
  assert.equal(isFree("value", 'import value from "./a.js"; function f() { here(); }'), false);
  assert.equal(isFree("value", 'import { a as value } from "./a.js"; function f() { here(); }'), false);
  assert.equal(isFree("a", 'import { a as value } from "./a.js"; function f() { here(); }'), true);
  assert.equal(isFree("value", "use(value); function f() { here(); }"), true);
  assert.equal(isFree("value", "try { here(); } catch (value) {}"), true);
});
