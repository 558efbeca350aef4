// Functions that are handed to functions of the program.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const functions = `
let calls = 0;
interface P { x: number }
function root(x: number): number { return Math.sqrt(x) + 1; }
function counted(x: number): number { return x + calls++; }
function bump(p: P): number { return p.x++; }
function look(p: P): number { return Math.sqrt(p.x); }
function twice(f: (x: number) => number, x: number): number { return f(f(x)); }
function thrice(f: (x: number) => number, x: number): number { return f(twice(f, x)); }
function each(xs: readonly number[], f: (x: number) => number): number { let s = 0; for (const x of xs) s += f(x); return s; }
function mapped(xs: readonly number[], f: (x: number) => number): number[] { return xs.map((x) => f(x) + 1).map(f); }
function ask(p: P, f: (p: P) => number): number { return f(p); }
function maybe(x: number, f?: (x: number) => number): number { if (f) return f(x); return x; }
`;

const loop = (body: string, before = "", head = "") => `${functions}${head}
function go(out: Float64Array, ps: P[], shared: P, other: (x: number) => number): void {
  ${before}
  for$0 (let i = 0; i < out.length; i++) { ${body} }
}`;

describe("a function that is handed to one that calls it", () => {
  test("by its name, as a literal, as one of several", () => {
    checkParallel(loop("out[i] = twice(root, i);"), { pattern: "map", split: { callees: "twice, root" } });
    checkParallel(loop("out[i] = twice((x) => Math.sqrt(x) * i, i);"), { pattern: "map", split: { callees: "twice" } });
    checkParallel(loop("out[i] = twice(i > 3 ? root : Math.abs, i);"), { pattern: "map" });
  });

  test("not one that counts, or that nobody knows", () => {
    checkSerial(loop("out[i] = twice(counted, i);"), ["carried-dependence", "module-state"]);
    checkSerial(loop("out[i] = twice(other, i);"), ["unknown-call"]);
    checkSerial(loop("out[i] = twice((x) => x + calls++, i);"), ["carried-dependence", "module-state"]);
  });

  test("through several functions, and through the library", () => {
    checkParallel(loop("out[i] = thrice(root, i);"), { pattern: "map" });
    checkParallel(loop("out[i] = each(mapped([i, 2], root), root);"), { pattern: "map" });
    checkSerial(loop("out[i] = thrice(counted, i);"), ["carried-dependence", "module-state"]);
    checkSerial(loop("out[i] = mapped([i, 2], counted)[0]!;"), ["carried-dependence", "module-state"]);
  });

  test("with the objects that it is called with", () => {
    checkParallel(loop("out[i] = ask(shared, look);"), { pattern: "map" });
    checkParallel(loop("const own = { x: i }; out[i] = ask(own, bump);"), { pattern: "map" });
    checkSerial(loop("out[i] = ask(shared, bump) + Math.sqrt(i);"), ["carried-dependence"]);
    checkSerial(loop("out[i] = ask(shared, (p) => (p.x = i)) + Math.sqrt(i);"), ["nothing-to-share"]);
  });

  test("a literal that changes a variable of the loop's function", () => {
    checkSerial(loop("out[i] = twice((x) => { s += x; return Math.sqrt(s); }, i);", "let s = 0;"), [
      "carried-dependence",
    ]);
    checkParallel(loop("let s = 0; out[i] = twice((x) => { s += x; return Math.sqrt(s); }, i);"), { pattern: "map" });
  });

  test("one that may be missing", () => {
    checkParallel(loop("out[i] = maybe(i) + maybe(i, root);"), { pattern: "map" });
    checkSerial(loop("out[i] = maybe(i) + maybe(i, counted);"), ["module-state"]);
  });
});

describe("a function that is handed to one that asks what it got", () => {
  const asking = (answer: string) => `
function assert(holds: boolean, message: (() => string) | string): void { if (!holds) throw new Error(${answer}); }
`;
  const use = 'assert(i >= 0, () => "bad " + i); out[i] = Math.sqrt(i);';

  test("is called there, or is none", () => {
    checkParallel(loop(use, "", asking('typeof message === "string" ? message : message()')), { pattern: "map" });
    checkParallel(
      loop(use, "", asking("message && !(message === undefined) && typeof message !== `string` && message() || ``")),
      {
        pattern: "map",
      },
    );
  });

  test("not where the function itself goes on from there", () => {
    checkSerial(
      loop(
        use,
        "",
        asking('String(typeof message === "string" ? message : hold(message))') +
          "const held: unknown[] = []; function hold(f: () => string): string { held.push(f); return f(); }",
      ),
      ["carried-dependence", "module-state", "unknown-call"],
    );
    checkSerial(loop(use, "", asking("(message || 1) as string")), ["unknown-call"]);
  });
});

describe("a function that is handed to one that keeps it", () => {
  const keep =
    "const kept: (() => void)[] = []; function keep(f: () => void): number { kept.push(f); return kept.length; }";
  const later = "function later(f: () => void): () => void { return () => f(); }";
  const changed = "function other2(f: (x: number) => number): number { f = counted; return f(1); }";

  test("is not known", () => {
    checkSerial(loop("out[i] = keep(() => { out[0] = i; });", "", keep), [
      "carried-dependence",
      "module-state",
      "unknown-call",
    ]);
  });

  test("nor one that is called later", () => {
    checkSerial(loop("const g = later(() => { out[0] = i; }); g();", "", later), ["unknown-call"]);
  });

  test("nor one in whose place another one is put", () => {
    checkSerial(loop("out[i] = other2(root);", "", changed), ["unknown-call"]);
  });
});
