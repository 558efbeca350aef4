import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse, checkParallel, checkSerial } from "../../../test/support/check.js";

describe("what is computed in parallel and what is committed in order", () => {
  test("rows pushed to a local array", () => {
    checkParallel(
      `
function square(x: number): number { return x * x; }
function table(h: number, w: number): number[][] {
  const rows: number[][] = [];
  for (let y = 0; y < h; y++) {
    const row: number[] = [];
    for (let x = 0; x < w; x++) row.push(square(x + y));
    rows.push(row);
  }
  return rows;
}`,
      {
        pattern: "commit",
        assumptions: [],
        split: { channels: "row", liveIns: "w", callees: "square", order: "array", commit: "rows.push(row);" },
      },
    );
  });

  test("not when a row is computed from the row before", () => {
    checkSerial(
      `
function table(h: number, w: number): number[][] {
  const rows: number[][] = [[1]];
  for$0 (let y = 1; y < h; y++) {
    for (let x = 0; x < w; x++) rows[y]![x] = Math.sqrt(rows[y - 1]![x]!);
  }
  return rows;
}`,
      ["carried-dependence"],
    );
  });

  test("a sum is committed, what is summed is computed", () => {
    checkParallel(
      `
function price(i: number): number { let s = i; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; }
function total(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += price(i);
  return sum;
}
for (const x of [1]) price(x);`.replace("for (let i", "for$0 (let i"),
      { pattern: "reduction", split: { channels: "priceResult", order: "array" } },
    );
  });

  test("not when the sum goes into what is summed", () => {
    checkSerial(
      `
function price(i: number, so: number): number { return Math.sqrt(i + so); }
function total(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += price(i, sum);
  return sum;
}`,
      ["carried-dependence"],
    );
  });

  test("the best element is looked up by the caller, not copied", () => {
    checkParallel(
      `
interface Point { x: number; name: string }
function score(x: number): number { return Math.exp(Math.sin(x)); }
function best(points: Point[]): Point | undefined {
  let found: Point | undefined;
  let top = -Infinity;
  for (const point of points) {
    const value = score(point.x);
    if (value > top) {
      top = value;
      found = point;
    }
  }
  return found;
}`,
      {
        pattern: "reduction",
        split: { channels: "value", commit: "if (value > top) { top = value; found = point; }" },
      },
    );
  });

  test("an object made around an element of the caller is made by the caller", () => {
    checkParallel(
      `
interface Point { x: number }
function score(x: number): number { return Math.exp(Math.sin(x)); }
function rank(points: Point[]): { point: Point; value: number }[] {
  const out: { point: Point; value: number }[] = [];
  for (const point of points) {
    const entry = { point, value: score(point.x) };
    out.push(entry);
  }
  return out;
}`,
      {
        pattern: "commit",
        split: { channels: "scoreResult", commit: "const entry = { point, value: score(point.x) }; out.push(entry);" },
      },
    );
  });

  test("output is printed in order by the caller", () => {
    checkParallel(
      `
function score(x: number): number { return Math.exp(Math.sin(x)); }
function report(n: number): void {
  for (let i = 0; i < n; i++) {
    const value = score(i);
    console.log(i, value);
  }
}`,
      { pattern: "commit", split: { channels: "value", order: "array", commit: "console.log(i, value);" } },
    );
  });

  test("not when a variable of a closure remembers the iteration before", () => {
    checkSerial(
      `
function smooth(n: number): number[] {
  let last = 0;
  const next = (x: number): number => {
    last = Math.sqrt(x + last);
    return last;
  };
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(next(i));
  return out;
}`,
      ["carried-dependence"],
    );
  });
});

