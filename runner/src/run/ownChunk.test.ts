import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { close, configure, lastCall, parallelMap, parallelMapSync, range } from "../index.js";
import {
  echo,
  failAt,
  numbersThenPromise,
  OddError,
  scaledBy,
  viewOfOwn,
  writeOnly,
} from "../testing/sample.kernels.js";

// So many iterations that each kernel has a loop of its own, which writes numbers straight into shared memory.
const MANY = 20_000;

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

test("numbers of every kind come from the caller's chunks as the kernel gave them", () => {
  const kinds = [-0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 0.1, -7, 5e-324];
  const items = Array.from({ length: MANY }, (_, index) => kinds[index % kinds.length]!);
  for (let round = 0; round < 3; round++) assert.deepStrictEqual(parallelMapSync(items, echo, {}), items);
  assert.equal(lastCall()?.mode, "parallel");
});

for (const [what, value] of [
  ["a string", "s"],
  ["undefined", undefined],
  ["an array", [1, 2]],
  ["a boolean", true],
] as const) {
  test(`${what} among numbers, wherever it lies`, () => {
    for (const at of [0, 1, MANY / 2, MANY - 1]) {
      const items: unknown[] = Array.from({ length: MANY }, (_, index) => index / 2);
      items[at] = value;
      assert.deepStrictEqual(parallelMapSync(items, echo, {}), items);
    }
  });
}

test("an error behind numbers is that of the lowest index", () => {
  for (const at of [0, 1, MANY / 2, MANY - 1]) {
    const failing = [at, Math.min(MANY - 1, at + 3)];
    assert.throws(() => parallelMapSync(range(MANY), failAt, { at: failing }), new OddError(at));
  }
});

test("a promise behind numbers is refused, and its rejection is nobody's", async () => {
  for (const at of [9, MANY - 1])
    assert.throws(() => parallelMapSync(range(MANY), numbersThenPromise as never, { at }), /returns a promise/);
  // An unhandled rejection would end the process in one of these turns.
  await new Promise((resolve) => setTimeout(resolve, 5));
});

test("under strict the caller computes on a copy, and its numbers count", () => {
  const results = parallelMapSync(range(MANY), scaledBy, { by: 3, list: [1, 2] }, { strict: true });
  assert.deepStrictEqual(
    results,
    Array.from({ length: MANY }, (_, index) => index * 3 + 2),
  );
});

test("what the caller writes is staged like what workers write", () => {
  const out = new Float64Array(MANY);
  parallelMapSync(range(MANY), writeOnly, { out }, { writes: ["out"] });
  assert.deepStrictEqual(
    out,
    Float64Array.from({ length: MANY }, (_, index) => index * 3),
  );
});

test("a view of a written array is one of the caller's array, whoever computed it", () => {
  const out = new Float64Array(64);
  const views = parallelMapSync(range(64), viewOfOwn, { out }, { writes: ["out"] });
  for (const [index, view] of views.entries()) {
    assert.equal(view.buffer, out.buffer, `of item ${index}`);
    assert.equal(view[0], index + 1);
  }
});

test("rows of numbers arrive as they were, in the first call and in those that have room for them, and so does a row that is more", async () => {
  const rows: number[][] = Array.from({ length: 3000 }, (_, index) =>
    [index / 3, -0, Number.NaN].slice(0, 1 + (index % 3)),
  );
  const odd = rows.with(2999, Object.assign([1], { name: "odd" }));
  for (let round = 0; round < 3; round++) {
    for (const items of [rows, odd]) {
      assert.deepStrictEqual(await parallelMap(items, echo, {}), items);
      assert.deepStrictEqual(parallelMapSync(items, echo, {}), items);
    }
  }
  assert.equal(lastCall()?.mode, "parallel");
});
