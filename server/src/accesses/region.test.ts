// Where objects come from: a variable stands for everything that it ever holds, however far a walk has led it.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const head = `
interface Item { v: number; next: Item | undefined }
function mark(first: Item, by: number): void { let p: Item | undefined = first; while (p) { p.v = by; p = p.next; } }
function markThree(p: Item | undefined, by: number): void { if (p) { p.v = by; markThree(p.next, by); } }
function sum(first: Item): number { let s = 0; let p: Item | undefined = first; while (p) { s += Math.sqrt(p.v); p = p.next; } return s; }
function f(heads: Item[], m: Float64Array[], out: Float64Array, n: number): void {`;
const loop = (body: string) => `${head} for$0 (let i = 0; i < n; i++) { ${body} } }`;
const carried = ["carried-dependence", "possible-alias"];

describe("a walk from object to object", () => {
  test("may come to an object that another walk comes to, however different their beginnings are", () => {
    checkSerial(
      loop("let p: Item | undefined = heads[i]; while (p) { p.v = Math.sqrt(p.v + i); p = p.next; }"),
      carried,
    );
    checkSerial(
      loop("let p = heads[i]!; for (let k = 0; k < 3; k++) { p.v = Math.sqrt(p.v + i); p = p.next!; }"),
      carried,
    );
    checkSerial(loop("let p = heads[i]!; if (i > 3) p = p.next!; p.v = Math.sqrt(p.v + i);"), carried);
  });

  test("in a function that is called, too", () => {
    checkSerial(loop("mark(heads[i]!, i); out[i] = sum(heads[i]!);"), carried);
    checkSerial(loop("markThree(heads[i], i); out[i] = sum(heads[i]!);"), carried);
  });

  test("and changes nothing where objects are only read, or the walk stays where it began", () => {
    checkParallel(
      loop("let s = 0; let p: Item | undefined = heads[i]; while (p) { s += Math.sqrt(p.v); p = p.next; } out[i] = s;"),
      {
        pattern: "map",
      },
    );
    checkParallel(loop("out[i] = sum(heads[i]!) + Math.sqrt(i);"), { pattern: "map" });
    checkParallel(loop("let p = heads[i]!; p.v = Math.sqrt(p.v + i) + Math.cbrt(p.v);"), { pattern: "map" });
  });
});

describe("a row that is chosen in a loop inside", () => {
  const rounds = (choice: string) =>
    loop(`let row = m[i]!; let s = 0;
    for (let d = 0; d < 3; d++) { if (d > 1) s += Math.sqrt(row[0] ?? 0); ${choice} }
    out[i] = s; m[0]![0] = i;`);

  test("is used in a later round, in which its subscript would be another one", () => {
    checkSerial(rounds("if (d < 2) row = m[i * (d - 1)]!;"), ["carried-dependence"]);
    checkSerial(rounds("if (d < 2) { const held = { row: m[i * (d - 1)]! }; row = held.row; }"), [
      "carried-dependence",
    ]);
  });

  test("or has a subscript that stays what it is", () => {
    const own = loop(
      "let row = m[2 * i]!; if (i > 3) row = m[2 * i + 1]!; row[0] = Math.sqrt(row[1]! + i) + Math.cbrt(i);",
    );
    checkParallel(own, { pattern: "map", assumptions: ["distinct", "plain-data"] });
  });
});

describe("a store into one of many objects", () => {
  const choice = (count: number) => {
    const all = Array.from({ length: count }, (_, k) => `o${k}`);
    const made = all.map((name) => `const ${name} = { item: { v: ${all.length}, next: undefined } };`).join(" ");
    const one = all.map((name, k) => (k < all.length - 1 ? `n === ${k} ? ${name} : ` : name)).join("");
    const use = "o0.item.v = Math.sqrt(i) + Math.cbrt(i); out[i] = Math.sqrt(given.v);";
    return loop(`${made} const one: { item: Item } = ${one}; one.item = given; ${use}`).replace(
      "m: ",
      "given: Item, m: ",
    );
  };

  test("may be one into each of them, however many they are", () => {
    checkSerial(choice(2), ["carried-dependence"]);
    checkSerial(choice(30), carried);
    checkParallel(choice(2).replace("one.item = given;", ""), { pattern: "map" });
  });
});
