// Arrays made with something of no type that the head of a loop around has counted up to, and the nearest that may be views.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const sums = (head: string, before = "") => `export function f(n: any, m: any, xs: number[], at: number): number[] {
  const out: number[] = [];
  ${before}
  ${head} {
    const tmp = new Float64Array(n);
    for (let k = 0; k < 9; k++) tmp[k] = Math.sin(xs[i]! * k);
    let s = 0;
    for (let k = 0; k < 9; k++) s += tmp[k]!;
    out.push(s);
  }
  return out;
}`;

describe("a length of no type", () => {
  test("is no buffer where a number was found to be less", () => {
    checkParallel(sums("for (let i = 0; i < n; i++)"), { pattern: "commit" });
    checkParallel(sums("for (let i = 0; n > i; i++)"), { pattern: "commit" });
  });

  test("nor is what an operator makes, or what is called a length", () => {
    const head = "for (let i = 0; i < m; i++)";
    const made = (length: string, before = "") =>
      sums(head, before).replace("Float64Array(n)", `Float64Array(${length})`);
    checkParallel(made("n + 1"), { pattern: "commit" });
    checkParallel(made("n * at"), { pattern: "commit" });
    checkParallel(made("size", "const size = n.length;"), { pattern: "commit" });
    checkSerial(made("size", "let size = n.length; const later = () => { size = m; }; later();"), ["possible-alias"]);
    checkSerial(made("n || 1"), ["possible-alias"]);
    checkSerial(made("n.data"), ["possible-alias"]);
  });

  test("may be one where it is another that was compared, or it may have changed since, or texts were compared", () => {
    checkSerial(sums("for (let i = 0; i < m; i++)"), ["possible-alias"]);
    checkSerial(sums("for (let i = 0; i !== n; i++)"), ["possible-alias"]);
    checkSerial(sums("for (let i = 0; i < n; i++)", "const later = () => { n = m; }; later();"), ["possible-alias"]);
  });
});
