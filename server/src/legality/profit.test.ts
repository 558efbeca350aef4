// Loops that may run in parallel, and what is said of whether that pays.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse } from "../../../test/support/check.js";

const work =
  "function work(x: number): number { let s = x; for (let k = 0; k < 50; k++) s = Math.sin(s + k); return s; }";

/** Of the last loop. */
function profitOf(source: string) {
  const { profit, verdict } = analyse(`${source}\n${work}`).at(-2)!;
  assert.equal(verdict.kind, "parallel");
  return profit;
}

describe("what a worker would get", () => {
  const picture = (type: string) =>
    `${type} function shaded(image: Picture, n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(work(image.data[i]!));
  return out;
}`;

  test("is worth the trouble where it is plain data", () => {
    assert.equal(profitOf(picture("interface Picture { data: Float64Array }")).promising, true);
  });

  test("is refused by the runner where it is an instance of a class: the loop would run in place", () => {
    const { promising, why } = profitOf(picture("class Picture { data = new Float64Array(9); }"));
    assert.equal(promising, false);
    assert.match(why, /`image` is a `Picture`, an object with a class/);
  });

  test("also where an array holds such instances", () => {
    const each = (head: string) =>
      `${head} function all(points: readonly Point[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < points.length; i++) out.push(work(points[i]!.x));
  return out;
}`;
    assert.equal(profitOf(each("interface Point { x: number }")).promising, true);
    assert.match(profitOf(each("class Point { x = 0; }")).why, /`points` holds a `Point`/);
  });
});
