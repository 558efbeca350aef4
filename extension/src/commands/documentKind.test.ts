// Files are analysed; of everything else is said why not and what to do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { whyNotAnalysed } from "./documentKind.js";

test("files on disk are analysed", () => {
  assert.equal(whyNotAnalysed("file"), undefined);
});

test("notebooks, unsaved texts and virtual files are not, each for its own reason", () => {
  assert.match(whyNotAnalysed("vscode-notebook-cell")!, /notebooks.*Move the loop into a file\.$/);
  assert.match(whyNotAnalysed("untitled")!, /not been saved yet\. Save it/);
  assert.match(whyNotAnalysed("vscode-vfs")!, /on disk.*Open the folder/);
});