describe("names that several objects may have", () => {
  test("two arrays of the caller are tested for overlap when the loop starts", () => {
    checkParallel(
      `
function smooth(from: number[], to: number[]): void {
  for (let i = 1; i < from.length - 1; i++) {
    let sum = 0;
    for (let k = -1; k <= 1; k++) sum += from[i + k]!;
    to[i] = sum / 3;
  }
}`,
      { pattern: "map", assumptions: ["disjoint", "plain-data"], split: { order: "batches" } },
    );
  });

  test("not needed for an array that the function makes itself", () => {
    checkParallel(
      `
function smooth(from: number[]): number[] {
  const to: number[] = [];
  for (let i = 1; i < from.length - 1; i++) {
    let sum = 0;
    for (let k = -1; k <= 1; k++) sum += from[i + k]!;
    to[i] = sum / 3;
  }
  return to;
}`,
      { pattern: "map", assumptions: ["plain-data"] },
    );
  });

  test("but needed again when it has been stored where others find it", () => {
    checkParallel(
      `
function smooth(from: { values: number[] }, box: { last: number[] }): void {
  const to: number[] = [];
  box.last = to;
  for (let i = 1; i < from.values.length - 1; i++) {
    let sum = 0;
    for (let k = -1; k <= 1; k++) sum += from.values[i + k]!;
    to[i] = sum / 3;
  }
}`,
      { pattern: "map", assumptions: ["disjoint", "plain-data"] },
    );
  });

  test("not when the same array is read in another iteration", () => {
    checkSerial(
      `
function smooth(xs: number[]): void {
  for (let i = 1; i < xs.length - 1; i++) xs[i] = Math.sqrt(xs[i - 1]!);
}`,
      ["carried-dependence"],
    );
  });

  test("reading ahead of what is written is no obstacle: the workers have copies", () => {
    checkParallel(
      `
function shift(xs: number[], n: number): void {
  for (let i = 0; i < n - 1; i++) {
    let sum = 0;
    for (let k = 1; k < 9; k++) sum += Math.sqrt(xs[i + 1]! + k);
    xs[i] = sum;
  }
}`,
      { pattern: "commit", assumptions: ["plain-data"] },
    );
  });
});

describe("typed arrays that the kernel writes itself", () => {
  test("rows of a flat image", () => {
    checkParallel(
      `
function blur(from: Float64Array, to: Float64Array, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      to[y * width + x] = from[y * width + x]! / 2;
    }
  }
}`,
      {
        pattern: "map",
        assumptions: ["disjoint", "integer", "plain-data"],
        split: { writes: "to", channels: "", commit: "" },
      },
    );
  });

  test("not when rows overlap by one column: then the caller writes in order", () => {
    checkParallel(
      `
function blur(from: Float64Array, to: Float64Array, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x <= width; x++) {
      to[y * width + x] = Math.sqrt(from[y * width + x]!) * 2 + Math.sin(x) * Math.cos(y);
    }
  }
}`,
      { pattern: "commit", split: { writes: "", channels: "value[]" } },
    );
  });
});

describe("variables of the surroundings", () => {
  test("written anew by each iteration and dead afterwards: each worker has its own", () => {
    checkParallel(
      `
function score(x: number): number { return Math.exp(Math.sin(x)); }
function sums(w: number, h: number): number[] {
  var i, j, sum;
  const out: number[] = [];
  for (i = 0; i < h; i++) {
    sum = 0;
    for (j = 0; j < w; j++) sum += score(i * j);
    out.push(sum);
  }
  return out;
}`,
      { pattern: "commit", split: { privates: "sum, j", channels: "sum" } },
    );
  });

  test("read after the loop: the last value is committed", () => {
    checkParallel(
      `
function score(x: number): number { return Math.exp(Math.sin(x)); }
function last(n: number): number {
  let value = 0;
  for (let i = 0; i < n; i++) value = score(i);
  return value;
}`,
      { pattern: "commit", split: { privates: "", channels: "scoreResult", commit: "value = score(i);" } },
    );
  });

  test("not when an iteration may keep the value of the one before", () => {
    checkSerial(
      `
function keep(xs: number[]): number[] {
  let value = 0;
  const out: number[] = [];
  for (const x of xs) {
    if (x > 0) value = x + value;
    out.push(value);
  }
  return out;
}`,
      ["carried-dependence"],
    );
  });
});

describe("what an iteration sees after one that throws", () => {
  test("commits that others can see happen for every iteration before the one that throws", () => {
    checkParallel(
      `
function check(x: number): number { if (x < 0) throw new RangeError("negative"); return Math.sqrt(x); }
function collect(xs: number[], out: number[]): void {
  for (let i = 0; i < xs.length; i++) out.push(check(xs[i]!));
}`
        .replace("out: number[]", "out: string[]")
        .replace("out.push(check(xs[i]!))", "out.push(String(check(xs[i]!)))"),
      { pattern: "commit", split: { order: "batches" } },
    );
  });

  test("not needed when nobody is left to see them", () => {
    checkParallel(
      `
function check(x: number): number { if (x < 0) throw new RangeError("negative"); return Math.sqrt(x); }
function collect(xs: number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < xs.length; i++) out.push(check(xs[i]!));
  return out;
}`,
      { pattern: "commit", split: { order: "array" } },
    );
  });
});

