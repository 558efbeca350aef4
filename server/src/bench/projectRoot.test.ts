import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { makeGround } from "../../../test/support/benchProject.js";
import { projectRoot } from "./projectRoot.js";

function checkRoot(files: Record<string, string>, file: string, cwd: string, expected: string | RegExp): void {
  const { project, remove } = makeGround({ ...files, [file]: "" });
  try {
    const root = projectRoot(path.join(project, file), path.join(project, cwd));
    if (typeof expected === "string") assert.equal(root, path.join(project, expected));
    else assert.match(typeof root === "string" ? root : root.message, expected);
  } finally {
    remove();
  }
}

test("the nearest folder with a package.json", () => {
  checkRoot({ "package.json": "{}", "app/package.json": "{}" }, "app/src/x.ts", "app", "app");
  checkRoot({ "package.json": "{}", "app/package.json": "{}" }, "app/src/x.ts", "app/src", "app");
});

test("it must hold the command's folder too", () => {
  checkRoot({ "package.json": "{}", "app/package.json": "{}" }, "app/src/x.ts", ".", ".");
});

test("a member of a workspace: its root", () => {
  checkRoot(
    { "package.json": '{"workspaces":["packages/*"]}', "packages/a/package.json": "{}" },
    "packages/a/x.ts",
    "packages/a",
    ".",
  );
  checkRoot({ "package.json": '{"workspaces":{"packages":["a"]}}', "a/package.json": "{}" }, "a/x.ts", "a", ".");
  checkRoot({ "pnpm-workspace.yaml": "packages: [a]", "a/package.json": "{}" }, "a/x.ts", "a", ".");
});

test("not a member: its own folder", () => {
  checkRoot(
    { "package.json": '{"workspaces":["packages/*"]}', "tools/a/package.json": "{}" },
    "tools/a/x.ts",
    "tools/a",
    "tools/a",
  );
});

test("no package.json at all: the command's folder", () => {
  checkRoot({ "a/y.ts": "" }, "a/src/x.ts", "a", "a");
});

test("file and command without a common project", () => {
  checkRoot({ "a/package.json": "{}", "b/package.json": "{}" }, "a/x.ts", "b", /belong to no common project/);
});
