import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { bundledRunner, carriedFiles, isRunnerModule } from "./carried.js";

test("the built runner is known by the files that lie around it", (context) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-carried-"));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  const dist = path.join(folder, "dist");
  const index = path.join(dist, "index.js");
  fs.mkdirSync(path.join(dist, "piscina"), { recursive: true });
  fs.writeFileSync(index, "");
  assert.ok(!isRunnerModule(index));
  for (const name of [
    "worker.cjs",
    "piscina/index.cjs",
    "piscina/worker.js",
    "piscina/package.json",
    "piscina/LICENSE",
  ])
    fs.writeFileSync(path.join(dist, name), name);
  assert.ok(isRunnerModule(index));
  assert.ok(isRunnerModule(path.join(dist, "index.cjs")));
  assert.ok(!isRunnerModule(path.join(dist, "bench.js")));
  assert.ok(carriedFiles(index).every(({ name, contents }) => contents.toString() === name));
});

test("a bundle gets one copy of the runner, which knows where the worker's entry lies", () => {
  const code = "typeof LOOPSMITH_CARRIED === 'string'";
  assert.equal(bundledRunner(code, "/r/dist/index.js", "HERE"), "typeof HERE === 'string'");
  assert.equal(bundledRunner(code, "/r/dist/index.cjs", "HERE"), 'module.exports = require("./index.js");');
});
