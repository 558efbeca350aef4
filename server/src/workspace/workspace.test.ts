import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { isProblem, openWorkspace } from "./workspace.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-workspace-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const deep = (count: number) => `export const x = ${"(1+".repeat(count)}1${")".repeat(count)};\n`;
const members = (count: number) => `export const y = (o: any) => o${".next".repeat(count)};\n`;
const blocks = (count: number) => `${"{".repeat(count)}${"}".repeat(count)}\n`;

test("a file on which the compiler runs out of stack is left out, the others are read; mended, it is back", () => {
  const names = ["deep.ts", "blocks.js", "members.ts", "fine.ts"].map((name) => path.join(folder, name));
  const [first, second, third, fine] = names as [string, string, string, string];
  fs.writeFileSync(first, deep(20_000));
  fs.writeFileSync(second, blocks(20_000));
  fs.writeFileSync(third, members(20_000));
  fs.writeFileSync(fine, deep(20));
  const workspace = openWorkspace({ cwd: folder, project: null, files: names });
  assert.ok(!isProblem(workspace));
  assert.deepEqual(workspace.ownFiles(), names.toSorted());
  assert.deepEqual(
    names.map((file) => workspace.isTooDeep(file)),
    [true, true, true, false],
  );
  assert.equal(workspace.program().getSourceFile(fine)?.text, deep(20));
  assert.equal(workspace.program().getSourceFile(first)?.text, "");
  workspace.setDocument(first, 1, deep(10));
  assert.equal(workspace.program().getSourceFile(first)?.text, deep(10));
  assert.equal(workspace.isTooDeep(first), false);
});
