import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { configure, gateFor, readBackend, readGate, readWorkers, workersFor } from "./settings.js";
import { state } from "./state.js";

afterEach(() => {
  state.settings = {};
});

test("the call's option comes before configure", () => {
  configure({ workers: 3, gate: "always" });
  assert.deepEqual([workersFor(undefined), gateFor(undefined)], [3, "always"]);
  assert.deepEqual([workersFor(2), gateFor("auto")], [2, "auto"]);
});

test("the environment comes before what the machine has", () => {
  assert.equal(readWorkers({}, 5), 5);
  assert.equal(readWorkers({ LOOPSMITH_WORKERS: "" }, 5), 5);
  assert.equal(readWorkers({ LOOPSMITH_WORKERS: "7" }, 5), 7);
  assert.equal(readGate({}), "auto");
  assert.equal(readGate({ LOOPSMITH_GATE: "never" }), "never");
  assert.equal(readBackend({}), "threads");
  assert.equal(readBackend({ LOOPSMITH_BACKEND: "serial" }), "serial");
});

test("says which value is wrong, and where it came from", () => {
  assert.throws(() => readWorkers({ LOOPSMITH_WORKERS: "many" }, 1), /LOOPSMITH_WORKERS is NaN.*Give an integer/);
  assert.throws(() => readGate({ LOOPSMITH_GATE: "open" }), /LOOPSMITH_GATE is open.*Give auto, always or never/);
  assert.throws(() => configure({ backend: "cloud" as never }), /backend is cloud.*Give threads, processes or serial/);
  assert.throws(() => configure({ idleTimeout: -1 }), /idleTimeout is -1.*Give milliseconds/);
  assert.throws(() => configure({ workers: 0.5 }), /workers is 0\.5/);
});
