import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, pairUp } from "./equality.js";

const paths = (left: unknown, right: unknown) =>
  differences(left, right, { name: "r" }).map((difference) => difference.path);
const equal = (left: unknown, right: unknown) => assert.deepEqual(differences(left, right), []);

test("equal graphs of every kind have no difference", () => {
  const make = () => ({
    numbers: [1, NaN, -0, Infinity],
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    holes: [1, , 3],
    text: "ä",
    big: 12n,
    map: new Map<unknown, unknown>([
      ["a", [1]],
      [{ k: 1 }, new Set([1, 2])],
    ]),
    date: new Date(0),
    pattern: /x/gi,
    floats: new Float64Array([1, NaN]),
    view: new DataView(new ArrayBuffer(4), 1),
    none: Object.create(null) as object,
    error: new RangeError("r"),
    nothing: undefined,
  });
  equal(make(), make());
});

test("off by one", () => {
  assert.deepEqual(differences([1, 2, 3], [1, 3, 3], { name: "out" }), [{ path: "out[1]", left: "2", right: "3" }]);
  assert.deepEqual(paths(new Float64Array([1, 2]), new Float64Array([1, 2.0000000000000004])), ["r[1]"]);
});

test("a lost update", () => {
  assert.deepEqual(
    paths({ total: 10, histogram: new Int32Array([3, 4]) }, { total: 9, histogram: new Int32Array([3, 3]) }),
    ["r.total", "r.histogram[1]"],
  );
});

test("a reordered push", () => {
  assert.deepEqual(paths([["a"], ["b"]], [["b"], ["a"]]), ["r[0][0]", "r[1][0]"]);
});

test("-0 is not 0, NaN is NaN", () => {
  assert.deepEqual(paths([0], [-0]), ["r[0]"]);
  assert.deepEqual(paths(new Float32Array([0]), new Float32Array([-0])), ["r[0]"]);
  equal([NaN, { x: NaN }], [NaN, { x: NaN }]);
});

test("the payload of a NaN is the engine's business", () => {
  const left = new Float64Array(1);
  const right = new Float64Array(1);
  new BigUint64Array(left.buffer)[0] = 0x7ff8000000000001n;
  new BigUint64Array(right.buffer)[0] = 0x7ff8000000000002n;
  equal(left, right);
  assert.deepEqual(paths(new Uint8Array(left.buffer), new Uint8Array(right.buffer)), ["r[0]"]);
});

test("a hole is not undefined, and lengths count", () => {
  // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
  assert.deepEqual(differences([1, ,], [1, undefined], { name: "r" }), [
    { path: "r[1]", left: "a hole", right: "undefined" },
  ]);
  assert.deepEqual(paths([1], [1, 2]), ["r.length"]);
  const short: number[] = [];
  short.length = 2;
  assert.deepEqual(paths([], short), ["r.length"]);
});

test("shared identity: one object in two places is not two equal ones", () => {
  const one = { x: 1 };
  equal([one, one], [one, one]);
  assert.deepEqual(paths([one, one], [{ x: 1 }, { x: 1 }]), ["r[1]"]);
  assert.deepEqual(paths([{ x: 1 }, { x: 1 }], [one, one]), ["r[1]"]);
});

test("cycles end", () => {
  const make = () => {
    const node: { next?: unknown; v: number } = { v: 1 };
    node.next = { next: node, v: 2 };
    return node;
  };
  equal(make(), make());
});

test("a list of a million nodes does not overflow the stack", () => {
  const make = (last: number) => {
    let list: unknown = last;
    for (let index = 0; index < 1_000_000; index++) list = { list };
    return list;
  };
  equal(make(1), make(1));
  assert.equal(differences(make(1), make(2)).length, 1);
});

