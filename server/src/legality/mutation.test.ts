// A module-level table that a helper reads: mentions that leave it as it is, and their nearest ones that may change it.
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const program = (mention: string) =>
  `
const rows = [{ x: 1, list: [1, 2] }, { x: 2, list: [3, 4] }];
declare function keep(value: unknown): void;
function sum(row: { x: number }): number {
  return row.x + 1;
}
function grow(row: { x: number }): number {
  return row.x++;
}
function first(row: { x: number }): { x: number } {
  return row;
}
export function other(i: number): unknown {
  ${mention}
  return i;
}
function heavy(i: number): number {
  return Math.sqrt(rows[i % 2]!.x) * i;
}
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(heavy(x));
  return out;
}
`;

const harmless = [
  "const row = rows[i]!; i = row.x;",
  "for (const row of rows) i += row.x;",
  "rows.forEach((row) => { i += row.x; });",
  "i = rows.find((row) => row.x === i)!.x;",
  "i = [...rows].length;",
  "i = sum(rows[i]!);",
  "i = first(rows[i]!).x;",
  "i = (rows[i] ?? rows[0]!).x;",
  "const { x } = rows[0]!; i = x;",
  "const text = JSON.stringify(rows); i = text.length;",
];

const changing = [
  "const row = rows[i]!; row.x = 5;",
  "for (const row of rows) row.x++;",
  "rows.forEach((row) => { row.x = i; });",
  "rows.find((row) => row.x === i)!.x = 7;",
  "[...rows][0]!.x = 7;",
  "i = grow(rows[i]!);",
  "first(rows[i]!).x = 7;",
  "(rows[i] ?? rows[0]!).x = 7;",
  "const { list } = rows[0]!; list.push(i);",
  "const text = keep((rows)); i = 1;",
  "return rows[i];",
];

for (const mention of harmless)
  test(`reads only: ${mention}`, () => checkParallel(program(mention), { pattern: "commit" }));
for (const mention of changing) test(`may change: ${mention}`, () => checkSerial(program(mention), ["module-state"]));

test("a method of the program is asked what it does, whatever its name", () => {
  const held = (get: string) => `
const scale = { by: 1, get(k: number): number { ${get} } };
export function other(k: number): number { return scale.get(k); }
function heavy(i: number): number { return Math.sqrt(i) * scale.by; }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(heavy(x));
  return out;
}`;
  checkParallel(held("return k * 2;"), { pattern: "commit" });
  checkSerial(held("this.by = k; return k;"), ["module-state"]);
});

test("an expression is left as it is by who finds nothing to remember in it", () => {
  const lines = (flags: string, use: string) => `
const LINE = /^(\\S+) (\\d+)/${flags};
function parsed(line: string): number { return ${use}; }
export function all(text: string): number[] {
  const out: number[] = [];
  for$0 (const line of text.split("\\n")) out.push(parsed(line));
  return out;
}`;
  checkParallel(lines("", "Number(LINE.exec(line)![2])"), { pattern: "commit" });
  checkParallel(lines("g", "line.replace(LINE, '').length"), { pattern: "commit" });
  checkSerial(lines("g", "Number(LINE.exec(line)![2])"), ["carried-dependence", "module-state"]);
  checkSerial(lines("y", "line.replace(LINE, '').length"), ["carried-dependence", "module-state"]);
});
