import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { isProblem, openWorkspace } from "./workspace.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-defaults-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

// As the compiler counts the kinds of modules.
const commonJs = 1;
const es2015 = 5;
const esNext = 99;

/** The options of a program whose project has this TypeScript installed. */
function optionsUnder(version: string | undefined, compilerOptions: object) {
  const project = fs.mkdtempSync(path.join(folder, "p"));
  if (version !== undefined) {
    fs.mkdirSync(path.join(project, "node_modules/typescript"), { recursive: true });
    fs.writeFileSync(path.join(project, "node_modules/typescript/package.json"), JSON.stringify({ version }));
  }
  fs.writeFileSync(path.join(project, "a.ts"), "export const a = 1;\n");
  fs.writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const workspace = openWorkspace({ cwd: project });
  assert.ok(!isProblem(workspace));
  return workspace.program().getCompilerOptions();
}

test("a project of an older compiler keeps what that one takes for granted", () => {
  const { strict, module, types } = optionsUnder("4.9.5", { target: "es2022" });
  assert.deepEqual([strict, module, types], [false, es2015, ["*"]]);
  assert.equal(optionsUnder("5.9.2", {}).module, commonJs, "where nothing newer is asked for");
});

test("not what the project says itself, and not under a newer compiler, or none", () => {
  const { strict, module } = optionsUnder("5.1.0", { strict: true, module: "esnext" });
  assert.deepEqual([strict, module], [true, esNext]);
  assert.equal(optionsUnder("6.0.2", {}).strict, undefined);
  assert.equal(optionsUnder(undefined, {}).strict, undefined);
});
