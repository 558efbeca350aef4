// Two names of one array: told apart where they can be, never handed to a test that always fails.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

describe("two names of one array", () => {
  test("are not left to a test at run time that can never come out well", () => {
    checkSerial(
      `
function grown(count: number): number[] {
  const values = new Array<number>(count).fill(1);
  const box = { values };
  const same = box.values;
  for (let i = 1; i < count; i++) same[i] = Math.sqrt(values[i - 1]! + i);
  return values;
}`,
      ["possible-alias"],
    );
  });

  test("parameters are", () => {
    checkParallel(
      `
function grown(values: number[], other: number[]): void {
  for (let i = 1; i < values.length; i++) other[i] = Math.sqrt(values[i - 1]! + i);
}`,
      { pattern: "map" },
    );
  });

  test("nothing in the way of two arrays that one helper has made", () => {
    checkParallel(
      `
function zeros(count: number): number[] { return new Array<number>(count).fill(0); }
function grown(count: number): number[] {
  const values = zeros(count);
  const other = zeros(count);
  for (let i = 1; i < count; i++) other[i] = Math.sqrt(values[i - 1]! + i);
  return other;
}`,
      { pattern: "map" },
    );
  });

  test("a row is not tested against the array that holds it, which would always be found in it", () => {
    checkSerial(
      `
function relaxed(path: number[][], k: number): void {
  const via = path[k]!;
  for (let i = 0; i < path.length; i++) {
    const row = path[i]!;
    const first = row[k]!;
    for (let j = 0; j < row.length; j++) row[j] = Math.min(row[j]!, first + via[j]!);
  }
}`,
      ["carried-dependence"],
    );
  });

  test("but against another row, or a row of another array", () => {
    checkParallel(
      `
function smoothed(rows: number[][], i: number): void {
  const above = rows[i - 1]!;
  const row = rows[i]!;
  for (let j = 0; j < row.length; j++) row[j] = Math.sqrt(above[j]! + above[j + 1]!);
}`,
      { pattern: "map" },
    );
    checkParallel(
      `
function relaxed(path: number[][], costs: number[][], k: number): void {
  const via = costs[k]!;
  for (let i = 0; i < path.length; i++) {
    const row = path[i]!;
    const first = row[k]!;
    for (let j = 0; j < row.length; j++) row[j] = Math.min(row[j]!, first + via[j]!);
  }
}`,
      { pattern: "map" },
    );
  });
});

describe("an array that was made later", () => {
  const loop = "for (let i = 1; i < n; i++) made[i] = Math.sqrt(given[i - 1]! + i);";
  const head = "declare function find(): Float64Array; declare function keep(x: object): void;";
  const of = (body: string, parameters = "n: number") => `${head} function f(${parameters}) { ${body} return made; }`;
  const apart = { pattern: "map", assumptions: ["plain-data"] } as const;
  const tested = { pattern: "map", assumptions: ["disjoint", "plain-data"] } as const;
  const made = "const made = new Float64Array(n); keep(made);";

  test("is not what a constant already was, nor a parameter, wherever it has gone since", () => {
    checkParallel(of(`const given = find(); ${made} ${loop}`), apart);
    checkParallel(of(`${made} ${loop}`, "given: Float64Array, n: number"), apart);
  });

  test("may be what was found later, or by a variable that is set again, or looks at the same memory", () => {
    checkParallel(of(`${made} const given = find(); ${loop}`), tested);
    checkParallel(of(`${made} if (n > 9) given = find(); ${loop}`, "given: Float64Array, n: number"), tested);
    checkParallel(
      of(
        `const made = new Float64Array(memory); keep(made); ${loop}`,
        "given: Float64Array, memory: ArrayBuffer, n: number",
      ),
      tested,
    );
  });
});

describe("rows of one array", () => {
  const set = "for (let y = 0; y < height; y++) rows[y]![0] = Math.sqrt(rows[y]![0]! + y);";

  test("are not tested where they are known to be one object", () => {
    checkSerial(
      `function filled(height: number) { const rows = Array<number[]>(height).fill([1]); ${set} return rows; }`,
      ["possible-alias"],
    );
    checkSerial(
      `function thrice(height: number) { const one = [1]; const rows = [one, one, one]; ${set} return rows; }`,
      ["possible-alias"],
    );
  });

  test("are where each may have been made for itself", () => {
    checkParallel(`function given(height: number, rows: number[][]) { ${set} return rows; }`, { pattern: "map" });
    checkParallel(`function two(height: number) { const rows = [[1], [2]]; ${set} return rows; }`, { pattern: "map" });
  });
});

