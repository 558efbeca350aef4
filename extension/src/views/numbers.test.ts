// Shares in percent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { percent } from "./numbers.js";

test("a share is written in whole percent; what is there but less than one is not called none", () => {
  assert.deepEqual([0, 0.004, 0.314, 1].map(percent), ["0 %", "<1 %", "31 %", "100 %"]);
});
