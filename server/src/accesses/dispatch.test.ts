// Methods of unions of types, of derived classes, and of `super`.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const classes = `
let asked = 0;
abstract class Shape { abstract area(): number; scaled(k: number): number { return Math.sqrt(k) * this.area(); } }
class Circle extends Shape { r = 1; area(): number { return Math.sqrt(this.r) * Math.PI; } }
class Square extends Shape { a = 1; area(): number { return Math.sqrt(this.a) * this.a; } scaled(k: number): number { return super.scaled(k) * 2; } }
class Line { a = 1; area(): number { return Math.sqrt(this.a); } }
class Counted { a = 1; area(): number { return this.a + asked++; } }
class Growing { a = 1; area(): number { return this.a++; } }
interface Open { area(): number }
`;

const loop = (type: string, expression: string, more = "") => `${classes}${more}
export function f(xs: (${type})[], one: ${type}): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(${expression});
  return out;
}`;

describe("a method of a union of types", () => {
  test("is one of each class", () => {
    checkParallel(loop("Circle | Line", "x.area()"), { pattern: "commit" });
  });

  test("not known when one of them counts, changes its object, or is an interface", () => {
    checkSerial(loop("Line | Counted", "x.area()"), ["carried-dependence", "module-state"]);
    checkSerial(loop("Line | Growing", "one.area()"), ["carried-dependence"]);
    checkSerial(loop("Line | Open", "x.area()"), ["dynamic-dispatch"]);
  });

  test("of the library", () => {
    checkParallel(loop("number[] | Float64Array", "x.slice(1, 3).length + Math.sqrt(x.length)"), { pattern: "commit" });
    checkSerial(loop("number[] | Float64Array", "one.reverse()[0]! + Math.sqrt(x.length)"), ["carried-dependence"]);
  });
});

describe("a method that derived classes override", () => {
  test("is one of those in the program", () => {
    checkParallel(loop("Shape", "x.area()"), { pattern: "commit" });
    checkParallel(loop("Shape", "x.scaled(2)"), { pattern: "commit" });
  });

  test("also a static one, where a derived class inherits what calls it", () => {
    const statics = (own: string) => `let asked = 0;
class Base { static of(x: number): number { return Math.sqrt(x); } static all(x: number): number { return this.of(x) * Math.cos(x); } }
class Heir extends Base { ${own} }
export function f(xs: readonly number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(Heir.all(x));
  return out;
}`;
    checkParallel(statics("static override of(x: number): number { return Math.cbrt(x); }"), { pattern: "commit" });
    checkSerial(statics("static override of(x: number): number { return x + asked++; }"), [
      "carried-dependence",
      "module-state",
    ]);
  });

  test("not known when one counts, is a field, or is assigned to", () => {
    const derived = (member: string) => `class Third extends Shape { ${member} }`;
    checkSerial(loop("Shape", "x.area()", derived("area(): number { return asked++; }")), [
      "carried-dependence",
      "module-state",
    ]);
    checkSerial(loop("Shape", "x.area()", derived("area = () => asked++;")), ["dynamic-dispatch"]);
    checkSerial(loop("Shape", "x.area()", "export function put(s: Shape) { s.area = () => asked++; }"), [
      "dynamic-dispatch",
    ]);
    checkSerial(loop("Line", "x.area()", "class Other implements Line { a = 1; area(): number { return asked++; } }"), [
      "carried-dependence",
      "module-state",
    ]);
  });

  test("not known when something is assigned to it in another way, or within its class alone", () => {
    for (const put of ['s["area"] = () => asked++;', "s.area ??= () => asked++;"])
      checkSerial(loop("Shape", "x.area()", `export function put(s: Shape) { ${put} }`), ["dynamic-dispatch"]);
    const own = (body: string) => `class Own {
  a = 4;
  constructor() { ${body} }
  private root(): number { return Math.sqrt(this.a); }
  size(): number { return this.root(); }
}`;
    checkParallel(loop("Own", "x.size()", own("this.a = 9;")), { pattern: "commit" });
    checkSerial(loop("Own", "x.size()", own("this.root = () => asked++;")), ["dynamic-dispatch"]);
  });

  test("nor when a class is made from one that nobody knows", () => {
    const mixin =
      "declare function mixin<T>(base: T): T; class Mixed extends mixin(Circle) { area(): number { return asked++; } }";
    checkSerial(loop("Shape", "x.area()", mixin), ["carried-dependence", "module-state"]);
  });
});

describe("a method of the library", () => {
  const over = (made: string) => `
${made}
export function total(m: Map<string, number>, n: number): number {
  let sum = 0;
  for$0 (let i = 0; i < n; i++) sum += Math.sqrt(m.get("a")! + i) ** 1.5;
  return sum;
}`;

  test("is the library's, also beside classes that extend another one of its classes", () => {
    checkParallel(over(""), { pattern: "reduction" });
    checkParallel(over("class Logged extends Map<string, number> { put(k: string): void { this.set(k, 1); } }"), {
      pattern: "reduction",
    });
    checkParallel(over("class Logged extends Array<number> { get(k: number): number { return k; } }"), {
      pattern: "reduction",
    });
  });

  test("not where a class of the program has its own", () => {
    const own = "count = 0; override get(): number { this.count++; return this.count; }";
    checkSerial(over(`class Logged extends Map<string, number> { ${own} }`), ["unknown-call"]);
    checkSerial(over(`class Base extends Map<string, number> {}\nclass Logged extends Base { ${own} }`), [
      "unknown-call",
    ]);
  });
});
