// Which fields and elements may hold something else than what they began as, in JavaScript.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { typesUsedIn } from "../../../test/support/places.js";

const types = (text: string, ...expected: string[]) => assert.deepEqual(typesUsedIn(text), expected, text);

describe("a field", () => {
  test("that is given nothing but what fits its type has it", () => {
    types("const s = { n: 0 }; s.n = 1; use(s.n);", "number");
    types("const s = { n: 0 }; function f(o) { s.n = o.x * 2; } use(s.n);", "number");
    types("const s = { n: 0 }; function f(o) { s.n += o.x; s.n++; } use(s.n);", "number");
  });

  test("that is given something of no type, or of another one, may hold anything", () => {
    types("const s = { n: 0 }; function f(o) { s.n = o; } use(s.n);", "any");
    types("const s = { n: 0 }; s.n = { x: 1 }; use(s.n);", "any");
    types("const s = { n: false }; function f(o) { s.n ||= o; } use(s.n);", "any");
    types("const s = { n: 0 }; function f(o) { [s.n] = o; } use(s.n);", "any");
    types("const s = { n: 0 }; function f(o) { for (s.n of o); } use(s.n);", "any");
    types("const s = { a: [1], b: new Float64Array(1) }; s.a = s.b; use(s.a);", "any");
    types("class A { n = 0; } const a = new A(); a.n = [1]; use(a.n);", "any");
    types("class A { constructor() { this.n = 0; } } const a = new A(); a.n = [1]; use(a.n);", "any");
  });

  test("that holds nothing at first may hold anything", () => {
    types("const s = { n: null, u: undefined, l: [] }; use(s.n, s.u, s.l, s.l[0]);", "any", "any", "never[]", "any");
    types("class A { n = null; } use(new A().n);", "any");
    types("use(null, undefined);", "null", "undefined");
  });

  test("is told from those of the same name where the objects are known", () => {
    const two = "const s = { n: 0 }; const t = { n: 0 };";
    types(`${two} function f(o) { t.n = o; } use(s.n, t.n);`, "number", "any");
    types(`${two} function f(o, p) { p.n = o; } use(s.n, t.n);`, "any", "any");
    types(`${two} function f(o, p) { p.n = 1; } use(s.n, t.n);`, "number", "number");
  });

  test("hands what it holds on to others, and to variables", () => {
    const given = "const s = { n: 0, m: 0 }; function f(o) { s.n = o; }";
    types(`${given} s.m = s.n; use(s.m);`, "any");
    types(`${given} let k = 0; s.m = k; k = s.n; use(s.m);`, "any");
    types(`${given} const b = s.n; use(b);`, "any");
    types(`${given} const { n, m } = s; use(n, m);`, "any", "number");
    types(`${given} const { n: own } = s; use(own);`, "any");
  });

  test("is believed with a type in a comment", () => {
    types("const s = {\n/** @type {number} */\nn: 0 }; function f(o) { s.n = o; } use(s.n);", "number");
    types("class A {\n/** @type {number} */\nn = 0; } function f(o, a) { a.n = o; } use(new A().n);", "number");
    types(
      "class A { constructor() {\n/** @type {number} */\nthis.n = 0; } } (o) => { o.n = o; }; use(new A().n);",
      "number",
    );
    types("/** @type {number[]} */\nconst l = []; function f(o) { l[1] = o; } use(l[0]);", "number");
  });

  test("with very many assignments is not asked about", () => {
    const all = (count: number) => `const s = { n: 0 }; ${"s.n = 1; ".repeat(count)} use(s.n);`;
    types(all(100), "number");
    types(all(101), "any");
  });
});

describe("an element", () => {
  test("of a list that is given something of no type may be anything", () => {
    types("const l = [0, 0]; l[1] = 2; l.push(3); use(l[0]);", "number");
    types("const l = [0, 0]; function f(o) { l[1] = o; } use(l[0]);", "any");
    types("const l = [0, 0]; function f(o) { l.push(o); } use(l[0]);", "any");
    types("const l = [0, 0]; function f(o) { l.splice(1, 1, o); } use(l[0]);", "any");
    types("const s = { l: [0, 0] }; s.l[1] = { x: 1 }; use(s.l[0]);", "any");
    types("const s = { l: [0, 0] }; s.l[1] = { x: 1 }; const [a] = s.l; use(a);", "any");
    types("const s = { l: [0, 0] }; s.l[1] = { x: 1 }; for (const a of s.l) use(a);", "any");
  });

  test("of a typed array is a number whatever it is given", () => {
    types("const l = new Uint8Array(2); function f(o) { l[1] = o; } use(l[0]);", "number");
  });
});
