import { test } from "node:test";
import { checkKernels } from "../../../../test/support/check.js";

const runner = 'import { parallelMapSync, range } from "@loopsmith/runner";\n';

test("parts of what was given, inside of a new object; functions; instances of classes", () => {
  checkKernels(`${runner}interface Row { cells: number[] }
export class Box {
  constructor(readonly size: number) {}
  twice(): number {
    return this.size * 2;
  }
}
export function wrap(row: Row): { row: Row; sum: number } {
  return { row, sum: row.cells.length };
       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ kernel-result
}
export function box(row: Row): Box {
  return new Box(row.cells.length);
       //^^^^^^^^^^^^^^^^^^^^^^^^^ kernel-result
}
export function later(row: Row): () => number {
  return () => row.cells.length;
       //^^^^^^^^^^^^^^^^^^^^^^ kernel-result
}
export const f = (rows: Row[]) => [
  parallelMapSync(rows, wrap, {}),
  parallelMapSync(rows, box, {}),
  parallelMapSync(rows, later, {}),
];
`);
});

test("not for numbers and strings of what was given, and new objects of these", () => {
  checkKernels(`${runner}interface Row { name: string; cells: number[] }
export function sum(row: Row): { name: string; sum: number; cells: number[] } {
  let sum = 0;
  for (const cell of row.cells) sum += cell;
  return { name: row.name, sum, cells: row.cells.map((cell) => cell / sum) };
}
export const f = (rows: Row[]) => parallelMapSync(rows, sum, {});
`);
});
