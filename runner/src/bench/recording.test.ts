import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { differences } from "./equality.js";
import { decode, encode, type Recording, readHeader, readRecording, writeRecording } from "./recording.js";

function roundTrip(liveIns: Record<string, unknown>): Record<string, unknown> {
  const recording = encode(liveIns);
  assert.ok(!("status" in recording), "message" in recording ? recording.message : "");
  return decode(recording);
}

function checkExact(liveIns: Record<string, unknown>): void {
  assert.deepEqual(differences(liveIns, roundTrip(liveIns)), []);
}

function checkRefused(liveIns: Record<string, unknown>, what: string): void {
  const answer = encode(liveIns);
  assert.ok("status" in answer && answer.status === "failed");
  assert.ok(answer.message.includes(what), answer.message);
}

test("plain values, holes, NaN, -0, Map, Set, Date, RegExp, errors", () => {
  checkExact({
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    a: [1, , NaN, -0, undefined, null, "x", 5n],
    m: new Map<unknown, unknown>([[{ k: 1 }, new Set([1])]]),
    d: new Date(5),
    r: /a/g,
    e: new RangeError("x"),
    o: { nested: { deep: [{}] } },
    w: Object(3) as unknown,
  });
});

test("shared references and cycles stay", () => {
  const node: Record<string, unknown> = { v: 1 };
  node["self"] = node;
  checkExact({ a: node, b: [node, node] });
});

test("several typed arrays over one buffer stay over one buffer", () => {
  const buffer = new ArrayBuffer(64);
  const copy = roundTrip({
    all: new Uint8Array(buffer),
    part: new Float64Array(buffer, 8, 2),
    view: new DataView(buffer, 4, 8),
  });
  (copy["part"] as Float64Array)[0] = 1;
  assert.notEqual((copy["all"] as Uint8Array)[15], 0);
  checkExact({ all: new Uint8Array(buffer), part: new Float64Array(buffer, 8, 2), view: new DataView(buffer, 4, 8) });
});

test("shared memory stays shared memory, fresh in each copy", () => {
  const memory = new SharedArrayBuffer(16);
  const liveIns = { a: new Int32Array(memory), b: new Uint8Array(memory, 4) };
  liveIns.a[1] = 7;
  checkExact(liveIns);
  const recording = encode(liveIns) as Recording;
  const [one, other] = [decode(recording), decode(recording)];
  (one["a"] as Int32Array)[0] = 99;
  assert.equal((other["a"] as Int32Array)[0], 0);
  assert.equal((one["b"] as Uint8Array)[0], 7);
});

test("an array that is thousand times longer than what it holds is not gone through", { timeout: 20_000 }, () => {
  const far: unknown[] = [1, { of: 2 }];
  far[4_000_000_000] = Object.assign(Object.create(null) as object, { of: 3 });
  checkExact({ far, short: [new Array(40_000_000)] });
  const [copy] = [roundTrip({ far })["far"] as unknown[]];
  copy[4_000_000_000] = 4;
  assert.deepEqual(
    differences({ far }, { far: copy }).map((difference) => difference.path),
    ["result.far[4000000000]"],
  );
  far[3_000_000_000] = () => 1;
  checkRefused({ far }, "far[3000000000] is a function");
});

test("what an array has beside its elements is kept, or named", () => {
  const found = /(?<year>\d+)/.exec("in 1977")!;
  checkExact({ found, table: Object.assign([1, 2], { columns: ["a"] }) });
  checkRefused({ list: Object.assign([1], { tick: () => 1 }) }, "list.tick is a function");
  checkRefused({ list: Object.assign([1], { [Symbol("own")]: 1 }) }, "list has a property named by Symbol(own)");
});

test("what the format loses is put right: no prototype, Buffer, frozen, lastIndex", () => {
  const pattern = /a/g;
  pattern.lastIndex = 3;
  checkExact({
    table: Object.assign(Object.create(null) as object, { a: 1 }),
    bytes: Buffer.from("abc"),
    fixed: Object.freeze({ a: Object.freeze([1, 2]) }),
    sealed: Object.seal({ b: 1 }),
    pattern,
  });
});

