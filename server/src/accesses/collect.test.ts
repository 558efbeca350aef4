// What code reads and changes that looks into values which the compiler takes for numbers, in JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyse } from "../../../test/support/check.js";

/** The pattern of the loop, the last one of the text. */
function patternOf(before: string, body: string): string | undefined {
  const text = `const state = { cur: 0 };
const heavy = (x) => { let s = 0; for (let k = 0; k < 100; k++) s += Math.sin(x * k); return s; };
function current() { return state.cur; }
export function setUp(o) { state.cur = o; }
function mark(p, i) { p.n = i; }
function length(p) { return p.n; }
export function f(xs, out) {
  ${before}
  for (let i = 0; i < xs.length; i++) {
    ${body}
  }
}
`;
  const verdict = analyse(text, "example.js").at(-1)!.verdict;
  return verdict.kind === "parallel" ? verdict.pattern : "serial";
}

test("a number whose fields are read and changed is an object", () => {
  const carried = "out[i] = heavy(xs[i]) * b.n; b.n = i;";
  assert.equal(patternOf("const b = current();", carried), "commit");
  assert.equal(patternOf('const b = new Map([["a", 0]]).get("b");', carried), "commit");
  // It may even be `xs`.
  assert.equal(patternOf("const b = current();", "out[i] = heavy(xs[i]) * b[0]; b[0] = i;"), "serial");
  assert.equal(patternOf("const b = current();", "out[i] = heavy(xs[i]) * b;"), "map");
});

test("so is one that a function looks into", () => {
  assert.equal(patternOf("const b = current();", "out[i] = heavy(xs[i]) * b.n; mark(b, i);"), "commit");
  assert.equal(patternOf("const b = current();", "out[i] = heavy(xs[i]) * length(b); b.n = i;"), "commit");
  assert.equal(patternOf("const b = current();", "out[i] = heavy(xs[i]) * heavy(b);"), "map");
});

test("what numbers and texts have themselves is no object", () => {
  assert.equal(patternOf('const b = "text";', "out[i] = heavy(xs[i]) * b.length + b[0].length;"), "map");
  assert.equal(patternOf("const b = current();", "out[i] = heavy(xs[i]) + b.toFixed(1).length;"), "map");
});
