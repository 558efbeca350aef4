import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anyValue } from "../testing/anyValue.js";
import { decodeWire, encodeWire } from "./wire.js";

test("any data arrives as it was", () => {
  const check = (value: unknown): void => assert.deepEqual(decodeWire(encodeWire(value)), structuredClone(value));
  fc.assert(fc.property(anyValue, check), { numRuns: 200 });
});

test("views of one buffer stay views of one buffer, shared or not, at any place in the message", () => {
  for (const buffer of [new SharedArrayBuffer(16), new ArrayBuffer(16)]) {
    const words = new Uint32Array(buffer);
    words[1] = 258;
    const bytes = encodeWire({ name: "a", words, bytes: new Uint8Array(buffer, 4, 5) });
    // As it may lie in what a pipe has brought.
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    const copy = decodeWire(moved.subarray(3)) as { words: Uint32Array; bytes: Uint8Array };
    assert.deepEqual([...copy.bytes], [2, 1, 0, 0, 0]);
    assert.equal(copy.words.buffer, copy.bytes.buffer);
    assert.equal(copy.words.buffer instanceof SharedArrayBuffer, buffer instanceof SharedArrayBuffer);
    copy.words[1] = 7;
    assert.equal(copy.bytes[0], 7);
    assert.equal(words[1], 258);
  }
});

test("what cannot be cloned is refused", () => {
  assert.throws(() => encodeWire({ tick() {} }), /could not be cloned/);
});
