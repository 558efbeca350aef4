import assert from "node:assert/strict";
import { test } from "node:test";
import { holdsDistinct } from "./distinct.js";

test("rows that lie far apart", { timeout: 10_000 }, () => {
  const far: number[][] = [[1]];
  far[4_000_000_000] = [1];
  assert.equal(holdsDistinct(far), true);
  far[7] = far[0]!;
  assert.equal(holdsDistinct(far), false);
});

test("rows made one by one are different objects", () => {
  assert.equal(holdsDistinct(Array.from({ length: 3 }, () => [0, 0])), true);
});

test("not so when all are the same row", () => {
  assert.equal(holdsDistinct(new Array(3).fill([])), false);
});

test("equal numbers are no objects", () => {
  assert.equal(holdsDistinct([1, 1, undefined, null, "a", "a"]), true);
});

test("rows of one buffer side by side", () => {
  const buffer = new ArrayBuffer(64);
  assert.equal(holdsDistinct([new Float64Array(buffer, 32, 4), new Float64Array(buffer, 0, 4)]), true);
});

test("not so when they overlap by one element", () => {
  const buffer = new ArrayBuffer(64);
  assert.equal(holdsDistinct([new Float64Array(buffer, 24, 4), new Float64Array(buffer, 0, 4)]), false);
});

test("two properties that are one array", () => {
  const xs = [1];
  assert.equal(holdsDistinct({ x: xs, y: xs }), false);
  assert.equal(holdsDistinct({ x: xs, y: [1] }), true);
});

test("arrays in arrays in arrays", () => {
  const planes = (row: () => number[]) => Array.from({ length: 2 }, () => Array.from({ length: 2 }, row));
  const shared = [0, 0];
  assert.equal(holdsDistinct(planes(() => [0, 0])), true);
  assert.equal(holdsDistinct(planes(() => shared)), false);
});

test("rows of which the first place is empty, or holds a number", () => {
  const shared = { v: 1 };
  const rows = <T>(first: T, other: () => object) => Array.from({ length: 3 }, () => [first, other()]);
  for (const first of [undefined, null, 7, "id", shared.v]) {
    assert.equal(holdsDistinct(rows(first, () => ({ v: 1 }))), true);
    assert.equal(holdsDistinct(rows(first, () => shared)), false);
  }
  const holes = Array.from({ length: 3 }, () => {
    const row: object[] = [];
    row[40] = shared;
    return row;
  });
  assert.equal(holdsDistinct(holes), false);
  const functions = Array.from({ length: 3 }, () => [() => shared, shared]);
  assert.equal(holdsDistinct(functions), false);
});

test("an instance whose class has a getter may show one object twice", () => {
  class Plain {
    rows = [1];
  }
  class Shown extends Plain {
    get view(): number[] {
      return this.rows;
    }
  }
  assert.equal(holdsDistinct(new Plain()), true);
  assert.equal(holdsDistinct(new Shown()), false);
});
