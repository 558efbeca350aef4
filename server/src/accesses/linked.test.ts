// What the loop itself puts into an object that was there before: the object is reached by two ways from then on.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const head = `
interface P { x: number }
function put(box: { p: P }, p: P): void { box.p = p; }
function f(rows: number[][], spare: number[], own: Float64Array, ps: P[], box: { p: P }, n: number): void {`;
const loop = (body: string) => `${head} for$0 (let i = 0; i < n; i++) { ${body} } }`;
const read = "own[i] = Math.sqrt(spare[0]!);";
const carried = ["carried-dependence"];

describe("a row that is put into an array", () => {
  test("is written where the rows of the array are", () => {
    checkSerial(loop(`rows[i] = spare; rows[i]![0] = i; ${read}`), carried);
    checkSerial(loop(`rows.unshift(spare); rows[0]![0] = i; ${read}`), carried);
    checkSerial(loop(`[rows[0]] = [spare]; rows[0]![0] = i; ${read}`), ["carried-dependence", "possible-alias"]);
    checkSerial(loop(`const held = { rows }; held.rows[0] = spare; rows[0]![0] = i; ${read}`), carried);
  });

  test("also one of its own rows", () => {
    checkSerial(loop("rows[i] = rows[n]!; rows[i]![0] = i; own[i] = Math.sqrt(rows[n]![0]!);"), carried);
  });

  test("and nowhere else where nothing is put", () => {
    checkParallel(loop(`rows[i]![0] = i; ${read}`), { pattern: "map", assumptions: ["disjoint", "plain-data"] });
  });

  test("and a row that is there already changes nothing", () => {
    checkParallel(loop("rows[i] = rows[i] ?? []; rows[i]![0] = Math.sqrt(i) + Math.cbrt(i);"), { pattern: "map" });
  });
});

describe("an object that a function puts into another one", () => {
  test("is changed through both", () => {
    checkSerial(loop("put(box, ps[0]!); box.p.x = i; own[i] = Math.sqrt(ps[0]?.x ?? 0);"), carried);
    checkParallel(loop("box.p.x = i; own[i] = Math.sqrt(ps[0]?.x ?? 0);"), {
      pattern: "commit",
      assumptions: ["disjoint", "plain-data"],
    });
  });
});
