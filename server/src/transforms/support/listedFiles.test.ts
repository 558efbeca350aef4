import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { applyTextEdits } from "./applyEdits.js";
import { listedFileEdit } from "./listedFiles.js";

const folders: string[] = [];
after(() => folders.forEach((folder) => void fs.rmSync(folder, { recursive: true })));

/** The configurations that change when `src/a.ts` gets a kernel module. */
function edited(files: Readonly<Record<string, string>>): string | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-listed-"));
  folders.push(folder);
  for (const [file, text] of Object.entries({ "src/a.ts": "", "src/b.ts": "", ...files })) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  const at = (name: string) => path.join(folder, name);
  const edit = listedFileEdit(at("src/a.ts"), at("src/a.kernels.ts"), { readFile: () => undefined });
  if (edit === undefined) return undefined;
  const name = path.relative(folder, edit.file).replaceAll("\\", "/");
  return `${name}: ${applyTextEdits(files[name]!, edit.edits)}`;
}

const composite = '"compilerOptions": { "composite": true }';

test("a composite project that lists its files gets the module behind its owner", () => {
  assert.equal(
    edited({ "tsconfig.json": `{ ${composite}, "files": ["src/a.ts", "src/b.ts"] }` }),
    `tsconfig.json: { ${composite}, "files": ["src/a.ts", "src/a.kernels.ts", "src/b.ts"] }`,
  );
  assert.equal(
    edited({ "tsconfig.json": `{ ${composite}, // why\n  "files": [\n    "./src/a.ts",\n  ],\n}` }),
    `tsconfig.json: { ${composite}, // why\n  "files": [\n    "./src/a.ts",\n    "./src/a.kernels.ts",\n  ],\n}`,
  );
});

test("the configuration that has the file, among several; what it extends counts", () => {
  assert.equal(
    edited({
      "tsconfig.json": '{ "files": [], "references": [{ "path": "src" }] }',
      "base.json": `{ ${composite} }`,
      "src/tsconfig.test.json": `{ ${composite}, "files": ["b.ts"] }`,
      "src/tsconfig.lib.json": '{ "extends": "../base.json", "files": ["a.ts"] }',
    }),
    'src/tsconfig.lib.json: { "extends": "../base.json", "files": ["a.ts", "a.kernels.ts"] }',
  );
});

test("nothing where folders are included, where what is imported comes along, and where it stands there", () => {
  assert.equal(edited({ "tsconfig.json": `{ ${composite}, "include": ["src"] }` }), undefined);
  assert.equal(edited({ "tsconfig.json": '{ "files": ["src/a.ts"] }' }), undefined);
  assert.equal(edited({ "tsconfig.json": `{ ${composite}, "files": ["src/a.ts", "src/a.kernels.ts"] }` }), undefined);
  assert.equal(edited({}), undefined);
});
