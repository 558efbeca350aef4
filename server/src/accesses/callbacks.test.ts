import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const heavy = `
function heavy(x: number): number { let s = x; for (let k = 0; k < 99; k++) s = Math.sqrt(s + k); return s; }
`;

/** A loop over `xs` that pushes what the expression makes of `x`. */
function loop(type: string, expression: string, before = ""): string {
  return `${heavy}${before}
export function go(xs: ${type}[]) {
  const out = [];
  for$0 (const x of xs) out.push(${expression});
  return out;
}`;
}

describe("functions that the library calls back", () => {
  test("a function of the program by name", () => {
    const before = "function double(y: number): number { return y * 2; }";
    checkParallel(loop("number[]", "heavy(x.map(double)[0]!)", before), { pattern: "commit" });
  });

  test("not one that counts its calls", () => {
    const before = "let calls = 0; function double(y: number): number { calls++; return y * calls; }";
    checkSerial(loop("number[]", "heavy(x.map(double)[0]!)", before), ["carried-dependence", "module-state"]);
  });

  test("functions of the library without effects", () => {
    checkParallel(loop("string[]", "heavy(x.map(Number)[0]!)"), { pattern: "commit" });
    checkParallel(loop("number[]", "heavy(x.map(Math.abs)[0]!)"), { pattern: "commit" });
  });

  test("not one that prints", () => {
    checkSerial(
      `${heavy}
export function go(xs: number[][]) {
  const out: number[] = [];
  for$0 (const x of xs) {
    x.forEach(console.log);
    out.push(heavy(x[0]!));
  }
  return out;
}`,
      ["unknown-call"],
    );
  });

  test("the value of an expression that can only be functions of the program", () => {
    const before = "function a(y: number) { return y; } const helpers = { a };";
    checkParallel(loop("number[]", "heavy(x.map(helpers.a)[0]!)", before), { pattern: "commit" });
    checkParallel(loop("number[]", "heavy(x.map(x.length > 1 ? a : a)[0]!)", before), { pattern: "commit" });
  });

  test("not of one that may be anything", () => {
    const before = "function a(y: number) { return y; } export let b = a; export function set(c: typeof a) { b = c; }";
    checkSerial(loop("number[]", "heavy(x.map(x.length > 1 ? a : b)[0]!)", before), ["unknown-call"]);
  });

  test("a comparison without effects", () => {
    const before = "function ascending(a: number, b: number): number { return a - b; }";
    checkParallel(loop("number[]", "heavy([...x].sort(ascending)[0]!)", before), { pattern: "commit" });
  });

  test("not one that counts", () => {
    const before = "let n = 0; function ascending(a: number, b: number): number { n++; return a - b; }";
    checkSerial(loop("number[]", "heavy([...x].sort(ascending)[0]! + n)", before), [
      "carried-dependence",
      "module-state",
    ]);
  });

  test("not a function that writes the elements of an array that all iterations share", () => {
    checkSerial(
      `${heavy}
interface Point { v: number }
function bump(point: Point): void { point.v++; }
export function go(n: number, points: Point[]) {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) {
    points.forEach(bump);
    out.push(heavy(points[0]!.v));
  }
  return out;
}`,
      ["carried-dependence"],
    );
  });

  test("not a function that is kept and called later", () => {
    checkSerial(
      `${heavy}
export function go(n: number) {
  let total = 0;
  const later: (() => void)[] = [];
  for$0 (let i = 0; i < n; i++) {
    const h = heavy(i);
    later.push(() => { total += h; });
  }
  return later;
}`,
      ["function-value"],
    );
  });
});

describe("functions that run without being called", () => {
  const counting = 'let n = 0; class P { x = 1; toString(): string { n++; return "p" + n; } }';
  const plain = 'class P { x = 1; toString(): string { return "p" + this.x; } }';

  test("a conversion that only reads", () => {
    checkParallel(loop("P", "String(x) + heavy(3)", plain), { pattern: "commit" });
  });

  test("not one that counts", () => {
    checkSerial(loop("P", "String(x) + heavy(3)", counting), ["module-state"]);
    checkSerial(loop("P[]", "x.join() + heavy(3)", counting), ["module-state"]);
  });

  test("JSON of plain data", () => {
    checkParallel(loop("{ p: number[] }", "JSON.stringify(x) + heavy(3)"), { pattern: "commit" });
  });

  test("not of an object whose toJSON counts", () => {
    const before = "let n = 0; class P { x = 1; toJSON() { return n++; } }";
    checkSerial(loop("{ p: P }", "JSON.stringify(x) + heavy(3)", before), ["module-state"]);
  });

  test("not an iterator of the program", () => {
    const before = "let n = 0; class Bag { *[Symbol.iterator]() { yield n++; } }";
    checkSerial(loop("Bag", "heavy(Array.from(x)[0]!)", before), ["hidden-call"]);
    checkSerial(loop("Bag", "heavy(new Set(x).size)", before), ["hidden-call"]);
  });

  test("the values of a map", () => {
    checkParallel(loop("Map<string, number>", "[...x.values()].reduce((a, b) => a + heavy(b), 0)"), {
      pattern: "commit",
    });
  });

  test("not an iterator that all iterations take from", () => {
    const text = (type: string) => `${heavy}
export function go(it: ${type}, n: number) {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) {
    let s = 0;
    for (const x of it) s += heavy(x);
    out.push(s);
  }
  return out;
}`;
    checkSerial(text("MapIterator<number>"), ["carried-dependence"]);
    checkSerial(text("Generator<number>"), ["carried-dependence", "hidden-call"]);
  });
});

describe("regular expressions", () => {
  test("a pattern that is only ever replaced stays where it is", () => {
    checkParallel(loop("string", 'x.replace(spaces, " ") + heavy(3)', "const spaces = /\\s+/g;"), {
      pattern: "commit",
      split: { channels: "value" },
    });
  });

  test("not one that is also moved by a test", () => {
    const before = "const spaces = /\\s+/g;";
    checkParallel(loop("string", 'x.replace(spaces, " ") + heavy(3) + spaces.test(x)', before), {
      pattern: "commit",
      split: { channels: "heavyResult" },
    });
  });
});

describe("names", () => {
  test("a function of the library is known by its own name, not by the one that the program gives it", () => {
    checkParallel(
      `${heavy}
const { random: floor } = Math;
export function go(n: number) {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(heavy(i) + floor());
  return out;
}`,
      { pattern: "commit", assumptions: ["plain-data", "random"] },
    );
  });
});