describe("what goes round an inner loop", () => {
  const heavy = `function heavy(x: number): number { let s = x; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; }`;

  test("a row that grows while its elements are gone through stays with the caller", () => {
    checkSerial(
      `${heavy}
function grow(rows: number[][]): void {
  for$0 (const row of rows) {
    for (let j = 0; j < row.length; j++) {
      const x = heavy(j);
      if (row.length < 20) row.push(x);
    }
  }
}`,
      ["nothing-to-share"],
    );
  });

  test("not so when another array grows", () => {
    checkParallel(
      `${heavy}
function grow(rows: number[][], out: number[]): void {
  for$0 (const row of rows) {
    for (let j = 0; j < row.length; j++) {
      const x = heavy(j);
      if (out.length < 20) out.push(x);
    }
  }
}`,
      { pattern: "commit", assumptions: ["disjoint"] },
    );
  });
});

describe("a new array in each round of an inner loop", () => {
  const cells = (before: string, inner: string) => `
function cells(side: number): unknown[] {
  const out: unknown[] = [];
  for$0 (let z = 0; z < side; z++) {
    ${before}
    for (let y = 0; y < side; y++) {
      ${inner}
    }
  }
  return out;
}`;
  const fill = "for (let d = -1; d < 2; d++) near.push(Math.sqrt(z + d) + y);";

  test("is the kernel's, although the caller reads those of earlier rounds", () => {
    checkParallel(cells("", `const near: number[] = []; ${fill} out.push({ y, near });`), {
      pattern: "commit",
      split: { channels: "near[]" },
    });
  });

  test("its terms are, where it lives on, or is one for all rounds", () => {
    checkParallel(cells("const near: number[] = [];", `${fill} out.push({ y, near: [...near] });`), {
      pattern: "commit",
      split: { channels: "near, value[][]" },
    });
    checkParallel(
      cells(
        "let old: number[] | undefined;",
        `old?.push(9); const near: number[] = []; ${fill} out.push({ y, n: [...near] }); old = near;`,
      ),
      { pattern: "commit", split: { channels: "near[], value[][]" } },
    );
  });
});

describe("what an inner loop stores and adds up", () => {
  const residual = (term: string) => `
function residual(r: Float64Array, f: Float64Array, n: number): number {
  let norm = 0;
  for$0 (let i = 1; i < n - 1; i++) {
    for (let j = 1; j < n - 1; j++) {
      const k = i * n + j;
      r[k] = Math.sqrt(f[k]!);
      norm += ${term};
    }
  }
  return norm;
}`;

  test("is read where no other round stores it, for sides that are whole", () => {
    checkParallel(residual("r[k]! * r[k]!"), {
      pattern: "reduction",
      assumptions: ["disjoint", "integer", "plain-data"],
    });
  });

  test("not where the next round stores it", () => {
    checkSerial(residual("r[k + 1]! * r[k]!"), ["carried-dependence"]);
  });
});

describe("the length of an array that is written", () => {
  test("changes when an element behind the end is written", () => {
    checkSerial(
      `function f(xs: number[]): void { for (let i = 0; i < xs.length; i++) if (i < 9) xs[i + 5] = Math.sqrt(i) + Math.sin(i); }`,
      ["changing-bound"],
    );
  });

  test("not when the loop stays before the end", () => {
    checkParallel(
      `function f(xs: number[]): void { for (let i = 0; i < xs.length - 5; i++) xs[i + 5] = Math.sqrt(i) + Math.sin(i); }`,
      { pattern: "map" },
    );
  });
});

describe("objects in arrays in arrays", () => {
  test("rows of planes are told apart when the loop starts", () => {
    checkParallel(
      `function f(planes: number[][][], n: number): void {
  for$0 (let p = 0; p < n; p++)
    for (let r = 0; r < n; r++) for (let k = 1; k < n; k++) planes[p]![r]![k] = planes[p]![r]![k - 1]! * 2;
}`,
      { pattern: "map", assumptions: ["distinct", "plain-data"] },
    );
  });

  test("not when planes of other iterations are read", () => {
    checkSerial(
      `function f(planes: number[][][], n: number): void {
  for$0 (let p = 1; p < n; p++)
    for (let r = 0; r < n; r++) for (let k = 1; k < n; k++) planes[p]![r]![k] = planes[p - 1]![r]![k - 1]! * 2;
}`,
      ["carried-dependence"],
    );
  });
});