test("an input object handed on is not a copy of it", () => {
  const left = { items: [{ id: 1 }, { id: 2 }] };
  const right = structuredClone(left);
  equal(left, right);
  const counterparts = pairUp(left, right);
  const good = differences([left.items[1]], [right.items[1]], { counterparts: pairUp(left, right) });
  assert.deepEqual(good, []);
  const copied = differences([left.items[1]], [{ ...right.items[1] }], { name: "found", counterparts });
  assert.deepEqual(
    copied.map((difference) => difference.path),
    ["found[0]"],
  );
});

test("a mutated input object is compared although it is its own counterpart", () => {
  const left = { items: [{ id: 1 }] };
  const right = structuredClone(left);
  const counterparts = pairUp(left, right);
  left.items[0]!.id = 5;
  assert.deepEqual(
    differences(left.items, right.items, { name: "items", counterparts }).map((difference) => difference.path),
    ["items[0].id"],
  );
});

test("prototypes: a class instance is not a plain object with the same fields", () => {
  class Point {
    x = 1;
  }
  equal(new Point(), new Point());
  assert.deepEqual(paths(new Point(), { x: 1 }), ["r"]);
  assert.deepEqual(paths(Object.create(null), {}), ["r"]);
  assert.deepEqual(paths(Buffer.from([1]), new Uint8Array([1])), ["r"]);
});

test("keys: missing, added, reordered, hidden, frozen", () => {
  assert.deepEqual(paths({ a: 1 }, {}), ["r.a"]);
  assert.deepEqual(paths({}, { "a b": 1 }), ['r["a b"]']);
  assert.deepEqual(paths({ a: 1, b: 2 }, { b: 2, a: 1 }), ["r"]);
  assert.deepEqual(paths({ a: 1 }, Object.defineProperty({}, "a", { value: 1 })), ["r.a"]);
  assert.deepEqual(paths(Object.freeze([1]), [1]), ["r"]);
  assert.deepEqual(paths(Object.assign([1], { note: "x" }), [1]), ["r.note"]);
});

test("Map and Set: order and entries", () => {
  const map = (...entries: [string, number][]) => new Map(entries);
  assert.deepEqual(paths(map(["a", 1], ["b", 2]), map(["b", 2], ["a", 1])).slice(0, 1), ["r.keys()[0]"]);
  assert.deepEqual(paths(map(["a", 1]), map(["a", 2])), ['r.get("a")']);
  assert.deepEqual(paths(new Set([1]), new Set([1, 2])), ["r.size"]);
});

test("typed arrays over one buffer stay over one buffer", () => {
  const pair = (buffer: ArrayBuffer, other = buffer) => [new Uint8Array(buffer), new Float32Array(other)];
  equal(pair(new ArrayBuffer(8)), pair(new ArrayBuffer(8)));
  assert.deepEqual(paths(pair(new ArrayBuffer(8)), pair(new ArrayBuffer(8), new ArrayBuffer(8))), ["r[1].buffer"]);
  assert.deepEqual(paths(new Uint8Array(new ArrayBuffer(8)), new Uint8Array(new SharedArrayBuffer(8))), ["r.buffer"]);
  equal(new Uint8Array(new SharedArrayBuffer(8)), new Uint8Array(new SharedArrayBuffer(8)));
});

test("errors: class and message count, the stack does not", () => {
  class Wrong extends Error {}
  equal(new Wrong("x"), new Wrong("x"));
  assert.deepEqual(paths(new Wrong("x"), new Error("x")), ["r"]);
  assert.deepEqual(paths(new Error("x"), new Error("y")), ["r.message"]);
});

test("functions are equal only to themselves", () => {
  const f = () => 1;
  equal([f], [f]);
  assert.deepEqual(paths([f], [() => 1]), ["r[0]"]);
});

test("no more differences than asked for", () => {
  const many = Array.from({ length: 100 }, (_, index) => index);
  assert.equal(
    differences(
      many,
      many.map((value) => value + 1),
      { limit: 3 },
    ).length,
    3,
  );
});
