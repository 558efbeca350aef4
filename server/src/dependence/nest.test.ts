// Subscripts over fields of `this`: sizes that stay, and what only looks like one.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const grid = (body: string, rest = "") => `
class Grid {
  readonly cells: Float64Array;
  turns = 0;
  constructor(readonly rows: number, public columns: number) { this.cells = new Float64Array(rows * columns); }
  get width(): number { return ++this.turns; }
  ${rest}
  scale(factors: Float64Array): void {
    for$0 (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.columns; j++) ${body}
    }
  }
}`;

describe("fields of this in subscripts", () => {
  test("tell the rows apart", () => {
    checkParallel(grid("this.cells[i * this.columns + j]! *= factors[i]!;"), { pattern: "map" });
    checkParallel(grid("factors[i * this.columns + j] = this.cells[i]! * 2;"), {
      pattern: "map",
      split: { writes: "factors" },
    });
  });

  test("not when the loop changes them, or a getter answers", () => {
    checkSerial(grid("{ this.cells[i * this.columns + j]! *= factors[i]!; this.columns--; }"), ["carried-dependence"]);
    checkSerial(grid("this.cells[i * this.width + j]! *= factors[i]!;"), ["carried-dependence"]);
  });

  test("nor when it is another this", () => {
    checkSerial(
      grid(
        "{ const at = function (this: { columns: number }): number { return i * this.columns + j; }; this.cells[at.call(this)]! *= factors[i]!; }",
      ),
      ["carried-dependence", "unknown-call"],
    );
  });
});

test("an element of a typed array in a field is stored once, a number of an array twice", () => {
  const scaled = (type: string) => `
class Series {
  constructor(readonly values: ${type}) {}
  scale(by: number[], n: number): void { for$0 (let i = 0; i < n; i++) this.values[i] = by[i]!; }
}`;
  checkParallel(scaled("Float64Array"), { pattern: "map" });
  checkParallel(scaled("number[]"), { pattern: "map", idle: "stores" });
});

describe("a size of which nobody says what it is", () => {
  const image = (sizes: string, step: string) => `
function f(to: Float64Array, from: Float64Array, ${sizes}): void {
  for$0 (let y = 0, k = 0; y < h; y++${step}) {
    for (let x = 0; x < w; x++) to[k + x] = Math.sqrt(from[k + x]!);
  }
}`;

  test("is tested to be a whole number, as one that is declared", () => {
    for (const sizes of ["w: number, h: number", "w: any, h: any"])
      checkParallel(image(sizes, ", k += w"), { pattern: "map", assumptions: ["disjoint", "integer", "plain-data"] });
  });

  test("not when an iteration may change it", () => {
    checkSerial(image("w: any, h: any", ", k += w--"), ["loop-form"]);
    checkSerial(image("w: any, h: any", ", k += w").replace("Math.sqrt(", "Math.sqrt(w++ - "), [
      "carried-dependence",
      "loop-form",
    ]);
  });
});

describe("a size that is computed before the loop", () => {
  const stencil = (before: string, width: string) => `
function f(n: number, a: Float64Array, b: Float64Array): void {
  ${before}
  for$0 (let i = 1; i < n; i++) {
    for (let j = 1; j < n; j++) a[i * ${width} + j] = a[i * ${width} + j]! / 2 + b[i]! * 2;
  }
}`;

  test("stands for its value", () => {
    checkParallel(stencil("const width = n + 1;", "width"), { pattern: "map" });
    checkParallel(stencil("const width = n + 1; const plane = 2 * width;", "plane"), { pattern: "map" });
  });

  test("not when it is too small, or changes, or is made of what changes", () => {
    checkSerial(stencil("const width = n - 2;", "width"), ["carried-dependence"]);
    checkSerial(stencil("let width = n + 1; if (n > 9) width = 2;", "width"), ["carried-dependence"]);
    checkSerial(stencil("let m = n; const width = m + 1; m = 0; n = b.length;", "width"), ["carried-dependence"]);
  });

  test("nor when the names that it is made of mean something else at the loop", () => {
    const text = (name: string) => `
const m = Number("2.5");
const width = m + 1;
function f(${name}: number, a: Float64Array): void {
  for (let i = 0; i < a.length; i++) { for (let j = 0; j < m; j++) a[i * width + j] = a[i * width + j]! / 2 + ${name}; }
}`;
    checkParallel(text("k"), { pattern: "map", assumptions: ["integer", "plain-data"] });
    checkSerial(text("m"), ["carried-dependence"]);
  });
});

describe("keys of an object", () => {
  const keyed = (to: string, from: string) => `
function f(o: Record<string, number>, xs: number[], n: number): void {
  for (let i = 0; i < n; i++) o[${to}] = Math.sqrt((o${from} ?? 0) + i);
}`;

  test("are never those of numbers where they are written otherwise", () => {
    checkParallel(keyed("i", ".total"), { pattern: "map" });
    checkParallel(keyed("i", '["01"]'), { pattern: "map" });
  });

  test("but any number is one", () => {
    checkSerial(keyed("i - 1", '["-1"]'), ["carried-dependence"]);
    checkSerial(keyed("xs[i]!", ".NaN"), ["carried-dependence"]);
    checkSerial(keyed("xs[i]!", '["1.5"]'), ["carried-dependence"]);
  });
});

test("a counter has the value of the moment at which it is read", () => {
  const counted = (body: string) => `
function f(o: Record<number, number>, n: number): void {
  let i = 0;
  while (i < n) { ${body} }
}`;
  checkParallel(counted("const v = Math.sqrt(o[i]!); o[i] = v; i++;"), { pattern: "map" });
  checkSerial(counted("const v = Math.sqrt(get()); i++; o[i] = v; function get(): number { return o[i]!; }"), [
    "carried-dependence",
  ]);
});
