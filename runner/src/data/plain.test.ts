import assert from "node:assert/strict";
import { test } from "node:test";
import { isPlain } from "./plain.js";

test("primitives, lists, texts and records, however deep, also where they hold one another", () => {
  const ring: { next?: unknown; name: string } = { name: "a" };
  ring.next = [ring];
  const bare = Object.assign(Object.create(null) as object, { x: 1 });
  for (const value of [
    undefined,
    null,
    1,
    1n,
    "a",
    true,
    new Array(3),
    { a: [{ b: null }] },
    Float64Array.of(1),
    ring,
    bare,
  ])
    assert.equal(isPlain(value), true);
  assert.equal(isPlain(Array.from({ length: 2000 }, (_, i) => ({ i }))), true);
});

test("not what has methods of its own, or computes what is read", () => {
  class Point {
    x = 1;
  }
  class List extends Array<number> {}
  const own = Object.assign([1], { map: () => [] });
  const getter = {
    get x() {
      return assert.fail("nothing of the program is run");
    },
  };
  const others = [
    () => 1,
    new Point(),
    List.of(1),
    own,
    getter,
    new Map(),
    new Set(),
    new Date(),
    /a/,
    new Proxy({}, {}),
  ];
  for (const value of others) {
    assert.equal(isPlain(value), false);
    assert.equal(isPlain([{ inside: value }]), false);
  }
  assert.equal(isPlain({ [Symbol.iterator]: undefined }), false);
  assert.equal(isPlain(Buffer.from("a")), false);
});
