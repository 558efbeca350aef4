import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { applyTextEdits } from "./applyEdits.js";
import { packageEdit } from "./packageJson.js";

const folders: string[] = [];
after(() => folders.forEach((folder) => void fs.rmSync(folder, { recursive: true })));

/** The manifests after an edit for `src/a.ts` below the last of them, by path; only what changes. */
function edited(manifests: Record<string, string>, source: string): Record<string, string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-manifest-"));
  folders.push(folder);
  for (const [file, text] of Object.entries(manifests)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  const edit = packageEdit(path.join(folder, source), { readFile: () => undefined });
  if (edit === undefined) return {};
  const name = path.relative(folder, edit.file).replaceAll("\\", "/");
  return { [name]: applyTextEdits(manifests[name]!, edit.edits) };
}

function one(manifest: string): string | undefined {
  return edited({ "package.json": manifest }, "src/a.ts")["package.json"];
}

test("a sorted list stays sorted", () => {
  assert.equal(
    one('{\n  "dependencies": {\n    "@a/a": "1",\n    "@z/z": "1",\n    "zod": "1"\n  }\n}\n'),
    '{\n  "dependencies": {\n    "@a/a": "1",\n    "@loopsmith/runner": "^0.1.0",\n    "@z/z": "1",\n    "zod": "1"\n  }\n}\n',
  );
  assert.equal(
    one('{\n\t"dependencies": {\n\t\t"@a/a": "1"\n\t}\n}\n'),
    '{\n\t"dependencies": {\n\t\t"@a/a": "1",\n\t\t"@loopsmith/runner": "^0.1.0"\n\t}\n}\n',
  );
});

test("a list in an order of its own gets it at the end", () => {
  assert.equal(
    one('{ "dependencies": { "zod": "1", "ajv": "1" } }'),
    '{ "dependencies": { "zod": "1", "ajv": "1", "@loopsmith/runner": "^0.1.0" } }',
  );
});

test("a new list stands before the other kinds, and ends lines as the file does", () => {
  assert.equal(
    one('{\r\n  "name": "p",\r\n  "devDependencies": {}\r\n}\r\n'),
    '{\r\n  "name": "p",\r\n  "dependencies": {\r\n    "@loopsmith/runner": "^0.1.0"\r\n  },\r\n  "devDependencies": {}\r\n}\r\n',
  );
  assert.equal(one("{}"), '{\n  "dependencies": {\n    "@loopsmith/runner": "^0.1.0"\n  }\n}');
});

test("a list of that name elsewhere is not taken for it", () => {
  assert.equal(
    one('{\n  "jspm": { "dependencies": { "zod": "1" } },\n  "version": "1.0.0"\n}\n'),
    '{\n  "jspm": { "dependencies": { "zod": "1" } },\n  "version": "1.0.0",\n  "dependencies": {\n    "@loopsmith/runner": "^0.1.0"\n  }\n}\n',
  );
});

test("the package of the file gets it, not the root of the workspace around", () => {
  const manifests = {
    "package.json": '{ "workspaces": ["packages/*"], "dependencies": { "zod": "1" } }',
    "packages/p/package.json": '{ "name": "p", "dependencies": {} }',
  };
  assert.deepEqual(edited(manifests, "packages/p/src/a.ts"), {
    "packages/p/package.json": '{ "name": "p", "dependencies": { "@loopsmith/runner": "^0.1.0" } }',
  });
});

test("not where the root of the workspace has it for all", () => {
  const root = '{ "dependencies": { "@loopsmith/runner": "^0.1.0" } }';
  const own = { "packages/p/package.json": '{ "name": "p" }' };
  const npm = root.replace("{ ", '{ "workspaces": ["packages/*"], ');
  assert.deepEqual(edited({ "package.json": npm, ...own }, "packages/p/src/a.ts"), {});
  assert.deepEqual(edited({ "package.json": root, "pnpm-workspace.yaml": "", ...own }, "packages/p/src/a.ts"), {});
  // A folder above that is no workspace has nothing to do with it.
  assert.deepEqual(Object.keys(edited({ "package.json": root, ...own }, "packages/p/src/a.ts")), [
    "packages/p/package.json",
  ]);
});

test("a manifest that only tells the kind of modules is passed over", () => {
  const manifests = { "package.json": '{ "name": "p" }', "src/package.json": '{ "type": "module" }' };
  assert.deepEqual(Object.keys(edited(manifests, "src/a.ts")), ["package.json"]);
});

test("not twice, and not into what cannot be read", () => {
  assert.equal(one('{ "devDependencies": { "@loopsmith/runner": "*" } }'), undefined);
  assert.equal(one('{ "name": "p", '), undefined);
  assert.equal(one("[]"), undefined);
});
