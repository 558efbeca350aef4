// Typed arrays that overlap although they are different objects, and the nearest that cannot.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const heavy = "function heavy(x: number): number { return Math.exp(Math.sqrt(x) * x); }";
const rows = (type: string, body: string) => `${heavy}
export function f(rows: ${type}[], n: number): void { for (let i = 0; i < n; i++) { ${body} } }`;
const parts = (type: string, body: string) => `${heavy}
export function f(o: { g: { re: ${type}; im: ${type} } }, n: number): void { for (let i = 0; i < n; i++) { ${body} } }`;

describe("views in an array", () => {
  test("may hold one element at two subscripts, which has to be tested", () => {
    const step = "rows[i]![1] = heavy(rows[i]![0]!);";
    checkParallel(rows("Float64Array", step), { pattern: "map", assumptions: ["distinct", "plain-data"] });
    checkParallel(rows("number[]", step), { pattern: "map", assumptions: ["plain-data"] });
  });

  test("are compared by their elements where it is one and the same", () => {
    checkParallel(rows("Float64Array", "rows[0]![i] = heavy(rows[0]![i]! + i);"), {
      pattern: "map",
      assumptions: ["plain-data"],
    });
    checkSerial(rows("Float64Array", "rows[0]![i] = heavy(rows[0]![i - 1]!);"), ["carried-dependence"]);
  });
});

describe("views under two names of an object", () => {
  test("may be shifted against one another", () => {
    const step = "o.g.re[i] = heavy(o.g.im[i]!);";
    checkSerial(parts("Float64Array", `${step} o.g.im[i] = 0;`), ["possible-alias"]);
    checkParallel(parts("Float64Array", "o.g.re[i] = heavy(o.g.re[i]!);"), { pattern: "map" });
    checkParallel(parts("number[]", step), { pattern: "map" });
  });
});

describe("arrays made with something of no type", () => {
  const made = (use: string) => `${heavy}
export function f(n: any, m: any): Float64Array {
  const from = new Float64Array(n);
  const into = new Float64Array(n);
  ${use}
  return into;
}`;

  test("are tested where it is counted with, as a length", () => {
    checkParallel(made("for (let i = 0; i < n; i++) into[i] = heavy(from[i]!);"), {
      pattern: "map",
      assumptions: ["disjoint", "plain-data"],
    });
  });

  test("not where it can only be the memory of both, which no test would find apart", () => {
    checkSerial(made("for (let i = 0; i < m; i++) into[i] = heavy(from[i]!);"), ["possible-alias"]);
  });
});
