// An array that was put into an object, or taken out of it, by ways that the function around the loop does not go itself: then
// what comes out of the object may be that array. Beside each the nearest object that holds another one.
import { describe, test } from "node:test";
import { checkParallel } from "../../../test/support/check.js";

const over = (before: string) => `
interface Box { rows: number[] }
const shelf: { box: Box | undefined; rows: number[] } = { box: undefined, rows: [] };
function refill(): void { shelf.box!.rows = shelf.rows; }
export function f(n: number, fill: (box: Box, rows: number[]) => void): number[] {
  const own = new Array<number>(n).fill(0);
  let other: number[] = [];
  ${before}
  for$0 (let i = 1; i < n; i++) own[i] = Math.sqrt(other[i - 1]! + i);
  return own;
}`;
const apart = (before: string) => checkParallel(over(before), { pattern: "map", assumptions: ["plain-data"] });
const tested = (before: string) =>
  checkParallel(over(before), { pattern: "map", assumptions: ["disjoint", "plain-data"] });

describe("an object that others get hold of", () => {
  const box = "const box: Box = { rows: [1] };";

  test("holds what they put there", () => {
    apart(`${box} other = box.rows;`);
    tested(`${box} fill(box, own); other = box.rows;`);
    tested(`${box} shelf.box = box; shelf.rows = own; refill(); other = box.rows;`);
    tested(`${box} Reflect.set(box, "rows", own); other = box.rows;`);
    tested("const all: number[][] = []; Array.prototype.push.call(all, own); other = all[0]!;");
  });

  test("holds what the function itself puts there, by their name for it", () => {
    tested(`${box} shelf.box = box; shelf.box.rows = own; other = box.rows;`);
    apart(`${box} const same = { box }; same.box.rows = [2]; other = box.rows;`);
  });
});

describe("a function inside that has a `this` of its own", () => {
  test("puts what it likes into what it is called on", () => {
    tested("const box = { rows: [1], set(rows: number[]) { this.rows = rows; } }; box.set(own); other = box.rows;");
    tested(
      "const box = { rows: [1], set all(rows: number[]) { this.rows = rows; } }; box.all = own; other = box.rows;",
    );
    tested(
      "const box = { rows: [1] }; const set = function (this: Box) { this.rows = own; }; set.call(box); other = box.rows;",
    );
  });

  test("not into objects of another type", () => {
    apart(`const box = { rows: [1] }; class Count { n = [0]; set(n: number[]) { this.n = n; } }
      new Count().set(own); other = box.rows;`);
  });
});

describe("who goes through a Map, or entries", () => {
  test("gets pairs, which hold what lies in it", () => {
    for (const all of ["all", "all.entries()", "[...all]"]) {
      const gone = (put: string) => `const all = new Map<string, number[]>(); all.set("a", ${put});
        for (const [, rows] of ${all}) other = rows;`;
      tested(gone("own"));
      apart(gone("[1]"));
    }
    tested('const all = new Map<string, number[]>(); all.set("a", own); for (const pair of all) other = pair[1];');
  });

  test("of an array or a Set, too", () => {
    for (const made of ["const all = [own];", "const all = new Set<number[]>(); all.add(own);"]) {
      tested(`${made} for (const [, rows] of all.entries()) other = rows;`);
      apart(`${made.replace("own", "[1]")} for (const [, rows] of all.entries()) other = rows;`);
    }
  });

  test("and changes what lies in it", () => {
    const boxes = (put: string) => `const boxes = new Map<string, Box>(); boxes.set("a", { rows: [1] });
      for (const [, box] of boxes) box.rows = ${put}; other = boxes.get("a")!.rows;`;
    tested(boxes("own"));
    apart(boxes("[2]"));
  });
});

describe("a function that gives back rows", () => {
  test("may give back those that it got", () => {
    tested("const wrap = (row: number[]): number[][] => [row]; other = wrap(own)[0]!;");
    tested(
      "const pairs = (rows: number[][]): [number[], number][] => rows.map((row, i) => [row, i]); other = pairs([own])[0]![0];",
    );
    apart("const copies = (rows: number[][]): number[][] => rows.map((row) => [...row]); other = copies([own])[0]!;");
  });

  test("a constructor, too", () => {
    tested("class Own { rows!: number[]; constructor() { return { rows: own }; } } other = new Own().rows;");
    apart("class Own { rows = [1]; } other = new Own().rows;");
  });
});
