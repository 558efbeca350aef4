import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { chunkStarts } from "../schedule/chunks.js";
import { anyValue } from "../testing/anyValue.js";
import { type Items, itemAt, itemSource } from "./items.js";
import { packRows, unpackNumbers } from "./numbers.js";
import { pack } from "./pack.js";
import { unpack } from "./unpack.js";

/** Packs and unpacks in this thread, through the same shared memory that a worker would get. */
function travel(items: Items<unknown>, env: unknown): { items: unknown[]; env: unknown } {
  const source = itemSource(items);
  const starts = chunkStarts(0, source.length, 2, "auto");
  const answer = pack({ source, env, writes: [], into: undefined, starts });
  assert.ok("packed" in answer, "obstacle" in answer ? answer.obstacle.path : "");
  const unpacked = unpack(answer.packed, starts);
  const arrived: unknown[] = [];
  for (let chunk = 0; chunk + 1 < starts.length; chunk++) {
    const items = unpacked.items(chunk);
    for (let index = starts[chunk]!; index < starts[chunk + 1]!; index++) arrived.push(itemAt(items, index));
  }
  return { items: arrived, env: unpacked.env };
}

test("random values arrive as they were", () => {
  fc.assert(
    fc.property(fc.array(anyValue, { minLength: 1, maxLength: 20 }), anyValue, (items, env) => {
      assert.deepEqual(travel(items, env), { items, env });
    }),
    { numRuns: 300 },
  );
});

test("numbers, rows and typed arrays arrive as they were", () => {
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, Number.NaN, Number.NEGATIVE_INFINITY));
  const rows = fc.array(fc.array(number, { maxLength: 40 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(rows, fc.array(number, { minLength: 1, maxLength: 60 }), (matrix, xs) => {
      const env = { matrix, xs, again: xs, view: Float64Array.from(xs) };
      const arrived = travel(xs, env);
      assert.deepEqual(arrived, { items: xs, env });
      const copy = arrived.env as typeof env;
      assert.equal(copy.xs, copy.again);
    }),
  );
});

test("booleans and rows of them arrive as they were, in env and as items", () => {
  const flags = fc.array(fc.boolean(), { minLength: 16, maxLength: 60 });
  const rows = fc.array(fc.array(fc.boolean(), { maxLength: 5 }), { minLength: 16, maxLength: 60 });
  const mixed = fc.array(fc.oneof(fc.boolean(), fc.constantFrom(0, 1, null, undefined)), {
    minLength: 16,
    maxLength: 30,
  });
  fc.assert(
    fc.property(flags, rows, mixed, (booleans, board, others) => {
      const env = { booleans, board, others, mixedRows: [...board, [1], ["a"]] };
      for (const items of [booleans, board, others, board.map((row) => row.map(Number))]) {
        const arrived = travel(items, {});
        assert.deepEqual(arrived.items, items);
      }
      assert.deepEqual(travel([1, 2], env).env, env);
    }),
  );
});

test("rows that are items are packed, unless something else holds one of them", () => {
  const rows = Array.from({ length: 20 }, (_, row) => [row, -0, 0.5]);
  const packed = (items: unknown[], env: unknown): string => {
    const answer = pack({ source: itemSource(items), env, writes: [], into: undefined, starts: [0, 7, items.length] });
    assert.ok("packed" in answer);
    return answer.packed.items.kind;
  };
  assert.equal(packed(rows, {}), "rows");
  assert.deepEqual(travel(rows, {}).items, rows);
  assert.equal(packed(rows, { row: rows[3] }), "together");
  assert.equal(packed([...rows, rows[3]], {}), "together");
  assert.equal(packed([...rows, [true]], {}), "segments");
  const alone = travel(rows, { row: rows[3] });
  assert.equal(alone.items[3], (alone.env as { row: unknown }).row);
});

test("what is one object stays one, and cycles stay cycles", () => {
  const point = { x: 1 };
  const env: { point: object; self?: object } = { point };
  env.self = env;
  const arrived = travel([point, { other: point }, point], env);
  const copy = arrived.env as typeof env;
  assert.equal(copy.self, copy);
  assert.equal(arrived.items[0], copy.point);
  assert.equal(arrived.items[2], copy.point);
  assert.equal((arrived.items[1] as { other: object }).other, copy.point);
});

test("views of one buffer still share it, at the same offsets", () => {
  const memory = new ArrayBuffer(32);
  const env = {
    bytes: new Uint8Array(memory, 8, 16),
    words: new Uint32Array(memory, 8, 2),
    view: new DataView(memory, 4),
  };
  const copy = travel([1, 2], env).env as typeof env;
  assert.equal(copy.bytes.buffer, copy.words.buffer);
  assert.deepEqual([copy.bytes.byteOffset, copy.words.byteOffset, copy.view.byteOffset], [8, 8, 4]);
  copy.bytes[0] = 7;
  assert.equal(copy.words[0], 7);
  assert.equal(env.words[0], 0);
});

