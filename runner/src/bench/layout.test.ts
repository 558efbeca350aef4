import assert from "node:assert/strict";
import { test } from "node:test";
import v8 from "node:v8";
import vm from "node:vm";
import { differences } from "./equality.js";
import { decode, encode, type Recording } from "./recording.js";

/** Whether V8 keeps two objects in the same way. */
function isSame(a: unknown, b: unknown): boolean {
  v8.setFlagsFromString("--allow-natives-syntax");
  try {
    return (new Function("a", "b", "return %HaveSameMap(a, b);") as (a: unknown, b: unknown) => boolean)(a, b);
  } finally {
    v8.setFlagsFromString("--no-allow-natives-syntax");
  }
}

function roundTrip(liveIns: Record<string, unknown>): Record<string, unknown> {
  const copy = decode(encode(liveIns) as Recording);
  assert.deepEqual(differences(liveIns, copy), []);
  return copy;
}

test("arrays come back with elements of their kind, whatever they hold", () => {
  const emptied = [1.5];
  emptied.pop();
  const whole = [1.5, 2];
  whole[0] = 1;
  const arrays: Record<string, unknown[]> = {
    small: [1, 2, 3],
    numbers: [1, 2.5, -0, NaN],
    texts: ["a", "b"],
    none: [],
    emptied,
    whole,
    room: new Array<number>(3).fill(0),
    // biome-ignore lint/suspicious/noSparseArray: the holes are what is tested.
    holes: [0.5, , 2, ,],
    // biome-ignore lint/suspicious/noSparseArray: the holes are what is tested.
    first: [, "a"],
    undefineds: [undefined, undefined],
    rows: [[1.5], [2.5]],
  };
  const copy = roundTrip(arrays) as typeof arrays;
  for (const [name, array] of Object.entries(arrays)) assert.ok(isSame(copy[name], array), name);
  assert.ok(isSame(copy["rows"]![0], arrays["rows"]![0]));
});

test("what one array became does not count for the next one", () => {
  const recording = encode({ a: [] as number[], b: [] as number[] }) as Recording;
  for (let time = 0; time < 200; time++) {
    const copy = decode(recording) as { a: number[] };
    for (let index = 0; index < 50; index++) copy.a.push(index + 0.5);
  }
  assert.ok(isSame(decode(recording)["a"], []));
});

test("objects come back as the literals that they were", () => {
  const body = (x: number) => ({ x, y: x / 2, z: 0, vx: 1, vy: -x, vz: 0.5, mass: 1, name: `body ${x}` });
  const grown: Record<string, number> = {};
  for (const name of ["p", "q", "r"]) grown[name] = 1;
  const odd = { "a-b": 1, 7: 2, "\u2028": 3 };
  const bodies = [body(0.5), body(1)];
  const copy = roundTrip({ bodies, grown, odd }) as { bodies: object[]; grown: object; odd: object };
  assert.ok(isSame(copy.bodies[0], bodies[0]) && isSame(copy.bodies[1], bodies[0]));
  assert.ok(isSame(copy.grown, grown));
  assert.ok(isSame(copy.odd, odd));
});

test("shared objects stay shared, and cycles closed, on every way", () => {
  const node: Record<string, unknown> = { value: 1.5, next: undefined, all: undefined };
  const other = { value: 2.5, next: node, all: [node] };
  node["next"] = other;
  node["all"] = [other, node];
  const list = [1.5, 2.5];
  const map = new Map<unknown, unknown>([[list, node]]);
  const set = new Set<unknown>(["first", list, node]);
  const bare = Object.assign(Object.create(null) as object, { list });
  const frozen = Object.freeze([list, node]);
  const named = Object.assign([list], { also: list });
  const copy = roundTrip({ node, list, map, set, bare, frozen, named, lists: [list, list] }) as {
    node: { next: { next: unknown; all: unknown[] }; all: unknown[] };
    list: number[];
    map: Map<unknown, unknown>;
    set: Set<unknown>;
    bare: { list: unknown };
    frozen: unknown[];
    named: unknown[] & { also: unknown };
    lists: unknown[];
  };
  assert.ok(isSame(copy.list, list));
  assert.equal(copy.node.next.next, copy.node);
  assert.equal(copy.node.next.all[0], copy.node);
  assert.deepEqual([...copy.map], [[copy.list, copy.node]]);
  assert.equal([...copy.map.keys()][0], copy.list);
  assert.deepEqual([...copy.set], ["first", copy.list, copy.node]);
  for (const held of [copy.bare.list, copy.frozen[0], copy.named[0], copy.named.also, copy.lists[0], copy.lists[1]])
    assert.equal(held, copy.list);
  assert.ok(Object.isFrozen(copy.frozen));
});

test("objects of another realm come back as those of this one are kept", () => {
  const liveIns = vm.runInNewContext("({ xs: [0.5, 1.5], body: { x: 1, y: 2 } })") as Record<string, unknown>;
  const copy = decode(encode({ ...liveIns }) as Recording);
  assert.ok(isSame(copy["xs"], [0.5]));
  assert.ok(isSame(copy["body"], { x: 1, y: 2 }));
});
