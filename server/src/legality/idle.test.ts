// Loops of which all is left to the caller: those whose iterations do not need one another, and the nearest ones that do.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const over = (body: string) => `
function f(x: number[], y: number[], h: number[], counts: Map<string, number>, words: string[], n: number) {
  let s = 0;
  let t = 1;
  const next = () => (t = t * 3 + 1);
  for$0 (let i = 0; i < n; i++) { ${body} }
  return s + t;
}`;
const combines = (body: string) => checkParallel(over(body), { pattern: "reduction", idle: "combines" });
const stores = (body: string, pattern: "map" | "commit" = "map") =>
  checkParallel(over(body), { pattern, idle: "stores" });
const serial = (body: string, ...also: string[]) => checkSerial(over(body), ["carried-dependence", ...also]);

describe("what only combines", () => {
  test("numbers: sums and products, each by one operation", () => {
    combines("s = s + i;");
    combines("if (i > 3) s += 2; else s -= i;");
    combines("for (let k = 0; k < 5; k++) { const d = k; if (d > i) continue; s += d; }");
    serial("s = s * 31 + i;");
    serial("s = (s + i) | 0;");
    serial("s = i % 2 === 0 ? s + i : s * 2;");
    serial("s = i - s;");
    serial("for (let k = 0; k < i; k++) { const old = s; s = s + old * k; }");
  });

  test("counts: in an array, an object or a map", () => {
    combines("h[i % 7]!++;");
    combines("const at = i; h[at % 7] = h[at % 7]! + 1;");
    combines("h[i % 7] = (h[i % 7] ?? 0) + 1;");
    combines("counts.set(words[0]!, (counts.get(words[0]!) ?? 0) + 1);");
    combines("counts.set(words[0]!, (counts.get(words[0]!) || 0) + i);");
    serial("counts.set(words[0]!, (counts.get(words[0]!) ?? 0) * 2 + i);");
    serial("counts.set(words[0]!, (counts.get(words[1]!) ?? 0) + i);");
    serial("h[i % 7]! -= h.length;");
  });

  test("but a step that another one reads, or that takes a number from somewhere", () => {
    serial("if (t++ > 3) s++;");
    serial("if (next() > 3) s++;");
    serial("h[t++]!++;");
    serial("if (i > s) s++;");
    serial("s += i; if (s > 9) t++;");
  });
});

describe("a fold that only combines", () => {
  const folds = (expression: string) =>
    `function f(x: number[], words: string[], size: number[]): unknown { return ${expression}; }`;
  const combinesIn = (expression: string) =>
    checkParallel(folds(expression), { pattern: "reduction", idle: "combines" });
  const serialIn = (expression: string, ...also: string[]) =>
    checkSerial(folds(expression), ["carried-dependence", ...also]);

  test("chooses the better one of two", () => {
    combinesIn("x.reduce((best, v) => (v > best ? v : best), -Infinity)");
    combinesIn("x.reduce((best, v) => (best >= v ? best : v), -Infinity)");
    combinesIn("x.reduce((best, k) => (size[k]! > size[best]! ? k : best), 0)");
  });

  test("not by another measure, nor something else than it has compared", () => {
    serialIn("x.reduce((best, v) => (v > 3 ? v : best), 0)");
    serialIn("x.reduce((best, v) => (best > 3 ? v : best), 0)");
    serialIn("x.reduce((best, v) => (v > best ? v * 2 : best), 0)");
    serialIn("x.reduce((best, k) => (size[k]! > x[best]! ? k : best), 0)");
  });

  test("counts in a callback that is one expression", () => {
    const counted = (value: string) =>
      `function f(x: number[]): unknown { const h = new Map<number, number>(); x.forEach((v) => h.set(v, ${value})); return h; }`;
    checkParallel(counted("(h.get(v) ?? 0) + 1"), { pattern: "reduction", idle: "combines" });
    checkSerial(counted("(h.get(v + 1) ?? 0) + 1"), ["carried-dependence"]);
    checkParallel("function f(x: number[]): number { let s = 0; x.forEach((v) => (s += v)); return s; }", {
      pattern: "reduction",
      idle: "combines",
    });
  });

  test("not where somebody gets what has been combined so far", () => {
    for (const method of ["map", "filter", "flatMap"])
      checkSerial(`function f(x: number[]): unknown { let s = 0; return x.${method}((v) => (s += v)); }`, [
        "carried-dependence",
      ]);
  });
});

describe("what only stores", () => {
  test("where no later iteration reads it", () => {
    stores("x[i] = i;");
    stores("if (i % 2 === 0) { x[i] = 0; } else { x[i] = 1; }");
    // The caller keeps the order, if the places are one.
    stores("x[i * h.length] = i;", "commit");
    serial("x[i] = x[0]!;");
    serial("x[i + 1] = x[i]!;");
  });

  test("also where an earlier one has read it", () => {
    stores("x[i] = x[i + 1]!;", "commit");
    stores("x[i] = i * n; y[i] = x[i]! + x[i + 1]!;", "commit");
    serial("x[i] = x[i + 1]!; y[i] = x[i - 1]!;");
  });

  test("not where it is computed at length, or shows what the caller holds", () => {
    checkSerial(
      `
const heavy = (x: number) => { let s = x; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; };
function grown(rows: number[][], n: number) {
  for$0 (const row of rows) for (let j = 0; j < row.length; j++) { const x = heavy(j); if (row.length < n) row.push(x); }
}`,
      ["nothing-to-share"],
    );
    checkSerial(over("words.push(words[i]!);"), ["carried-dependence"]);
  });
});
