import assert from "node:assert/strict";
import { test } from "node:test";
import { inherited } from "./childProcess.js";

test("a child has the loaders of the program, and neither its text nor its debugger or test runner", () => {
  const options = ["--import", "tsx", "--conditions=source", "--max-old-space-size=100", "-r", "./setup.cjs"];
  assert.deepEqual(inherited(options), options);
  assert.deepEqual(inherited(["--inspect-brk=0", "--test", "--input-type=module", "-e", "work()", "--no-warnings"]), [
    "--no-warnings",
  ]);
  assert.deepEqual(inherited(["--eval=work()", "--test-name-pattern=x", "--watch", "--cpu-prof"]), []);
});
