// Which files of a folder a check and a scan look at.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { readSourceFolder } from "./sourceFolders.js";

describe("a folder of sources", () => {
  let folder = "";
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-folder-"));
    for (const name of ["a.ts", "b.jsx", "c.d.ts", "d.kernels.ts", "e.json", "f.mjs"])
      fs.writeFileSync(path.join(folder, name), "");
    for (const name of ["src", "node_modules", ".git", "dist"]) fs.mkdirSync(path.join(folder, name));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const names = (paths: readonly string[]) => paths.map((each) => path.basename(each)).sort();

  test("gives its sources: no declarations, no kernels, nothing else", () => {
    assert.deepEqual(names(readSourceFolder(folder).files), ["a.ts", "b.jsx", "f.mjs"]);
  });

  test("leads to folders of sources, not to packages, builds or hidden ones", () => {
    assert.deepEqual(names(readSourceFolder(folder).folders), ["src"]);
  });

  test("does not follow a link", () => {
    fs.symlinkSync(folder, path.join(folder, "circle"), "dir");
    assert.deepEqual(names(readSourceFolder(folder).folders), ["src"]);
  });
});
