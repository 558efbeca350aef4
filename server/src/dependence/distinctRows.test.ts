// Arrays of which the rows are known to be different objects, and the nearest ones in which one row may lie twice.
import { describe, test } from "node:test";
import { checkParallel } from "../../../test/support/check.js";

const over = (rows: string, before = "", outer = "") => `
${outer}
function f(xs: number[], n: number): number[][] {
  ${rows}
  ${before}
  for$0 (let i = 0; i < n; i++) for (let j = 0; j < 3; j++) rows[i]![j] = Math.sqrt(rows[i]![j]! * 3 + j);
  return rows;
}`;
const made = "const rows = Array.from({ length: n }, () => [1, 0, 0]);";

const different = (text: string) => checkParallel(text, { pattern: "map", assumptions: ["plain-data"] });
/** It is found out when the loop starts. */
const tested = (text: string) => checkParallel(text, { pattern: "map", assumptions: ["distinct", "plain-data"] });

describe("rows that are made where they are put", () => {
  test("by a callback of the library, one for each call", () => {
    different(over(made));
    different(over("const rows = xs.map((x) => [x, 0, 0]);"));
    different(over("const rows = xs.map(() => (n > 1 ? [1, 0, 0] : new Array<number>(3).fill(0)));"));
    different(over("const rows = xs.map(() => { if (n > 1) return [1]; return [2]; });"));
  });

  test("not where it keeps what it has made, or a function of the program by that name gets it", () => {
    tested(over("let last: number[] | undefined; const rows = xs.map(() => (last ??= [1, 0, 0]));"));
    const twice = "{ const row = make(); return [row, row, row]; }";
    const lib = `const lib = { map(make: () => number[]): number[][] ${twice} };`;
    tested(over("const rows = lib.map(() => [1, 0, 0]);", "", lib));
    tested(over("const rows = from(() => [1, 0, 0]);", "", `function from(make: () => number[]): number[][] ${twice}`));
  });

  test("by a function of the program, unless it keeps them in something that it is given", () => {
    const rows = (row: string) => `const kept: number[][] = []; const rows = xs.map((x, k) => ${row});`;
    different(over(rows("make(x)"), "", "function make(x: number): number[] { const row = [x, 0, 0]; return row; }"));
    const get = "kept[k % 2] ?? (kept[k % 2] = [k, 0, 0])";
    tested(over(rows("get(kept, k)"), "", `function get(kept: number[][], k: number): number[] { return ${get}; }`));
    const stored = "let row = m.get(k); if (!row) m.set(k, (row = [k, 0, 0])); return row;";
    tested(
      over(
        "const m = new Map<number, number[]>(); const rows = xs.map((_x, k) => get(m, k % 2));",
        "",
        `function get(m: Map<number, number[]>, k: number): number[] { ${stored} }`,
      ),
    );
    tested(
      over(
        "const free: number[][] = []; const rows: number[][] = [];",
        "for (let k = 0; k < n; k++) rows.push(take(free, k));",
        "function take(free: number[][], k: number): number[] { const row = free.pop() ?? [k, 0, 0]; free.push(row); return row; }",
      ),
    );
  });

  test("not where they come from another array", () => {
    const first = "const first = Array.from({ length: n }, () => [1, 0, 0]);";
    tested(over(`${first} const rows = [...first, ...first];`));
    tested(over(`${first} const rows = first.map((_row, k) => first[k >> 1]!);`));
    tested(over(`${first} const rows = first; first[1] = first[0]!;`));
    tested(over("const rows = Array.from({ length: n }, () => [1, 0, 0]).copyWithin(1, 0, 1);"));
  });

  test("by `push` of an array", () => {
    const none = "const rows: number[][] = [];";
    different(over(none, "for (let k = 0; k < n; k++) rows.push([1, 0, 0]);"));
    different(over(none, "for (let k = 0; k < n; k++) rows.push(new Array<number>(3).fill(0), [k]);"));
    tested(over(none, "for (let k = 0; k < n; k++) rows.push([1, 0, 0]); rows.push(rows[0]!);"));
    tested(over(none, "const both = { push(row: number[]) { rows.push(row, row); } }; both.push([1, 0, 0]);"));
  });
});

describe("rows that stay where they are", () => {
  test("while the array is read, sorted, gone through or shortened", () => {
    different(over(made, "const first = rows[0]![0]; if (first === 7) throw new Error(String(rows.length));"));
    different(over(made, "for (const row of rows) row[1] = 5;"));
    different(over(made, "rows.forEach((row, k) => { row[1] = k; });"));
    different(over(made, "rows.sort((a, b) => a[0]! - b[0]!); rows.reverse(); rows.pop();"));
    different(over(made, "const all = [...rows, rows[0]!]; all.reverse();"));
  });

  test("not while one may be put in another place", () => {
    tested(over(made, "rows[5] = rows[0]!;"));
    tested(over(made, "[rows[0], rows[1]] = [rows[1]!, rows[1]!];"));
    tested(over(made, "rows.fill(rows[0]!);"));
    tested(over(made, 'rows["fill"](rows[0]!);'));
    tested(over(made, "rows.unshift(rows[0]!);"));
    tested(over(made, "rows.copyWithin(1, 0, 1);"));
    tested(over(made, "rows.push(...rows);"));
    tested(over(made, "rows.forEach((row, k, all) => { all[k] = all[0]!; });"));
    tested(over(made, "const same = rows; same[1] = same[0]!;"));
    tested(over(made, "rows.sort()[1] = rows[0]!;"));
    tested(over(made, "again(rows);", "function again(all: number[][]): void { all[1] = all[0]!; }"));
    tested(over(made, "const again = () => rows; again()[1] = rows[0]!;"));
  });
});
