import assert from "node:assert/strict";
import { test } from "node:test";
import { seedChanceAndTime } from "./seeded.js";

test("after a restart chance and time repeat themselves, and time still advances", () => {
  const { random } = Math;
  const { now } = Date;
  try {
    const restart = seedChanceAndTime();
    const take = () => [Math.random(), Math.random(), Date.now(), Date.now()];
    restart();
    const first = take();
    restart();
    assert.deepEqual(take(), first);
    assert.notDeepEqual(take(), first);
    assert.equal(first[3]! - first[2]!, 1);
    assert.ok(first.slice(0, 2).every((value) => 0 <= value && value < 1));
  } finally {
    Math.random = random;
    Date.now = now;
  }
});
