// Interfaces that an object with a getter fits, and the nearest that none does.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const over = (made: string, type = "{ name: string; title?: number }") => `
interface Named ${type}
${made}
function heavy(x: number): number { let s = x; for (let k = 0; k < 99; k++) s = Math.sqrt(s + k); return s; }
export function lengths(o: Named, n: number): number {
  let total = 0;
  for$0 (let i = 0; i < n; i++) { total += o.name.length; total += heavy(i * o.name.length); }
  return total;
}`;
const plain = (...text: Parameters<typeof over>) => checkParallel(over(...text), { pattern: "reduction" });
const called = (...text: Parameters<typeof over>) => checkSerial(over(...text), ["hidden-call"]);

describe("a property of an interface", () => {
  test("is a field where no object of the program with an accessor fits", () => {
    plain("");
    plain('class Other { get title() { return 1; } name = "a"; }', "{ name: string; size: number }");
    plain("class Other { get name() { return 1; } }");
  });

  const counting = "count = 0; get name() { this.count++; return String(this.count); }";
  for (const [form, made] of Object.entries({
    class: `class Counting { ${counting} }`,
    "class with a parameter": `class Counting<T> { held?: T; ${counting} }`,
    object: 'const counting = { count: 0, get name() { this.count++; return "a"; } };',
    "object with a name in brackets": 'const counting = { count: 0, get ["name"]() { this.count++; return "a"; } };',
  }))
    test(`may be an accessor where one does: ${form}`, () => called(made));
});
