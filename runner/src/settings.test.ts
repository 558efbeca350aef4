import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { configure, gateFor, workersFor } from "./settings.js";
import { state } from "./state.js";

afterEach(() => {
  state.settings = {};
  delete process.env["LOOPSMITH_WORKERS"];
  delete process.env["LOOPSMITH_GATE"];
});

test("the call's option comes before configure, configure before the environment", () => {
  process.env["LOOPSMITH_WORKERS"] = "7";
  process.env["LOOPSMITH_GATE"] = "never";
  assert.deepEqual([workersFor(undefined), gateFor(undefined)], [7, "never"]);
  configure({ workers: 3, gate: "always" });
  assert.deepEqual([workersFor(undefined), gateFor(undefined)], [3, "always"]);
  assert.deepEqual([workersFor(2), gateFor("auto")], [2, "auto"]);
});

test("says which value is wrong, and where it came from", () => {
  process.env["LOOPSMITH_WORKERS"] = "many";
  assert.throws(() => workersFor(undefined), /LOOPSMITH_WORKERS is NaN.*Give an integer/);
  process.env["LOOPSMITH_GATE"] = "open";
  assert.throws(() => gateFor(undefined), /LOOPSMITH_GATE is open.*Give auto, always or never/);
  assert.throws(() => configure({ workers: 0.5 }), /workers is 0\.5/);
});
