// Which Node a benchmark in the editor runs on, among made-up ones: each place is asked before the next, and the one found is named.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, beforeEach, test } from "node:test";
import { findUserNode, type NodeQuestion } from "./userNode.js";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-node-"));
after(() => fs.rmSync(root, { recursive: true, force: true }));
let at = "";
let count = 0;
beforeEach(() => {
  at = path.join(root, String(count++));
  fs.mkdirSync(path.join(at, "project/src"), { recursive: true });
});

function write(name: string, text: string): string {
  const file = path.join(at, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: 0o755 });
  return file;
}
const node = (name: string, version: string) => write(name, `#!/bin/sh\necho ${version}\n`);

async function found(question: Partial<NodeQuestion> = {}) {
  const answer = await findUserNode({
    folder: path.join(at, "project/src"),
    home: path.join(at, "home"),
    env: { PATH: path.join(at, "bin") },
    own: { path: "/editor", version: "v24.0.0", isElectron: true },
    ...question,
  });
  return "kind" in answer
    ? `${answer.message} ${answer.help}`
    : `${path.relative(at, answer.path)} ${answer.version}: ${answer.from}`;
}

test("the setting comes first, as a file or a folder; one that does not start, or is too old, is told", async () => {
  node("bin/node", "v22.1.0");
  write("project/.nvmrc", "22\n");
  const file = node("mine/bin/node", "v20.5.0");
  assert.equal(await found({ setting: file }), "mine/bin/node v20.5.0: setting");
  assert.equal(await found({ setting: path.join(at, "mine") }), "mine/bin/node v20.5.0: setting");
  assert.match(
    await found({ setting: "/no/such/node" }),
    /^The Node of the setting loopsmith\.node\.path, \/no\/such\/node, cannot be started\. Correct/,
  );
  assert.match(
    await found({ setting: node("old/node", "v18.0.0") }),
    /names Node v18\.0\.0, and rewritten loops need Node 20 or later\. Install/,
  );
});

test("then what the project asks for: on the PATH, else the newest that a version manager has", async () => {
  node("bin/node", "v22.1.0");
  node("home/.nvm/versions/node/v20.1.0/bin/node", "v20.1.0");
  node("home/.nvm/versions/node/v20.11.1/bin/node", "v20.11.1");
  write("project/.nvmrc", "v20 # as in production\n");
  assert.equal(await found(), "home/.nvm/versions/node/v20.11.1/bin/node v20.11.1: .nvmrc, nvm");
  write("project/.nvmrc", "22");
  assert.equal(await found(), "bin/node v22.1.0: .nvmrc, PATH");
  write("project/.nvmrc", "lts/iron");
  write("home/.nvm/alias/lts/iron", "v20.1.0\n");
  assert.equal(await found(), "home/.nvm/versions/node/v20.1.0/bin/node v20.1.0: .nvmrc, nvm");
});

test("other files and managers say the same", async () => {
  node("home/.volta/tools/image/node/20.2.0/bin/node", "v20.2.0");
  node("home/.local/share/fnm/node-versions/v21.0.0/installation/bin/node", "v21.0.0");
  write("project/package.json", '{ "volta": { "node": "20.2.0" }, "engines": { "node": ">=21" } }');
  assert.equal(await found(), "home/.volta/tools/image/node/20.2.0/bin/node v20.2.0: package.json (volta), volta");
  write("project/package.json", '{ "engines": { "npm": ">=9", "node": ">=21" } }');
  assert.match(await found(), /v21\.0\.0: package\.json \(engines\), fnm$/);
  write("project/src/.node-version", "20");
  assert.match(await found(), /v20\.2\.0: \.node-version, volta$/);
});

test("a project that asks for one that is too old is told so; for one that is not there, another is taken and said", async () => {
  node("bin/node", "v22.1.0");
  node("home/.nvm/versions/node/v18.1.0/bin/node", "v18.1.0");
  write("project/.nvmrc", "18");
  assert.match(await found(), /^\.nvmrc asks for Node 18, and rewritten loops need Node 20 or later\./);
  write("project/.nvmrc", "");
  write("project/package.json", '{ "engines": { "node": ">=16" } }');
  assert.equal(await found({ env: { PATH: "" } }), `${path.relative(at, "/editor")} v24.0.0: the editor's own`);
  write("project/.nvmrc", "21");
  assert.equal(await found(), "bin/node v22.1.0: PATH; .nvmrc asks for 21, which is not installed");
});

test("then the version manager's default, unless a terminal has chosen another; then the PATH", async () => {
  node("bin/node", "v22.1.0");
  assert.equal(await found(), "bin/node v22.1.0: PATH");
  node("home/.nvm/versions/node/v20.1.0/bin/node", "v20.1.0");
  const chosen = node("home/.nvm/versions/node/v23.0.0/bin/node", "v23.0.0");
  write("home/.nvm/alias/default", "20");
  assert.match(await found(), /v20\.1\.0: nvm's default$/);
  assert.match(await found({ env: { PATH: path.dirname(chosen) } }), /v23\.0\.0: PATH$/);
});

test("else the editor's own; where that is too old, too, somebody has to install one", async () => {
  assert.equal(await found(), `${path.relative(at, "/editor")} v24.0.0: the editor's own`);
  node("bin/node", "v18.0.0");
  assert.match(await found(), /v24\.0\.0: the editor's own; the one of the PATH is v18\.0\.0$/);
  const own = { path: "/editor", version: "v16.0.0", isElectron: true };
  assert.match(await found({ own }), /^No Node was found, and rewritten loops need Node 20 or later\. Install Node 20/);
  const answer = await findUserNode({ folder: at, home: at, env: {}, own: { ...own, version: "v24.0.0" } });
  assert.deepEqual("env" in answer && answer.env, { ELECTRON_RUN_AS_NODE: "1" });
});
