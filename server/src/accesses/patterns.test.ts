// What destructuring reads, where no initializer stands beside the pattern.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const point = "interface P { x: number; y: number; next?: P }";
const heavy = "function heavy(x: number): number { return Math.exp(Math.sqrt(x) * x); }";
const loop = (body: string, helpers = "") => `${point} ${heavy} ${helpers}
export function f(os: P[], m: number[][], out: number[]): void {
  for (let i = 0; i < os.length; i++) { ${body} }
}`;
const over = (head: string, body: string) => `${point} ${heavy}
export function f(os: P[], m: number[][], by: Map<string, Float64Array>, out: number[]): void {
  for (const ${head}) { ${body} }
}`;

describe("a pattern in the head of a loop inside", () => {
  test("reads the properties of the items, which an earlier iteration may have written", () => {
    const sum = "let s = 0; for (const { x } of os) s += heavy(x);";
    checkSerial(loop(`${sum} os[i]!.x = s;`), ["carried-dependence"]);
    checkParallel(loop(`${sum} os[i]!.y = s;`), { pattern: "map" });
  });

  test("reads the elements of the rows", () => {
    const sum = "let s = 0; for (const [u] of m) s += heavy(u ?? 0);";
    checkSerial(loop(`${sum} m[i]![0] = s;`), ["carried-dependence"]);
    checkParallel(loop(`${sum} out[i] = s;`), { pattern: "map" });
  });
});

describe("a pattern in the head of the loop itself", () => {
  test("reads what no other iteration may write", () => {
    checkSerial(over("{ x } of os", "os[1]!.x = heavy(x);"), ["changing-bound"]);
    checkSerial(over("[u] of m", "m[1]![0] = heavy(u ?? 0);"), ["changing-bound"]);
    checkSerial(over("[i, { x }] of os.entries()", "os[1]!.x = heavy(x + i);"), ["changing-bound"]);
    checkParallel(over("{ x } of os", "os[1]!.y = heavy(x);"), { pattern: "commit" });
    checkParallel(over("[i, { x }] of os.entries()", "os[i]!.y = heavy(x + i);"), { pattern: "map" });
  });

  test("of pairs that were made for the purpose does not read what lies in the values", () => {
    checkParallel(over("[name, p] of by", "out.push(heavy(p[1]! + name.length));"), { pattern: "commit" });
    checkParallel(over("[name, p] of by.entries()", "out.push(heavy(p[1]! + name.length));"), { pattern: "commit" });
  });

  test("may give a default, which is shared", () => {
    checkSerial(over("{ next = os[0]! } of os", "const h = heavy(next.x); next.x = h; out.push(h);"), [
      "carried-dependence",
      "possible-alias",
    ]);
  });
});

describe("a pattern that stands for a parameter", () => {
  const first = "function first({ x }: P): number { return heavy(x); }";
  const head = "function head([u]: number[]): number { return heavy(u ?? 0); }";
  test("reads what the caller passes", () => {
    checkSerial(loop("os[i]!.x = first(os[0]!);", first), ["carried-dependence"]);
    checkSerial(loop("m[i]![0] = head(m[0]!);", head), ["carried-dependence"]);
    checkParallel(loop("os[i]!.y = first(os[0]!);", first), { pattern: "map" });
    checkParallel(loop("out[i] = head(m[0]!);", head), { pattern: "map" });
  });

  test("has defaults that are evaluated", () => {
    const counted =
      "let k = 0; function count(): number { return ++k; } function g({ x = count() }: { x?: number }): number { return heavy(x); }";
    checkSerial(loop("out[i] = g({});", counted), ["carried-dependence", "module-state"]);
    checkParallel(loop("out[i] = g({});", counted.replace("++k", "k + 1")), { pattern: "map" });
  });
});

describe("a pattern on the left of an assignment", () => {
  test("reads properties, and what lies in patterns inside", () => {
    checkSerial(loop("let x = 0; ({ x } = os[0]!); os[i]!.x = heavy(x);"), ["carried-dependence"]);
    checkSerial(loop("let x = 0; [[x = 0]] = m as [number[]]; m[i]![0] = heavy(x);"), ["carried-dependence"]);
    checkParallel(loop("let x = 0; ({ x } = os[i]!); out[i] = heavy(x);"), { pattern: "map" });
  });
});

describe("a recursive function", () => {
  test("is followed until nothing new is found, also where ways that are cut make one of two", () => {
    const deep = `interface T { v: number; a: T; b: T }
function walk(p: T, q: T, depth: number): number {
  const s = p.a.b.a.v + p.a.b.b.v;
  if (depth > 0) return walk(q, p, depth - 1);
  q.v = s;
  return s;
}
export function g(ts: T[], one: T, out: number[]): void {
  for (let i = 0; i < ts.length; i++) out[i] = heavy(walk(one, ts[i]!, i)); 
}`;
    checkSerial(`${heavy} ${deep}`, ["carried-dependence"]);
  });
});
