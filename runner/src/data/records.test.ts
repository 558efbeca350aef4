import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { packRecords, unpackRecords } from "./records.js";

const primitive = fc.oneof(
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, -0, Number.NaN),
);

function many<T>(make: (at: number) => T): T[] {
  return Array.from({ length: 20 }, (_, at) => make(at));
}

test("objects of one shape come back as they were, with their keys in order", () => {
  const keys = fc.uniqueArray(
    fc.string().filter((key) => key !== "__proto__"),
    { minLength: 1, maxLength: 6 },
  );
  const shape = keys.chain((names) =>
    fc
      .array(fc.tuple(...names.map(() => primitive)), { minLength: 16, maxLength: 40 })
      .map((rows) => rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))),
  );
  fc.assert(
    fc.property(shape, (records) => {
      const packed = packRecords(records);
      assert.ok(packed !== undefined);
      const back = unpackRecords(structuredClone(packed));
      assert.deepStrictEqual(back, records);
      for (const [at, record] of back.entries()) {
        assert.deepEqual(Object.keys(record), Object.keys(records[at]!));
        assert.equal(Object.getPrototypeOf(record), Object.prototype);
      }
    }),
  );
});

test("numbers travel in shared memory, until something else turns up", () => {
  const packed = packRecords(many((at) => ({ x: at, y: at === 17 ? "last" : at, z: String(at) })));
  assert.ok(packed?.columns[0] instanceof Float64Array && packed.columns[0].buffer instanceof SharedArrayBuffer);
  assert.deepEqual(packed.columns[1]?.slice(15), [15, 16, "last", 18, 19]);
  assert.ok(Array.isArray(packed.columns[2]));
});

test("what would come back changed is not packed", () => {
  const plain = many((at) => ({ x: at }));
  assert.ok(packRecords(plain) !== undefined);
  const refused: Readonly<Record<string, object | number>> = {
    frozen: Object.freeze({ x: 1 }),
    accessor: Object.defineProperty({}, "x", { get: () => 1, enumerable: true, configurable: true }),
    hidden: Object.defineProperty({ x: 1 }, "y", { value: 2 }),
    "read-only": Object.defineProperty({}, "x", { value: 1, enumerable: true, configurable: true }),
    symbol: { x: 1, [Symbol("s")]: 2 },
    instance: new (class {
      x = 1;
    })(),
    bare: Object.assign(Object.create(null), { x: 1 }),
    proxy: new Proxy({ x: 1 }, {}),
    "another key": { y: 1 },
    "a key more": { x: 1, y: 2 },
    nested: { x: { deep: 1 } },
    function: { x() {} },
    number: 3,
    twice: plain[0]!,
  };
  for (const [what, odd] of Object.entries(refused)) {
    assert.equal(packRecords([...plain, odd]), undefined, what);
    assert.equal(packRecords([odd, ...plain]), undefined, what);
  }
  assert.equal(packRecords(many(() => JSON.parse('{"__proto__":1}'))), undefined);
  assert.equal(packRecords(many(() => ({}))), undefined);
  assert.equal(packRecords(plain.slice(0, 15)), undefined);
});

test("what is also reachable on another way keeps its identity, so it is not packed", () => {
  const records = many((at) => ({ x: at }));
  assert.equal(packRecords(records, 0, new Map([[records[7]!, 0]])), undefined);
  assert.ok(packRecords(records, 0, new Map([[{ x: 7 }, 0]])) !== undefined);
  assert.deepEqual(unpackRecords(packRecords(records, 3)!), records.slice(3));
});

test("another order of keys is another shape", () => {
  assert.equal(packRecords(many((at) => (at % 2 === 0 ? { x: 1, y: 2 } : { y: 2, x: 1 }))), undefined);
});
