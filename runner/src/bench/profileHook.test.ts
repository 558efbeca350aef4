import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { benchRunner } from "../../../test/support/benchProject.js";
import type { ThreadProfile } from "./profileSampler.js";

/** Runs a CommonJS program with the hook; returns how it ended and the profiles that it left. */
async function withHook(program: string, { profiled = true, flags = [] as readonly string[] } = {}) {
  const hook = path.join(await benchRunner(), "dist/profileHook.cjs");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  try {
    const file = path.join(folder, "program.cjs");
    fs.writeFileSync(file, program);
    const out = path.join(folder, "out");
    fs.mkdirSync(out);
    const env: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}` };
    delete env["NODE_TEST_CONTEXT"];
    if (profiled) env["LOOPSMITH_PROFILE_FOLDER"] = out;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, file], {
      env,
      encoding: "utf8",
      timeout: 60_000,
    });
    const names = fs.readdirSync(out).filter((name) => name.endsWith(".json"));
    const profiles = names.map((name) => JSON.parse(fs.readFileSync(path.join(out, name), "utf8")) as ThreadProfile);
    return { status, stdout, stderr, profiles };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** After a while of work, as soon as the process can be asked for its profile: on a busy machine that takes a moment. */
const whenReady = `function whenReady(pid, then) {
  const mark = require("node:path").join(process.env.LOOPSMITH_PROFILE_FOLDER, "flush-" + pid + ".ready");
  setTimeout(() => (require("node:fs").existsSync(mark) ? then() : whenReady(pid, then)), 300);
}`;

const busy = "const end = Date.now() + 200; function spin() { while (Date.now() < end); }";
const has = ({ profile }: ThreadProfile, name: string) =>
  profile.nodes.some((node) => node.callFrame.functionName === name);

test("a program that ends by process.exit leaves its profile, its output and its status", async () => {
  const { status, stdout, stderr, profiles } = await withHook(`${busy} spin(); console.log("done"); process.exit(3);`);
  assert.deepEqual([status, stdout, stderr], [3, "done\n", ""]);
  assert.equal(profiles.length, 1);
  assert.ok(has(profiles[0]!, "spin"));
});

test("without a folder nothing is sampled", async () => {
  const { status, profiles } = await withHook(busy, { profiled: false });
  assert.equal(status, 0);
  assert.deepEqual(profiles, []);
});

test("a worker that is terminated in the middle of its work leaves its profile", async () => {
  const { stdout, profiles } = await withHook(`
    const { Worker, isMainThread, parentPort } = require("node:worker_threads");
    function spin() { for (;;) Math.sqrt(Math.random()); }
    if (isMainThread) {
      const worker = new Worker(__filename);
      ${whenReady}
      worker.once("message", () => whenReady(process.pid, () => worker.terminate().then((code) => console.log("ended", code))));
    } else { parentPort.postMessage("here"); setImmediate(spin); }`);
  assert.equal(stdout, "ended 1\n");
  assert.ok(profiles.some((profile) => profile.thread !== 0 && has(profile, "spin")));
});

test("a child process that is killed in the middle of its work leaves its profile", async () => {
  const { stdout, profiles } = await withHook(`
    const { fork } = require("node:child_process");
    function spin() { for (;;) Math.sqrt(Math.random()); }
    if (process.argv[2] === "child") { process.send("here"); setImmediate(spin); }
    else {
      const child = fork(__filename, ["child"]);
      ${whenReady}
      child.once("message", () => whenReady(child.pid, () => child.kill()));
      child.once("exit", (code, signal) => console.log(signal));
    }`);
  assert.equal(stdout, "SIGTERM\n");
  assert.equal(new Set(profiles.map(({ pid }) => pid)).size, 2);
  assert.ok(profiles.some((profile) => has(profile, "spin")));
});

test("what Node's test runner starts is profiled, and what has no inspector left alone", async () => {
  const { status, profiles } = await withHook(`require("node:test")("works", () => { ${busy} spin(); });`, {
    flags: ["--test"],
  });
  assert.equal(status, 0);
  assert.ok(profiles.some((profile) => has(profile, "spin")));
});
