import assert from "node:assert/strict";
import { test } from "node:test";
import { systemProblem } from "./problems.js";

const refused = (code: string, path?: string) => Object.assign(new Error(`${code}: no`), { code, path });

test("a full disk and a missing permission are said in words, with the next step", () => {
  const full = systemProblem(refused("ENOSPC"));
  assert.match(full.message, /^The disk is full/);
  assert.match(full.help, /TMPDIR/);
  for (const code of ["EACCES", "EPERM"]) {
    const denied = systemProblem(refused(code, "/tmp/locked"));
    assert.equal(denied.message, "/tmp/locked may not be read or written.");
    assert.match(denied.help, /permission/);
  }
});

test("any other refusal keeps the system's words, on one line", () => {
  const other = systemProblem(new Error("EMFILE: too many open files\n    at open"));
  assert.equal(other.message, "The benchmark could not be set up: EMFILE: too many open files.");
  assert.notEqual(other.help, "");
});

test("a temporary folder that is not there is named as such; what else is missing is not", () => {
  const missing = (syscall: string) =>
    systemProblem(
      Object.assign(new Error(`ENOENT: no such file or directory, ${syscall}`), { code: "ENOENT", syscall }),
    );
  assert.match(missing("mkdtemp").message, /^The temporary folder .* is not there or cannot be written\.$/);
  assert.match(missing("mkdtemp").help, /TMPDIR/);
  assert.match(missing("copyfile").message, /could not be set up: ENOENT/);
});
