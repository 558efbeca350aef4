import assert from "node:assert/strict";
import { test } from "node:test";
import v8 from "node:v8";
import { settling } from "./settling.js";

test("what was just made is in the old space afterwards", () => {
  const settle = settling();
  const young = () => v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")!.space_used_size;
  settle();
  const before = young();
  const kept = Array.from({ length: 10_000 }, (_, index) => ({ index }));
  const made = young() - before;
  settle();
  assert.ok(young() - before < made / 2, `${before}, ${made}, ${young()}`);
  assert.equal(kept.length, 10_000);
});
