import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { copyForReading, copyForWriting, forgetMemory, giveBack, takeMemory } from "./recycling.js";

const SIZE = 2 ** 17;
const bytes = (value: number): Uint8Array => new Uint8Array(SIZE).fill(value);
const holds = (memory: SharedArrayBuffer, value: number): boolean =>
  new Uint8Array(memory).every((byte) => byte === value);

beforeEach(forgetMemory);

test("what has not changed has the copy that it had", () => {
  const array = bytes(1);
  const copy = copyForReading(array.buffer);
  assert.ok(holds(copy, 1));
  assert.equal(copyForReading(array.buffer), copy);
});

test("what has changed, were it one byte, has another copy, and the former stays what it was", () => {
  const array = bytes(1);
  const copy = copyForReading(array.buffer);
  array[SIZE - 1] = 2;
  const other = copyForReading(array.buffer);
  assert.notEqual(other, copy);
  assert.ok(holds(copy, 1));
  assert.equal(new Uint8Array(other)[SIZE - 1], 2);
  array[SIZE - 1] = 1;
  assert.notEqual(copyForReading(array.buffer), other);
});

test("a copy that was written into is not given again", () => {
  const array = bytes(1);
  const copy = copyForReading(array.buffer);
  new Uint8Array(copy)[7] = 9;
  assert.ok(holds(copyForReading(array.buffer), 1));
});

test("two buffers of the same contents have two copies", () => {
  const [one, other] = [bytes(1), bytes(1)];
  assert.notEqual(copyForReading(one.buffer), copyForReading(other.buffer));
});

test("small buffers are copied each time", () => {
  const { buffer } = new Uint8Array(64);
  assert.notEqual(copyForReading(buffer), copyForReading(buffer));
});

test("memory comes again once everybody has left it, and not before", () => {
  let isLeft = false;
  const memory = copyForWriting(bytes(5).buffer);
  giveBack([memory], () => isLeft);
  assert.notEqual(takeMemory(SIZE), memory);
  isLeft = true;
  assert.notEqual(takeMemory(SIZE + 8), memory);
  const again = copyForWriting(bytes(6).buffer);
  assert.equal(again, memory);
  assert.ok(holds(again, 6));
  assert.notEqual(takeMemory(SIZE), memory);
});

test("no more is kept than the bounds allow", () => {
  const first = new SharedArrayBuffer(2 ** 16);
  giveBack([first], () => true);
  for (let at = 0; at < 16; at++) giveBack([new SharedArrayBuffer(2 ** 16 + 8)], () => true);
  assert.notEqual(takeMemory(2 ** 16), first);
  const large = new SharedArrayBuffer(2 ** 28);
  giveBack([large], () => true);
  assert.notEqual(takeMemory(2 ** 28), large);
});
