import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { checkOutputs, writeOutput } from "./outputs.js";
import { UserProblem } from "./problem.js";

const cwd = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
test.after(() => fs.rmSync(cwd, { recursive: true }));

function refused(run: () => void, message: RegExp): void {
  assert.throws(run, (error) => error instanceof UserProblem && message.test(error.message) && error.help !== "");
}

test("files in folders that are there are accepted, and what was not asked for", () => {
  checkOutputs({ cwd }, { "--out": "report.html", "--save": undefined });
  fs.writeFileSync(path.join(cwd, "old.json"), "{}");
  checkOutputs({ cwd }, { "--save": "old.json" });
});

test("a folder that is missing, or a folder in the place of the file, is said before anything runs", () => {
  refused(
    () => checkOutputs({ cwd }, { "--out": "none/r.md" }),
    /^--out none\/r\.md cannot be written: there is no folder none\.$/,
  );
  refused(() => checkOutputs({ cwd }, { "--save": "." }), /^--save \. cannot be written: it is a folder\.$/);
});

test("what cannot be written after all is printed", () => {
  const printed: string[] = [];
  const terminal = { cwd, out: (text: string) => void printed.push(text) };
  writeOutput(terminal, "report.md", "fine");
  assert.equal(fs.readFileSync(path.join(cwd, "report.md"), "utf8"), "fine");
  refused(() => writeOutput(terminal, "gone/report.md", "lost?"), /^gone\/report\.md could not be written: ENOENT\.$/);
  assert.deepEqual(printed, ["lost?"]);
});
