// Loops up to the half, and sizes that are whole parts; beside each the nearest one that proves nothing.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const swapped = (end: string, other = "n - 1 - i") => `
function reversed(a: Float64Array, w: number): void {
  const n = a.length;
  for (let i = 0; i < ${end}; i++) { const t = a[i]!; a[i] = a[${other}]! * 2; a[${other}] = t * 2; }
}`;

describe("below the half", () => {
  test("lies the other half", () => {
    for (const end of ["n >> 1", "Math.floor(n / 2)", "((n / 2) | 0)"]) checkParallel(swapped(end), { pattern: "map" });
    checkParallel(swapped("n >> 2"), { pattern: "map" });
    checkParallel(swapped("Math.floor((w - 1) / 2)", "w - 1 - i"), {
      pattern: "map",
      assumptions: ["integer", "plain-data"],
    });
  });

  test("not where the counter comes up to more", () => {
    for (const end of ["n", "Math.ceil(n / 2) + 1", "(n >> 1) + 1", "n >>> 1", "Math.round(n / 2)"])
      checkSerial(swapped(end), ["carried-dependence"]);
    checkSerial(swapped("n >> 1", "n - 3 - i"), ["carried-dependence"]);
    checkSerial(swapped("n >> 1").replace("i < n", "i <= n"), ["carried-dependence"]);
    // Of a number below -2^31 the half by shifting is anything.
    checkSerial(swapped("w >> 1", "w - 1 - i"), ["carried-dependence"]);
  });
});

describe("a whole part", () => {
  const shifted = (size: string, end: string) => `
function shifted(a: Float64Array, b: Float64Array, n: number, m: number): void {
  const k = ${size};
  for (let i = 0; i < ${end}; i++) a[i + k] = a[i]! + b[i]!;
}`;

  test("is one number, wherever it is computed", () => {
    checkParallel(shifted("Math.floor(n / 2)", "Math.floor(n / 2)"), { pattern: "map" });
    checkParallel(shifted("(n + 1) >> 1", "(n + 1) >> 1"), { pattern: "map" });
  });

  test("not of another number, or another part", () => {
    checkSerial(shifted("Math.floor(n / 2)", "Math.floor(m / 2)"), ["carried-dependence"]);
    checkSerial(shifted("Math.floor(n / 3)", "Math.floor(n / 2)"), ["carried-dependence"]);
    checkSerial(shifted("n >> 1", "Math.floor(n / 2)"), ["carried-dependence"]);
    checkSerial(shifted("Math.floor(n / 2); n = m", "Math.floor(n / 2)"), ["carried-dependence"]);
  });
});

test("each operator has a part of its own, and a number that is not whole has none", () => {
  const shifted = (to: string, from: string) => `
function f(o: Record<number, number>, n: number): void {
  for (let i = 0; i < 99; i++) o[i + ${to}] = Math.sqrt(o[i + ${from}]! + 1);
}`;
  // Infinity has halves, too: all iterations would touch one place.
  checkParallel(shifted("Math.floor(n / 2)", "Math.floor(n / 2)"), {
    pattern: "map",
    assumptions: ["integer", "plain-data"],
  });
  checkSerial(shifted("((n / 2) | 0)", "(n >> 1)"), ["carried-dependence"]);
});
