// Methods that are called on what nothing declares, in JavaScript: what the loop rests on, and what is tested before it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject } from "../../../test/support/rewriteProject.js";

const heavy = "function heavy(x) { let s = x; for (let k = 0; k < 20; k++) s = Math.sqrt(s + k); return s; }\n";

/** What the marked loop takes for plain data; of a serial one, its reasons. */
function presumed(text: string, name = "a.js"): readonly string[] {
  const { verdict } = openProject({ [name]: heavy + text }).context.analysis;
  return verdict.kind === "serial" ? verdict.reasons.map(({ id }) => id) : verdict.split.plain.map((each) => each.name);
}

describe("a method of the language, if it is called on plain data", () => {
  test("what a variable or a field holds, and what lies in it", () => {
    const of = (body: string) => presumed(`export function f(xs, n) { const out = []; ${body} return out; }`);
    assert.deepEqual(of("for$0 (const x of xs) out.push(heavy(x.trim().length));"), ["xs"]);
    assert.deepEqual(of("for$0 (let i = 0; i < n; i++) out.push(heavy(xs[i].lines.map((l) => l.trim()).length));"), [
      "xs",
    ]);
    assert.deepEqual(
      presumed(
        "export class A { constructor(rows) { this.rows = rows; } f(n) { const out = []; for$0 (let i = 0; i < n; i++) out.push(heavy(this.rows[i].indexOf(i))); return out; } }",
      ),
      ["this.rows"],
    );
  });

  test("what functions are handed, and what they give back", () => {
    assert.deepEqual(
      presumed(
        `function words(text) { return text.toLowerCase().split(" ").filter((w) => w.length > 2); }
         function count(text) { let s = 0; for (const w of words(text)) s += heavy(w.length); return s; }
         export function f(texts) { const out = []; for$0 (const t of texts) out.push(count(t)); return out; }`,
      ),
      ["texts"],
    );
  });

  test("also of functions that call themselves", () => {
    assert.deepEqual(
      presumed(
        `function down(n) { return n > 0 ? down(n - 1) : [1]; }
         export function f(xs) { return $0xs.map((x) => heavy(down(x).map((y) => y + 1).length)); }`,
      ),
      [],
    );
  });

  test("what an inner loop goes through", () => {
    assert.deepEqual(
      presumed(
        "export function f(rows) { const out = []; for$0 (const row of rows) { let s = 0; for (const x of row) s += heavy(x); out.push(s); } return out; }",
      ),
      ["rows"],
    );
  });

  test("not a method that lists, texts, numbers and records do not have", () => {
    assert.deepEqual(
      presumed("export function f(xs, model) { return $0xs.map((x) => heavy(model.predict(x))); }").includes(
        "untyped-call",
      ),
      true,
    );
  });

  test("nor one of a module, of what is called, or of what the loop puts in its place", () => {
    const serial = (text: string) =>
      assert.ok(presumed(text).includes("untyped-call") || presumed(text).includes("function-without-body"), text);
    serial(
      'import lodash from "lodash";\nexport function f(xs) { return $0xs.map((x) => heavy(lodash.map(x, heavy)[0])); }',
    );
    serial(
      'const lodash = require("lodash");\nmodule.exports = function f(xs) { return $0xs.map((x) => heavy(lodash.map(x, heavy)[0])); }',
    );
    serial(
      "export function f(next, n) { let xs = next(); const out = []; for$0 (let i = 0; i < n; i++) { out.push(heavy(xs.slice(i).length)); xs = xs.next; } return out; }",
    );
  });

  test("nor of what the head of the loop puts in its place", () => {
    const walk = (load: string) =>
      presumed(`export class A {
        constructor(rows) { this.rows = rows; }
        /** @returns {number[]} */
        load() { ${load} return [1, 2]; }
        f() { const out = []; for$0 (const i of this.load()) out.push(heavy(this.rows.indexOf(i) + 1)); return out; }
      }`);
    assert.deepEqual(walk(""), ["this.rows"]);
    assert.deepEqual(walk("this.rows = [new A()];"), ["untyped-call"]);
  });

  test("nor in TypeScript, where a type can be written", () => {
    assert.deepEqual(
      presumed(
        "export function f(xs: any[]): unknown[] { return $0xs.map((x: any) => heavy(x.trim().length)); }",
        "a.ts",
      ),
      ["untyped-call"],
    );
  });
});

describe("the author's loop runs where it is none", () => {
  const texts = '["a b", " cd"]';
  const odd = "[{ trim() { calls.push(1); return { length: calls.length }; } }, { trim: () => calls }]";
  const text = `${heavy}const calls = [];
export function f(xs) {
  const out = [];
  for$0 (const x of xs) out.push(heavy(x.trim().length));
  return out;
}
export const odd = () => [f(${odd}), calls.length];
`;

  test("in a loop", async () => {
    await checkRewrite(
      { "a.js": text },
      { expression: `[f(${texts}), odd()]`, contains: { "a.js": ["assumptionsHold({ arrays: [xs], plain: [xs] })"] } },
    );
  });

  test("in a method", async () => {
    await checkRewrite(
      { "a.js": `${heavy}export function f(xs) {\n  return $0xs.map((x) => heavy(x.trim().length));\n}\n` },
      { expression: `f(${texts})`, contains: { "a.js": ["plain: [xs] }) ?"] } },
    );
  });
});
