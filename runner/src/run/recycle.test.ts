import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { close, configure, parallelMap, parallelMapSync, range } from "../index.js";
import { addInto, failAt, OddError, spin, weighted } from "../testing/sample.kernels.js";

// Large enough for memory to be kept from one call to the next.
const MANY = 20_000;

beforeEach(() => configure({ workers: 2, gate: "always" }));
after(close);

test("an input that changes between two calls is seen as it is at each", async () => {
  const weights = new Float64Array(MANY);
  const expected = (): number[] => Array.from(weights, (weight, index) => weight * index);
  for (let round = 0; round < 12; round++) {
    // Some calls find what the one before them found.
    if (round % 3 !== 2) weights[(round * 7919) % MANY] = round + 1;
    const env = { weights };
    const results =
      round % 2 === 0 ? parallelMapSync(range(MANY), weighted, env) : await parallelMap(range(MANY), weighted, env);
    assert.deepStrictEqual(results, expected());
  }
});

test("an input that changes after a call was made, while it runs, is seen as it was", async () => {
  const weights = new Float64Array(MANY).fill(1);
  const calls: PromiseLike<number[]>[] = [];
  for (let round = 1; round <= 8; round++) {
    weights.fill(round);
    calls.push(parallelMap(range(MANY), weighted, { weights }));
  }
  for (const [at, call] of calls.entries()) {
    const results = await call;
    assert.equal(results[1], at + 1);
    assert.equal(results[MANY - 1], (at + 1) * (MANY - 1));
  }
});

test("calls one after the other, and several at once, do not see one another's memory", async () => {
  const into = (): Float64Array => new Float64Array(MANY);
  for (let round = 0; round < 10; round++) {
    const out = Float64Array.from({ length: MANY }, () => round);
    const [sums, numbers, written] = await Promise.all([
      parallelMap(range(MANY), spin, { rounds: round }, { into: into() }),
      parallelMap(range(round, MANY + round), spin, { rounds: 1 }),
      parallelMap(range(MANY), addInto, { out, at: -1 }, { writes: ["out"] }),
    ]);
    for (const at of [0, 1, 777, MANY - 1]) {
      assert.equal(sums[at], spin(at, { rounds: round }));
      assert.equal(numbers[at], spin(at + round, { rounds: 1 }));
      assert.equal(written[at], at);
      assert.equal(out[at], round + at + 1);
    }
  }
});

test("calls that fail or are left take their memory with them", async () => {
  for (let round = 0; round < 20; round++) {
    const failing = parallelMap(range(MANY), failAt, { at: [round * 3] });
    await assert.rejects(async () => await failing, new OddError(round * 3));
    const out = new Float64Array(MANY);
    assert.throws(
      () => parallelMapSync(range(MANY), addInto, { out, at: 1000 + round }, { writes: ["out"] }),
      OddError,
    );
    assert.equal(out[999 + round], 1000 + round);
    assert.equal(out[1000 + round], 0);
    for await (const [first] of parallelMap(range(MANY), spin, { rounds: 1 }).batches()) {
      assert.equal(first?.[1], spin(0, { rounds: 1 }));
      break;
    }
    const results = parallelMapSync(range(MANY), spin, { rounds: round });
    assert.equal(results[MANY - 1], spin(MANY - 1, { rounds: round }));
  }
});