test("a buffer that env holds itself arrives as a genuine one", () => {
  const memory = new ArrayBuffer(8);
  const copy = travel([1, 2], { memory, view: new Uint8Array(memory) }).env as {
    memory: ArrayBuffer;
    view: Uint8Array;
  };
  assert.ok(copy.memory instanceof ArrayBuffer);
  assert.equal(copy.view.buffer, copy.memory);
});

test("shared memory is not copied", () => {
  const shared = new Float64Array(new SharedArrayBuffer(16));
  const copy = travel([1, 2], { shared }).env as { shared: Float64Array };
  assert.equal(copy.shared.buffer, shared.buffer);
});

test("a regular expression keeps its place in the text", () => {
  const pattern = /a/g;
  pattern.lastIndex = 3;
  const copy = travel([pattern, pattern], {}).items as RegExp[];
  assert.equal(copy[0]!.lastIndex, 3);
  assert.equal(copy[0], copy[1]);
});

const manyRows = (): number[][] => Array.from({ length: 40 }, (_, row) => [row, -0, row / 3]);

test("rows of numbers among which one is more than its numbers arrive as they were, or not at all", () => {
  const obstacleOf = (change: (row: number[]) => unknown): string | undefined => {
    const rows = manyRows();
    rows[17] = (change(rows[17]!) ?? rows[17]) as number[];
    const [starts, range] = [[0, 1, 2], itemSource([1, 2])];
    const answer = pack({ source: range, env: { rows }, writes: [], into: undefined, starts });
    const asItems = pack({ source: itemSource(rows), env: {}, writes: [], into: undefined, starts: [0, 20, 40] });
    assert.equal("obstacle" in answer, "obstacle" in asItems);
    if ("obstacle" in answer) return `${answer.obstacle.path} is ${answer.obstacle.what}`;
    assert.deepEqual(unpack(answer.packed, starts).env, { rows });
    assert.deepEqual(travel(rows, {}).items, rows);
    return undefined;
  };
  const trap = (): never => assert.fail("was called");
  const define = (key: PropertyKey, property: PropertyDescriptor) => (row: number[]) =>
    Object.defineProperty(row, key, property);
  assert.equal(obstacleOf(define(1, { get: trap })), "env.rows[17][1] is an accessor");
  assert.equal(obstacleOf(define(1, { writable: false })), "env.rows[17][1] is a read-only or hidden property");
  assert.equal(obstacleOf(define(1, { enumerable: false })), "env.rows[17][1] is a read-only or hidden property");
  assert.equal(obstacleOf(define("sum", { value: 1 })), "env.rows[17].sum is a read-only or hidden property");
  assert.equal(obstacleOf(define(Symbol("s"), { value: 1 })), "env.rows[17] is an object with a symbol key");
  assert.equal(obstacleOf(Object.freeze), "env.rows[17] is a frozen, sealed or non-extensible object");
  assert.equal(
    obstacleOf((row) => new Proxy(row, {})),
    "env.rows[17] is a proxy",
  );
  assert.equal(
    obstacleOf((row) => [...row, () => 1]),
    "env.rows[17][3] is a function",
  );
  assert.equal(
    obstacleOf((row) => Object.setPrototypeOf(row, class extends Array {}.prototype)),
    "env.rows[17] is an array of a class of its own",
  );
  for (const change of [
    (row: number[]) => delete row[1] && undefined,
    (row: number[]) => Object.assign(row, { sum: 1 }),
    (row: number[]) => [...row, "text"],
    (row: number[]) => [...row, 1n],
    (row: number[]) => [...row, undefined],
    (row: number[]) => [...row, [row[0]]],
    () => [],
    () => undefined,
  ])
    assert.equal(obstacleOf(change), undefined);
});

test("a row that env holds twice, or in another place, too, is one object in the worker", () => {
  const rows = manyRows();
  const env = { rows, best: rows[3]!, deep: { worst: [rows[5]!] } };
  const copy = travel([1, 2], env).env as typeof env;
  assert.deepEqual(copy, env);
  assert.equal(copy.best, copy.rows[3]);
  assert.equal(copy.deep.worst[0], copy.rows[5]);
  const twice = manyRows();
  twice.push(twice[0]!);
  const other = travel([1, 2], { twice }).env as { twice: number[][] };
  assert.deepEqual(other.twice, twice);
  assert.equal(other.twice.at(-1), other.twice[0]);
});

test("results that are rows are packed together, unless one of them is more than its elements", () => {
  const rows = manyRows();
  assert.deepEqual(unpackNumbers(packRows(rows)!), rows);
  assert.deepEqual(unpackNumbers(packRows([...rows, []])!), [...rows, []]);
  const long = Array.from({ length: 20 }, (_, row) => Array.from({ length: 3000 }, (_, at) => row + at / 2));
  assert.deepEqual(unpackNumbers(packRows(long)!), long);
  const named = Object.assign([1, 2], { sum: 3 });
  const sparse = new Array<number>(3);
  for (const odd of [named, sparse, new Proxy([1, 2], {}), Object.freeze([1]), ["a"], [[1]], [true], rows[0], 1])
    assert.equal(packRows([...rows, odd]), undefined);
});