describe("types", () => {
  test("tell a row from the array that holds it, also where an index may lead nowhere", () => {
    checkParallel(
      `
function roots(from: number[][], to: (number[] | undefined)[], n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) to[i]![j] = Math.sqrt(from[i]![j]!);
  }
}`,
      { pattern: "map" },
    );
  });

  test("do not where the elements may be anything: then the array may hold itself, which is tested", () => {
    const roots = (read: string) => `
function roots(to: any[], n: number): void {
  for$0 (let i = 1; i < n; i++) {
    for (let j = 0; j < n; j++) to[i][j] = ${read} === undefined ? 0 : Math.sqrt(i + j);
  }
}`;
    checkParallel(roots("to[i - 1]"), { pattern: "map", assumptions: ["distinct", "plain-data"] });
    checkSerial(roots("to[i - 1][j]"), ["carried-dependence"]);
  });
});

test("two fields of this are tested to be different objects", () => {
  const heat = (from: string, to: string) => `
class Heat {
  a = new Float64Array(100);
  b = new Float64Array(100);
  step(): void {
    for$0 (let i = 1; i < 99; i++) this.${to}[i] = Math.sqrt(this.${from}[i - 1]! + this.${from}[i + 1]!);
  }
  swap(): void { [this.a, this.b] = [this.b, this.a]; }
}`;
  checkParallel(heat("a", "b"), { pattern: "map", assumptions: ["disjoint"] });
  checkSerial(heat("a", "a"), ["carried-dependence"]);
});

describe("rows that functions collect", () => {
  const over = (rows: string, before = "") => `
function relaxed(ks: number[]): Float64Array[] {
  const own = [new Float64Array(400), new Float64Array(400)];
  ${before}
  const rows = ${rows};
  all: $0for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    for (let k = 0; k < 400; k++) row[k] = Math.sqrt(own[0]![399 - k]! + i);
  }
  return rows;
}`;

  for (const [rows, before] of [
    ["ks.map(at)", "const at = (): Float64Array => own[0]!;"],
    ["ks.map(by.at)", "const by = { at: (): Float64Array => own[0]! };"],
    ["Array.from(ks, at)", "function at(): Float64Array { return own[0]!; }"],
    ["ks.flatMap(() => own)"],
    ["ks.flatMap(() => [own[0]!])"],
    ["ks.reduce<Float64Array[]>(add, [])", "const add = (all: Float64Array[]) => [...all, own[0]!];"],
    ["ks.map((k) => (k > 0 ? own[0]! : new Float64Array(400)))"],
    ["own.filter((row) => row[0]! > 0)"],
    ["own.slice().toReversed()"],
    ["[first(own[0]!)]", "function first(_row: Float64Array) { return arguments[0] as Float64Array; }"],
    [
      "kept",
      "const kept: Float64Array[] = []; function keep(_row: Float64Array) { kept.push(arguments[0]); } keep(own[0]!);",
    ],
  ] as const)
    test(`${rows} may be those that lie elsewhere already`, () => {
      checkParallel(over(rows, before), { pattern: "map", assumptions: ["disjoint", "distinct", "plain-data"] });
    });

  for (const rows of ["ks.map(() => new Float64Array(400))", "own.map((row) => new Float64Array(row.length))"])
    test(`${rows} are new, and different from one another`, () => {
      checkParallel(over(rows), { pattern: "map", assumptions: ["plain-data"] });
    });

  test("what callbacks give back in pieces is tested to be different objects, and lies nowhere else", () => {
    const assumptions = ["distinct", "plain-data"];
    checkParallel(over("ks.flatMap(() => [new Float64Array(400)])"), { pattern: "map", assumptions });
  });
});

describe("what a function inside makes, keeps and gives back", () => {
  const over = (make: string) => `
function filled(n: number): Float64Array {
  const pool: Float64Array[] = [];
  const shelf: Float64Array[] = [new Float64Array(n)];
  function make(): Float64Array { const own = new Float64Array(n); ${make} return own; }
  const mine = make();
  $0for (let i = 0; i < n; i++) mine[i] = Math.sqrt((pool[0] ?? shelf[0]!)[n - 1 - i]! + i);
  return mine;
}`;

  for (const make of ["pool.push(own);", "pool.push(own.subarray(0));", "pool[0] = own;"])
    test(`${make} may be found again where it is kept`, () => {
      checkParallel(over(make), { pattern: "map", assumptions: ["disjoint", "plain-data"] });
    });

  test("where nothing is kept, it is found nowhere else", () => {
    const text = over("own.fill(1);").replace("(pool[0] ?? shelf[0]!)", "shelf[0]!");
    checkParallel(text, { pattern: "map", assumptions: ["plain-data"] });
  });
});

test("constants of a module are arrays of their own where each has its own memory", () => {
  const sums = (one: string, other: string) => `
const memory = new ArrayBuffer(512);
const a = ${one};
const b = ${other};
export function f(n: number): number {
  let sum = 0;
  $0for (let i = 1; i < n; i++) a[i] = Math.sqrt(b[i - 1]! + i);
  return sum;
}`;
  checkParallel(sums("new Float64Array(64)", "new Float64Array(64)"), { pattern: "map", assumptions: ["plain-data"] });
  checkSerial(sums("new Float64Array(memory)", "new Float64Array(memory)"), ["possible-alias"]);
});
