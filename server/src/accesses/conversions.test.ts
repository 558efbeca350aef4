// Operators that make a text or a number of an array read what lies in it.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const loop = (value: string, store = "m[i]![0] = i;") => `
function heavy(x: number): number { return Math.exp(Math.sqrt(x) * x); }
export function f(m: number[][], names: string[], out: number[], n: number): void {
  for (let i = 0; i < n; i++) { out.push(heavy(String(${value}).length)); ${store} }
}`;

const text = (name: string) => `\`$\{${name}[0]}\``;

describe("an array that becomes a text", () => {
  test("is read, whatever makes one of it", () => {
    for (const value of [text("m"), 'm[0] + ""', "+m[0]!", "m[0]! < m[1]!"])
      checkSerial(loop(value), ["carried-dependence"]);
    checkParallel(loop(text("names")), { pattern: "commit" });
  });

  test("not where it is only asked whether it is there", () => {
    for (const value of ["m[0] == null", "m[0] === m[1]", "!m[0]"]) checkParallel(loop(value), { pattern: "commit" });
  });
});
