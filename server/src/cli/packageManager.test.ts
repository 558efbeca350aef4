import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { commandFor, gettingOf, installCommand, packageManagerOf } from "./packageManager.js";

const folders: string[] = [];
after(() => folders.forEach((folder) => void fs.rmSync(folder, { recursive: true })));

function managerIn(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-manager-"));
  folders.push(folder);
  fs.mkdirSync(path.join(folder, "packages/p"), { recursive: true });
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, file), text);
  return packageManagerOf(path.join(folder, "packages/p"));
}

test("a lock file in the package or above it tells the manager", () => {
  assert.equal(managerIn({ "pnpm-lock.yaml": "" }), "pnpm");
  assert.equal(managerIn({ "pnpm-workspace.yaml": "" }), "pnpm");
  assert.equal(managerIn({ "yarn.lock": "" }), "yarn");
  assert.equal(managerIn({ "bun.lock": "" }), "bun");
  assert.equal(managerIn({ "bun.lockb": "" }), "bun");
  assert.equal(managerIn({ "package-lock.json": "{}" }), "npm");
});

test("the manifest's own word comes first, and the nearest file", () => {
  assert.equal(managerIn({ "package.json": '{ "packageManager": "yarn@4.1.0" }', "package-lock.json": "{}" }), "yarn");
  assert.equal(managerIn({ "pnpm-lock.yaml": "", "packages/p/package-lock.json": "{}" }), "npm");
});

test("npm where nothing tells", () => {
  assert.equal(managerIn({ "package.json": '{ "name": "pnpm@1" }' }), "npm");
});

test("each is told to install what the manifest says", () => {
  for (const manager of ["npm", "pnpm", "yarn", "bun"] as const) {
    assert.deepEqual(installCommand(manager).slice(0, 2), [manager, "install"]);
  }
});

/** The command in a package that npm has filled, or nobody, on a machine that has these programs. */
function commandIn(files: Record<string, string>, programs: readonly string[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-manager-"));
  folders.push(folder);
  const bin = path.join(folder, "bin");
  const end = process.platform === "win32" ? ".cmd" : "";
  const all = { ...files, ...Object.fromEntries(programs.map((each) => [`bin/${each}${end}`, ""])) };
  for (const [file, text] of Object.entries(all)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  return commandFor(folder, bin).join(" ");
}

test("npm adds to what it has installed where the project's own manager is not on the machine", () => {
  const filled = { "pnpm-lock.yaml": "", "node_modules/.package-lock.json": "{}" };
  assert.match(commandIn(filled, ["npm"]), /^npm install .* --no-package-lock$/);
  assert.doesNotMatch(commandIn({ ...filled, "package-lock.json": "{}" }, ["npm"]), /--no-package-lock/);
});

test("the project's own manager where it is there, or what is installed is not npm's", () => {
  assert.match(
    commandIn({ "pnpm-lock.yaml": "", "node_modules/.package-lock.json": "{}" }, ["npm", "pnpm"]),
    /^pnpm install/,
  );
  assert.match(commandIn({ "pnpm-lock.yaml": "", "node_modules/.modules.yaml": "" }, ["npm"]), /^pnpm install/);
  assert.match(commandIn({ "yarn.lock": "" }, ["npm"]), /^yarn install/);
});

test("a manager that is missing can be got in ways that exist", () => {
  assert.equal(gettingOf("pnpm"), "npm install --global pnpm, or corepack enable pnpm");
  assert.equal(gettingOf("bun"), "npm install --global bun");
});
