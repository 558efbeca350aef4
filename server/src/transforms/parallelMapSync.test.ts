import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkNotApplicable, checkSameResult, transformText } from "../../../test/support/docExamples.js";

const id = "parallel-map-sync";

describe(id, () => {
  test("a sum stays a loop over the results, with the author's names", async () => {
    const text = `
function price(i: number): number { let s = i; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; }
export function total(n: number): number {
  let sum = 0;
  for$0 (let i = 0; i < n; i++) {
    const value = price(i);
    // The order of additions matters.
    sum += value;
  }
  return sum;
}`.replace("for (let k", "for (let k");
    const at = text.replace("$0", "").replace("  for (let i", "  for$0 (let i");
    const { after, created, safety } = transformText(id, at);
    assert.match(after, /for \(const value of parallelMapSync\(range\(n\), total\w+, \{\}\)\) \{/);
    assert.match(after, /\/\/ The order of additions matters\.\n\s+sum \+= value;/);
    assert.match(created.get("example.kernels.ts") ?? "", /export function price\(i: number\)/);
    assert.equal(safety, "safe");
    await checkSameResult(id, at, "total(50)");
  });

  test("not when the sum goes into what is summed", () => {
    checkNotApplicable(
      id,
      `
export function total(n: number): number {
  let sum = 0;
  for$0 (let i = 0; i < n; i++) sum += Math.sqrt(i + sum);
  return sum;
}`,
    );
  });

  test("values of inner iterations come as a list that the commit goes through", async () => {
    const text = `
export function histogram(words: string[]): number[] {
  const counts: number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for$0 (let i = 0; i < words.length; i++) {
    for (let j = i + 1; j < words.length; j++) {
      let distance = 0;
      for (let k = 0; k < 3; k++) if (words[i]![k] !== words[j]![k]) distance++;
      counts[distance]!++;
    }
  }
  return counts;
}`;
    const { created } = transformText(id, text);
    assert.match(created.get("example.kernels.ts") ?? "", /\): number\[\] \{/);
    await checkSameResult(id, text, 'histogram(["abc", "abd", "xbd", "xyz", "abc"])');
  });

  test("what an iteration may skip is skipped by the commit too", async () => {
    await checkSameResult(
      id,
      `
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
export function pick(xs: number[]): [number, number][] {
  const out: [number, number][] = [];
  for$0 (let i = 0; i < xs.length; i++) {
    const x = xs[i]!;
    if (x < 0) continue;
    const value = heavy(x);
    if (value > 1) out.push([i, value]);
  }
  return out;
}`,
      "pick([3, -1, 2, 5, -7, 1, 4])",
    );
  });

  test("objects of the caller stay the caller's objects", async () => {
    await checkSameResult(
      id,
      `
interface Point { x: number; tag: string }
function score(x: number): number { return Math.exp(Math.sin(x)); }
function best(points: Point[]): Point | undefined {
  let found: Point | undefined;
  let top = -Infinity;
  for$0 (const point of points) {
    const value = score(point.x);
    if (value > top) {
      top = value;
      found = point;
    }
  }
  return found;
}
export function check(): boolean {
  const points = [1, 5, 2, 8].map((x) => ({ x, tag: String(x) }));
  return points.includes(best(points)!);
}`,
      "check()",
    );
  });

  test("counts that begin elsewhere and go in steps keep their values", async () => {
    await checkSameResult(
      id,
      `
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
export function list(low: number, high: number): string[] {
  const out: string[] = [];
  for$0 (let i = low; i <= high; i += 3) {
    const value = heavy(i);
    out.push(i + ":" + value);
  }
  return out;
}`,
      "list(-4, 11)",
    );
  });

  test("a generic function has a generic kernel", () => {
    const { created } = transformText(
      id,
      `
export function sizes<T>(items: T[][]): number[] {
  const out: number[] = [];
  for$0 (const item of items) {
    let n = 0;
    for (let k = 0; k < item.length; k++) n += k * k;
    out.push(n);
  }
  return out;
}`,
    );
    assert.match(created.get("example.kernels.ts") ?? "", /export function sizesItem<T>\(item: T\[\]\): number \{/);
  });

  test("disabled where the kernel would need `this`", () => {
    checkNotApplicable(
      id,
      `
export class Grid {
  width = 3;
  rows(h: number): number[] {
    const out: number[] = [];
    for$0 (let y = 0; y < h; y++) {
      let n = 0;
      for (let x = 0; x < this.width; x++) n += x * y;
      out.push(n);
    }
    return out;
  }
}`,
      /this/,
    );
  });
});
