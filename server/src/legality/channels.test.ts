import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";
import { checkNotApplicable, checkSameResult } from "../../../test/support/docExamples.js";

// What travels is the value that the commit would have read: checked by running both versions.
const id = "parallel-map-sync";

test("a value that is set in both branches and used in one of them and afterwards", async () => {
  await checkSameResult(
    id,
    `
export function middles(columns: number, rows: number, xs: number[]): number[] {
  const out: number[] = [];
  for$0 (let c = 0; c < columns; c++) {
    let low = 0;
    for (let k = 0; k < 4; k++) low += Math.sqrt(k) * 0;
    if (rows % 2 === 1) {
      out.push(xs[(rows - 1) / 2]!);
      low = (rows - 1) / 2 - 1;
    } else {
      low = rows / 2 - 1;
      out.push(xs[low]!);
    }
    if (low % 2 === 0) out.push(low);
    else out.push(-low, c);
  }
  return out;
}`,
    "[middles(3, 3, [1, 2, 3]), middles(3, 4, [1, 2, 3, 4])]",
  );
});

test("a variable that the kernel would set again after the commit has used it", async () => {
  await checkSameResult(
    id,
    `
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
export function sums(n: number): number[] {
  let first = 0;
  let rest = 0;
  for$0 (let i = 0; i < n; i++) {
    let value = heavy(i);
    first += value;
    value = heavy(value + 1);
    let run = 0;
    for (let j = 0; j < 3; j++) {
      run += heavy(j + value);
      rest += run;
    }
    if (run > 2) rest += value;
  }
  return [first, rest];
}`,
    "sums(20)",
  );
});

test("a variable that is set between a row that the commit looks up by it and another use", async () => {
  await checkSameResult(
    id,
    `
function heavy(x: number): number { let s = x; for (let k = 0; k < 50; k++) s = Math.sqrt(s + k); return s; }
export function spread(m: number[][], out: Float64Array, n: number, w: number): Float64Array {
  let p = 0;
  for$0 (let i = 0, g = 0; i < n; i++, g++) {
    const row = m[g]!;
    const value = (row[p++] ?? 1) + heavy(i);
    g += w;
    out[g] = value;
  }
  return out;
}`,
    "spread([[1, 2], [3, 4], [5, 6], [7, 8], [9, 9]], new Float64Array(9), 2, 2)",
  );
});

test("a pattern of which the kernel uses one name and the commit another one", async () => {
  await checkSameResult(
    id,
    `
interface Item { value: number; children: string[]; weight?: number }
export function lowest(graph: Record<string, Item>): [number, string[]] {
  let least = Infinity;
  let names: string[] = [];
  for$0 (const key in graph) {
    const { weight, children: own } = graph[key]!;
    if (!own.length || !weight || Math.sqrt(weight) > 40) continue;
    if (least > weight) {
      least = weight;
      names = own;
    }
  }
  return [least, names];
}`,
    'lowest({ a: { value: 1, children: ["b"], weight: 9 }, b: { value: 2, children: [] }, c: { value: 3, children: ["a"], weight: 4 } })',
  );
});

const rows = (pattern: string, more = "") => `
interface Row { cells: number[]; scale: number }
export function all(rows: Row[]): [number, number[]][] {
  const out: [number, number[]][] = [];
  for$0 (let i = 0; i < rows.length; i++) {
    let ${pattern} = rows[i]!;
    for (const cell of cells) factor += Math.sqrt(cell * factor);
    out.push([factor, cells]${more});
  }
  return out;
}`;

test("a pattern of which the kernel changes a name that the commit uses beside another one", async () => {
  await checkSameResult(
    id,
    rows("{ scale: factor, cells }"),
    "all([{ cells: [1, 4], scale: 2 }, { cells: [], scale: 3 }])",
  );
});

test("a pattern with what is left over is not taken apart by both", () => {
  checkSerial(rows("{ scale: factor, cells, ...others }", ", [Object.keys(others).length, []]"), ["nothing-to-share"]);
});

test("a pattern that can fail, which only the commit takes apart, fails before workers store where it can be seen", () => {
  const stores = (target: string) => `
interface Row { cells: number[]; scale: number }
export function all(rows: Row[], given: Float64Array, n: number): unknown {
  const own = new Float64Array(n);
  const out: unknown[] = [];
  for$0 (let i = 0; i < n; i++) {
    ${target}[i] = Math.exp(Math.sqrt(${target}[i]! + i));
    const { scale, ...others } = rows[i - 1]!;
    out.push(others);
  }
  return [out, own];
}`;
  checkNotApplicable(id, stores("given"), /can fail, and has to do so before what the workers compute/);
  checkParallel(stores("own"), { pattern: "commit", assumptions: ["plain-data"] });
});

test("an array of somebody else in an object of the function's own is stored into before the iteration fails", async () => {
  await checkSameResult(
    id,
    `
interface Row { cells: number[]; scale: number }
class Field { constructor(readonly data: Float64Array) {} }
function fill(rows: Row[], given: Float64Array, n: number): number {
  const field = new Field(given);
  let most = 0;
  for$0 (let i = 0; i < n; i++) {
    field.data[i] = i + 1;
    most = Math.max(most, Math.exp(Math.sqrt(rows[i - 1]!.scale)));
  }
  return most;
}
export function filled(rows: Row[], given: Float64Array): [unknown, Float64Array] {
  try {
    return [fill(rows, given, given.length), given];
  } catch (error) {
    return [String(error), given];
  }
}`,
    "filled([], Float64Array.of(7, 8))",
  );
});

test("what is spread may be missing, which comes before what fails behind it", async () => {
  await checkSameResult(
    id,
    `
function spread(rows: number[][], out: number[], n: number): number {
  const head = rows[n - 1]!;
  let most = 0;
  for$0 (let i = 0; i < out.length; i++) {
    most = Math.max(most, Math.max(...head) * out[i]!);
    out[i] = Math.exp(Math.sqrt(head[0]! + i));
  }
  return most;
}
export function failed(): [unknown, unknown] {
  const seen = (n: number) => {
    try {
      return spread([[1, 2]], [3, 4], n);
    } catch (error) {
      return String(error);
    }
  };
  return [seen(1), seen(0)];
}`,
    "failed()",
  );
});
