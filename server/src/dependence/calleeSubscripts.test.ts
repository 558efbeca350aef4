// Subscripts that called functions write.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const functions = `
function put(a: Float64Array, i: number, v: number): void { a[i] = v; }
function add(a: Float64Array, i: number, v: number): void { a[i] = a[i]! + v; }
function pixel(a: Float64Array, w: number, x: number, y: number, v: number): void { const at = (y * w + x) * 4; a[at] = v; a[at + 1] = v; a[at + 3] = 1; }
function row(from: Float64Array, to: Float64Array, w: number, y: number): void { for (let x = 1; x < w - 1; x++) to[y * w + x] = Math.sqrt(from[y * w + x - 1]! + from[y * w + x + 1]!); }
function line(a: Float64Array, from: number, step: number, n: number): void { for (let k = 0; k < n; k++) put(a, from + k * step, Math.sqrt(a[from + k * step]!)); }
function scale(m: number[][], i: number): void { const cells = m[i]!; for (let j = 0; j < cells.length; j++) cells[j] = Math.sqrt(cells[j]!); }
`;
const over = (body: string, more = "", before = "") => `${functions}${more}
function f(a: Float64Array, b: Float64Array, m: number[][], n: number, w: number): void {
  ${before}
  for$0 (let i = 0; i < n; i++) { ${body} }
}`;
const yes = (body: string, more?: string, before?: string) =>
  checkParallel(over(body, more, before), { pattern: "map" });
const no = (body: string, more?: string, before?: string) =>
  checkSerial(over(body, more, before), ["carried-dependence"]);

describe("what a function does at the subscript that it is given", () => {
  test("is told apart by the arguments", () => {
    yes("put(a, i, Math.sqrt(i));");
    yes("add(a, 2 * i + 1, Math.sqrt(a[2 * i]!));");
    yes("put(a, i, Math.sqrt(b[i]!)); add(b, i, a[i]!);");
    no("add(a, i, Math.sqrt(a[i]!)); put(a, i + 1, 1);");
    no("add(a, i, Math.sqrt(a[i]!)); add(a, i + 1, 1);");
    no("add(a, i % 3, Math.sqrt(a[i]!));");
    no("add(a, w, Math.sqrt(a[i]!));");
  });

  test("also in its own loops, and in those of functions that it calls", () => {
    yes("row(a, b, w, i);");
    yes("row(a, a, w, i);");
    yes("line(a, i * w, 1, w);");
    yes("line(a, i, n, n);");
    yes("line(a, i, n, 3 * n); line(a, i, n, 2);");
    no("line(a, i * w, 1, w + 1);");
    no("line(a, i * w, 1, w); put(a, (i + 1) * w, 2);");
    no("line(a, i, n - 1, n);");
    yes("for (let x = 0; x < w; x++) pixel(a, w, x, i, Math.sqrt(x));");
    no("for (let x = 0; x <= w; x++) { pixel(a, w, x, i, Math.sqrt(a[4 * (i * w + x)]!)); }");
  });

  test("in a row that it is told to take", () => {
    checkParallel(over("scale(m, i);"), { pattern: "map", assumptions: ["distinct", "plain-data"] });
    no("scale(m, 0);");
    no("scale(m, i); m[i + 1]![0] = m[i]![0]!;");
  });

  test("not where the function changes what it is given, takes something else, or is given something else", () => {
    const set = (body: string, head = "a: Float64Array, i: number") => `function set(${head}): void { ${body} }`;
    no("set(a, i);", set("i = i % 2; a[i] = Math.sqrt(a[i]!);"));
    checkSerial(over("set(a, i);", set("arguments[1] = 0; a[i] = Math.sqrt(a[i]!);")), [
      "carried-dependence",
      "unsupported-syntax",
    ]);
    no("set(a, i);", set("let k = i; if (k > 3) k = 0; a[k] = Math.sqrt(a[k]!);"));
    no("set(a);", set("a[i] = Math.sqrt(a[i]!);", "a: Float64Array, i = 0"));
    no("set(a, i);", set("for (let k = 0; k < i; k++) a[k] = Math.sqrt(a[k]!);"));
    no("set(a, i);", set("let k = 0; while (k < i) { a[k] = Math.sqrt(a[k]!); k++; }"));
    no("set(a, i);", set("const at = (k: number) => { a[k] = Math.sqrt(a[k]!); }; at(3);"));
    checkSerial(over("set(a, ...([i] as const));", set("a[i] = Math.sqrt(a[i]!);")), ["possible-alias"]);
    no("set(a, i);", set("a[i] = Math.sqrt(a[i]!); if (i > 0) set(a, i - 1);"));
  });

  test("with variables around it as long as they stay and mean the same at the loop", () => {
    const shift =
      "let shift = 0; function move(a: Float64Array, i: number): void { a[i + shift] = Math.sqrt(a[i + shift]!);";
    checkParallel(over("move(a, i);", `${shift} }`), { pattern: "map", assumptions: ["integer", "plain-data"] });
    checkSerial(over("move(a, i);", `${shift} shift--; }`), ["carried-dependence", "module-state"]);
    const own = "const put2 = (i: number): void => { a[w * i] = Math.sqrt(a[w * i]!); };";
    no("put2(i);", "", own.replaceAll("w * i", "w + i % 2"));
    no("{ let w = 0; const put3 = (k: number): void => { a[w + k] = Math.sqrt(a[w + k]!); }; put3(0); w++; put3(0); }");
  });
});
