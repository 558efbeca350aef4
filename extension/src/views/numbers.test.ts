// Shares in percent, and durations.
import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, percent } from "./numbers.js";

test("a share is written in whole percent; what is there but less than one is not called none", () => {
  assert.deepEqual([0, 0.004, 0.314, 1].map(percent), ["0 %", "<1 %", "31 %", "100 %"]);
});

test("a duration is written in the unit that fits; one that is there is not called none", () => {
  assert.deepEqual([0.2, 12.4, 999.6, 1234, 12_340].map(duration), ["<1 ms", "12 ms", "1.0 s", "1.2 s", "12 s"]);
});
