// A row that a constant holds, beside the array that it lies in.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const elimination = (before: string, body: string, head = "const pivot = a[k]!;") => `
function heavy(x: number): number { let s = x; for (let q = 0; q < 50; q++) s = Math.sqrt(s + q); return s; }
function swap(a: number[][], i: number, j: number): void { const row = a[i]!; a[i] = a[j]!; a[j] = row; }
function f(a: number[][], n: number, k: number, other: number[]): void {
  ${head}
  ${before}
  for$0 (let i = k + 1; i < n; i++) {
    ${body}
  }
}`;

const row = "const row = a[i]!; for (let j = 0; j < n; j++) row[j] = heavy(row[j]! - pivot[j]!);";

describe("the row of the pivot", () => {
  test("is none of those below it", () => {
    checkParallel(elimination("", row), { pattern: "map", assumptions: ["distinct", "integer", "plain-data"] });
    checkParallel(elimination("const factor = Math.abs(pivot[k]!);", row), { pattern: "map" });
  });

  test("unless it may be one of them", () => {
    const all = elimination("", row).replace("let i = k + 1", "let i = 0");
    checkSerial(all, ["carried-dependence", "failure-order"]);
  });

  test("nor where another row may have come to its place", () => {
    checkSerial(elimination("swap(a, k, n - 1);", row), ["failure-order", "possible-alias"]);
    checkSerial(elimination("a[k] = a[n - 1]!;", row), ["failure-order", "possible-alias"]);
    checkSerial(elimination("a.reverse();", row), ["failure-order", "possible-alias"]);
    checkSerial(elimination("k = 0;", row), ["failure-order", "possible-alias"]);
    const mover = `
class Mover {
  first = 0;
  constructor(readonly rows: number[][]) {}
  get size(): number { return this.rows.length + this.first; }
  get turn(): number { this.rows.reverse(); return 1; }
  set start(first: number) { this.rows.reverse(); this.first = first; }
  *[Symbol.iterator](): Iterator<number> { this.rows.reverse(); yield 1; }
}
function f(mover: Mover, `;
    const hidden = (before: string) => elimination(before, row).replace("function f(", mover);
    for (const before of [
      "const turn = mover.turn;",
      "mover.start = 1;",
      "const [turn] = mover;",
      "for (const _ of mover) ;",
    ])
      checkSerial(hidden(before), ["failure-order", "possible-alias"]);
    checkParallel(hidden("const size = mover.size;"), { pattern: "map" });
    const isTested = ["disjoint", "distinct", "plain-data"];
    const twice = elimination("", row, "let pivot = a[k]!; pivot = a[n - 1]!;");
    checkParallel(twice, { pattern: "map", assumptions: isTested });
  });
});
