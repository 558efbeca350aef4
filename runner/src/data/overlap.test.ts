import assert from "node:assert/strict";
import test from "node:test";
import { overlap } from "./overlap.js";

test("sees an object, or bytes of a buffer, that both reach", () => {
  const shared = {};
  const memory = new ArrayBuffer(64);
  assert.ok(overlap(shared, shared));
  assert.ok(overlap({ a: [shared] }, new Map([["k", shared]])));
  assert.ok(overlap(new Uint8Array(memory, 0, 9), new Float64Array(memory, 8, 2)));
  assert.ok(overlap(memory, { view: new Uint8Array(memory, 3, 1) }));
  assert.ok(overlap(() => shared, [1]));
  assert.ok(overlap(new Proxy({}, {}), {}));
});

test("does not mind what only looks alike, or cannot change", () => {
  const memory = new ArrayBuffer(64);
  assert.ok(!overlap([1, 2], [1, 2]));
  assert.ok(!overlap(new Uint8Array(memory, 0, 8), new Uint8Array(memory, 8, 8)));
  assert.ok(!overlap(new Uint8Array(memory, 0, 0), memory));
  assert.ok(!overlap("text", { text: "text" }));
  assert.ok(!overlap(() => 1, 5));
});

test("follows cycles and long chains", () => {
  const end: { next?: object } = {};
  let chain: object = end;
  for (let depth = 0; depth < 100_000; depth++) chain = { chain };
  end.next = chain;
  assert.ok(overlap(chain, end));
  assert.ok(!overlap(chain, {}));
});
