// Instances that each iteration makes: what runs then is known, and what they hold is theirs.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

describe("an instance made in an iteration", () => {
  const lru = (fields: string, head = "class Lru") =>
    `${head} {
       ${fields}
       constructor(readonly capacity: number) {}
       put(k: number): number { this.map.set(k, this.capacity); return this.map.size; }
     }
     function sizes(xs: number[]): number[] { return xs.map((x) => new Lru(x).put(1) + Math.sqrt(x)); }`;

  test("of a class that implements an interface, and whose fields begin as collections of its own", () => {
    const own = "private readonly map = new Map<number, number>();";
    checkParallel(lru(own), { pattern: "map" });
    checkParallel(lru(own, "interface Sized { put(k: number): number }\nclass Lru implements Sized"), {
      pattern: "map",
    });
  });

  test("the fields of the class itself have begun by then", () => {
    const vector = (first: string) => `class Vector {
       static readonly zero = ${first};
       constructor(readonly x: number) {}
       plus(other: Vector): Vector { return new Vector(this.x + other.x); }
     }`;
    const use = "function f(xs: number[]): number[] { return xs.map((x) => new Vector(x).plus(new Vector(1)).x); }";
    checkParallel(`${vector("new Vector(0)")}\n${use}`, { pattern: "map" });
    // A class that is made anew in each call makes its fields then.
    checkSerial(`function g(xs: number[]): number[] { ${vector("new Vector(0)")}\n${use}\nreturn f(xs); }`, [
      "unknown-call",
    ]);
  });

  test("not where making it runs code of which nothing is known, or where they are shared", () => {
    checkSerial(lru("readonly map = make();", "declare function make(): Map<number, number>;\nclass Lru"), [
      "changing-bound",
      "unknown-call",
    ]);
    checkSerial(lru("readonly map = shared;", "const shared = new Map<number, number>();\nclass Lru"), [
      "changing-bound",
      "unknown-call",
    ]);
    checkSerial(lru("readonly map = new Map<number, number>();", "class Base {}\nclass Lru extends Base"), [
      "changing-bound",
      "unknown-call",
    ]);
  });

  test("what its fields begin as is as private as it is itself", () => {
    const kept = (use: string) =>
      `class Bag { items: number[] = []; add(x: number): void { this.items.push(x); } }
       function f(xs: number[], all: number[][]): number[] {
         return xs.map((x) => { const bag = new Bag(); bag.add(Math.sqrt(x)); ${use} return bag.items.length; });
       }`;
    checkParallel(kept(""), { pattern: "map" });
    checkSerial(kept("all.push(bag.items); bag.add(all.length);"), ["carried-dependence"]);
  });
});
