import assert from "node:assert/strict";
import { test } from "node:test";
import { noteGarbage } from "./pressure.js";

test("a hint is counted by the collector, and a small one is not even made", () => {
  const before = process.memoryUsage().arrayBuffers;
  noteGarbage(2 ** 28);
  assert.ok(process.memoryUsage().arrayBuffers - before >= 2 ** 27);
  const then = process.memoryUsage().arrayBuffers;
  noteGarbage(1000);
  assert.ok(process.memoryUsage().arrayBuffers <= then);
});
