// The editor's way to install the runner: what is missing is said first, and a manifest is what it was where nothing came of it.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { runInstall } from "./installRequest.js";

let folder = "";
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-offer-")));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const never = new AbortController().signal;
const tarball = () => path.join(folder, "loopsmith-runner-9.9.9.tgz");

test("a package without the runner is told apart from one that has it, and nothing is changed", async () => {
  const manifest = '{ "name": "p" }';
  fs.writeFileSync(path.join(folder, "package.json"), manifest);
  assert.deepEqual(await runInstall({ folder, dry: true }, never, tarball()), { kind: "missing", message: folder });
  assert.equal(fs.readFileSync(path.join(folder, "package.json"), "utf8"), manifest);
  const there = path.join(folder, "node_modules/@loopsmith/runner");
  fs.mkdirSync(there, { recursive: true });
  fs.writeFileSync(path.join(there, "package.json"), "{}");
  assert.equal((await runInstall({ folder, dry: true }, never, tarball())).kind, "there");
});

test("where the package manager fails, the manifest is what it was and the reason is told", async () => {
  // A tarball that is none.
  fs.writeFileSync(tarball(), "nothing");
  const manifest = '{ "name": "p", "packageManager": "npm@11.0.0" }';
  fs.writeFileSync(path.join(folder, "package.json"), manifest);
  const result = await runInstall({ folder, dry: false }, never, tarball());
  assert.equal(result.kind, "problem");
  assert.match(result.message, /npm could not install the runner: .+/);
  assert.equal(fs.readFileSync(path.join(folder, "package.json"), "utf8"), manifest);
});

test("cancelled, it leaves the manifest as it was", async () => {
  fs.writeFileSync(tarball(), "nothing");
  fs.writeFileSync(path.join(folder, "package.json"), '{ "name": "p" }');
  const result = await runInstall({ folder, dry: false }, AbortSignal.abort(), tarball());
  assert.deepEqual([result.kind, result.message], ["problem", "The installation was cancelled."]);
  assert.equal(fs.readFileSync(path.join(folder, "package.json"), "utf8"), '{ "name": "p" }');
});