test("instances of known classes come back as such; of others nothing does", () => {
  class Shape {
    tags = new Map([["a", [1, 2]]]);
    self: Shape = this;
  }
  class Point extends Shape {
    constructor(
      readonly x: number,
      readonly y: number,
    ) {
      super();
    }
    get length(): number {
      return Math.hypot(this.x, this.y);
    }
  }
  const known = new Map<object, string>([
    [Shape.prototype, "shapes.ts#Shape"],
    [Point.prototype, "shapes.ts#Point"],
  ]);
  const shared = new Point(3, 4);
  const liveIns = { ps: [shared, new Point(1, 2), shared], fixed: Object.freeze(new Point(5, 6)), shape: new Shape() };
  const recording = encode(liveIns, known);
  assert.ok(!("status" in recording));
  assert.deepEqual([...recording.header.classes].sort(), ["shapes.ts#Point", "shapes.ts#Shape"]);
  const copy = decode(recording, new Map([...known].map(([prototype, name]) => [name, prototype])));
  assert.deepEqual(differences(liveIns, copy), []);
  assert.equal((copy["ps"] as Point[])[0]!.length, 5);
  assert.throws(() => decode(recording), /The class shapes\.ts#\w+ was recorded and is not there\./);
  checkRefused({ p: new Point(1, 2) }, "p is an instance of class Point");
  const odd = encode({ p: Object.assign(new Point(1, 2), { tick: () => 1 }) }, known);
  assert.ok("status" in odd && odd.message.includes("p.tick is a function"));
});

test("what cannot be recorded is named with its path", () => {
  class Point {
    x = 1;
  }
  checkRefused({ options: { onTick: () => 0 } }, "options.onTick is a function");
  checkRefused({ points: [new Point()] }, "points[0] is an instance of class Point");
  checkRefused({ s: [Symbol("q")] }, "s[0] is a symbol");
  checkRefused({ p: new Proxy({}, {}) }, "p is a proxy");
  checkRefused({ w: new WeakMap() }, "w is an instance of class WeakMap");
  checkRefused({ o: { [Symbol.iterator]: 1 } }, "o has a property named by Symbol(Symbol.iterator)");
  checkRefused({ a: [1, { get x() { return 1; } }] }, "a[1] has an accessor x"); // biome-ignore format: one line reads better.
  checkRefused({ h: Object.defineProperty({}, "x", { value: 1 }) }, "h has a property x that is hidden");
  checkRefused({ l: new (class List extends Array {})() }, "l is an instance of class List");
  checkRefused({ m: new Map([[1, () => 1]]) }, "m.values()[0] is a function");
  checkRefused({ e: Object.assign(new Error("x"), { code: 1 }) }, "e is an error with a property code");
  checkRefused({ m: new SharedArrayBuffer(1) }, "m is a SharedArrayBuffer itself");
  checkRefused({ v: Promise.resolve() }, "v is an instance of class Promise");
});

test("a recording is written and read back; the header appears last", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  try {
    assert.equal(readHeader(folder), undefined);
    const liveIns = { xs: [1, 2, 3], memory: new Int8Array(new SharedArrayBuffer(3)) };
    writeRecording(folder, encode(liveIns));
    assert.deepEqual(fs.readdirSync(folder).sort(), ["recording.bin", "recording.json"]);
    const recording = readRecording(folder);
    assert.deepEqual(differences(liveIns, decode(recording)), []);
    assert.deepEqual(recording.header.shapes, [
      { name: "xs", shape: "number[3]" },
      { name: "memory", shape: "Int8Array[3]" },
    ]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test("where the disk is full, nothing is left that takes the room of the reason", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  const write = fs.writeSync;
  try {
    const recording = encode({ xs: [1, 2, 3] });
    fs.writeSync = () => {
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    };
    assert.throws(() => writeRecording(folder, recording), /ENOSPC/);
    assert.deepEqual(fs.readdirSync(folder), []);
  } finally {
    fs.writeSync = write;
    fs.rmSync(folder, { recursive: true });
  }
});

test("a folder without a recording is an error, not an empty input", () => {
  assert.throws(() => readRecording("/nonexistent-folder"), /no recording/);
});
