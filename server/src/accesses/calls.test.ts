// Whom a call reaches where the function has several signatures, or comes as a value.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

describe("a value that is a function", () => {
  test("of the library, whichever of its signatures is meant", () => {
    checkParallel(`function words(xs: number[]): string[] { return xs.map((x) => String(x * 2).padStart(8)); }`, {
      pattern: "map",
    });
  });

  test("not one of which only the type is known", () => {
    checkSerial(
      `interface Score { (x: number): number; (x: string): string }
       function scores(xs: number[], score: Score): number[] { return xs.map((x) => score(x) + 1); }`,
      ["unknown-call"],
    );
  });

  test("not where the code around has ruled out the library's", () => {
    checkSerial(
      `function scores(xs: number[], score: typeof Math.sqrt | { (x: number): number; own: true }): number[] {
         return xs.map((x) => ("own" in score ? score(x) : 0) + 1);
       }`,
      ["unknown-call"],
    );
  });
});

describe("a method with overloads", () => {
  test("not a method of a class, which the call does not name", () => {
    checkSerial(
      `class Scale {
         private factor = 2;
         by(x: number): number;
         by(x: string): string;
         by(x: any): any { return x * this.factor; }
       }
       function scaled(xs: number[], scale: Scale): number[] { return xs.map((x) => scale.by(x) + 1); }`,
      ["unknown-call"],
    );
  });

  test("but the one with a single signature", () => {
    checkParallel(
      `function scaled(xs: number[]): number[] { return xs.map((x) => Scale.by(x) + 1); }
       class Scale { static by(x: number): number { return Math.sqrt(x) * 2; } }`,
      { pattern: "map" },
    );
  });
});

describe("structuredClone", () => {
  const sizes = (cloned: string): string => `/// <reference lib="dom" />
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
function sizes(buffers: ArrayBuffer[]): number[] {
  const out: number[] = [];
  for (const buffer of buffers) { const copy = ${cloned}; out.push(heavy(copy.byteLength)); }
  return out;
}`;
  test("copies", () => checkParallel(sizes("structuredClone(buffer)"), { pattern: "commit" }));
  test("takes away what is transferred", () => {
    checkSerial(sizes("structuredClone(buffer, { transfer: [buffer] })"), ["dom-access"]);
  });
});
