import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { installCommand, packageManagerOf } from "./packageManager.js";

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