describe("what the loops around say", () => {
  const eliminate = (row: string) => `
function lu(n: number, a: Float64Array): void {
  for (let k = 0; k < n; k++) {
    for$0 (let i = ${row}; i < n; i++) a[i * n + k] = a[i * n + k]! / a[k * n + k]!;
  }
}`;

  test("rows below the one that is read", () => {
    checkParallel(eliminate("k + 1"), { pattern: "map", split: { writes: "a" } });
  });

  test("not when the row that is read is among them", () => {
    checkSerial(eliminate("k"), ["carried-dependence"]);
  });
});

describe("what is left for the workers beside a recurrence", () => {
  test("to load what the next step needs is not enough", () => {
    checkSerial(
      `
function smoothed(row: Float64Array, above: Float64Array, below: Float64Array): void {
  for (let j = 1; j < row.length; j++) row[j] = (above[j - 1]! + above[j]! + row[j - 1]! + below[j]! + below[j + 1]!) / 5;
}`,
      ["carried-dependence"],
    );
  });

  test("to compute it is", () => {
    checkParallel(
      `
function driven(row: Float64Array, above: Float64Array, below: Float64Array): void {
  for (let j = 1; j < row.length; j++) row[j] = row[j - 1]! / 2 + Math.sqrt(above[j]! ** 2 + below[j]! ** 2 + above[j]! * below[j]!);
}`,
      { pattern: "commit" },
    );
  });

  test("nor is it enough to multiply rows that the caller then adds up", () => {
    checkParallel(
      `
function combined(rows: Float64Array, n: number, weights: Float64Array, sum: Float64Array): void {
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < sum.length; j++) sum[j]! += weights[k]! * rows[k * n + j]!;
  }
}`,
      { pattern: "reduction", idle: "combines" },
    );
  });

  test("but to make the row is", () => {
    checkParallel(
      `
function combined(rows: Float64Array[], weights: Float64Array, sum: Float64Array): void {
  for (let k = 0; k < rows.length; k++) {
    let norm = 0;
    for (const value of rows[k]!) norm += value * value;
    for (let j = 0; j < sum.length; j++) sum[j]! += (weights[k]! * rows[k]![j]!) / norm;
  }
}`,
      { pattern: "reduction" },
    );
  });
});

describe("a body too large to be compared", () => {
  const stores = Array.from({ length: 180 }, (_, k) => `    xs[i * ${k}] = ys[i]!;`).join("\n");
  const loop = (first: string) => `declare function send(x: number): void;
function all(xs: number[], ys: number[]): void {
  for (let i = 0; i < ys.length; i++) {
    ${first}
${stores}
  }
}`;
  const idsOf = (text: string) =>
    analyse(text).flatMap(({ verdict }) => (verdict.kind === "serial" ? verdict.reasons.map(({ id }) => id) : []));

  test("is refused for what shows without comparing", () => {
    assert.deepEqual(idsOf(loop("send(i);")), ["function-without-body"]);
  });

  test("else for its size", () => {
    assert.deepEqual(idsOf(loop("")), ["too-large"]);
  });
});

describe("a condition that kernel and commit both evaluate", () => {
  const writes = (text: string) =>
    analyse(text).map(({ verdict }) =>
      verdict.kind === "parallel" ? verdict.split.writes.map(({ name }) => name) : "serial",
    );
  const loop = (before: string, after: string) => `
function heavy(x: number): number { return Math.sqrt(Math.exp(x)); }
export function f(xs: Float64Array, n: number): [number, Float64Array] {
  let sum = 0;
  const seen = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    ${before}
    let term = heavy(xs[i]!);
    if (seen[i]! < 1) term = sum;
    sum += term;
    ${after}
  }
  return [sum, seen];
}`;

  test("reads what the kernel has written before", () => {
    assert.deepEqual(writes(loop("seen[i] = heavy(xs[i]! + 1);", "")), [["seen"]]);
  });

  test("but what the kernel would write before it, though it comes behind, the caller writes", () => {
    assert.deepEqual(writes(loop("", "seen[i] = heavy(xs[i]! + 1);")), [[]]);
  });
});

test("a variable of the program may be called as a constant of the language", () => {
  const text = (name: string) => `export function f(xs: number[]): number[] {
  const ${name} = { by: 1 };
  const out: number[] = [];
  for (const x of xs) {
    out.push(Math.exp(Math.sin(x)) * ${name}.by);
    ${name}.by = x;
  }
  return out;
}`;
  checkParallel(text("Infinity"), { pattern: "commit", split: { channels: "expResult" } });
  checkParallel(text("other"), { pattern: "commit", split: { channels: "expResult" } });
});
