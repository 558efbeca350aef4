import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { benchRunner } from "../../../test/support/benchProject.js";
import { decode, readHeader, readRecording } from "./recording.js";

type Use = (folder: string, run: { status: number | null; signal: string | null; stdout: string }) => void;

/** Runs a program with the hook; it prints `end` when it was not ended by the recording. */
async function withHook(program: string, use: Use, { entry = 1, type = "commonjs" } = {}): Promise<void> {
  const hook = path.join(await benchRunner(), "dist/recordHook.cjs");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  try {
    const environment = { ...process.env, LOOPSMITH_RECORD_FOLDER: folder, LOOPSMITH_RECORD_ENTRY: String(entry) };
    delete (environment as NodeJS.ProcessEnv)["NODE_TEST_CONTEXT"];
    const source = `${program}\nconsole.log("end");`;
    const { status, signal, stdout } = spawnSync(
      process.execPath,
      ["--require", hook, `--input-type=${type}`, "-e", source],
      { env: environment, encoding: "utf8" },
    );
    use(folder, { status, signal, stdout });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const valuesIn = (folder: string) => decode(readRecording(folder));

test("the first entry is written, and the program goes no further", async () => {
  await withHook("for (let n = 1; n < 4; n++) __loopsmithRecord({ n });", (folder, { signal, stdout }) => {
    assert.deepEqual(valuesIn(folder), { n: 1 });
    assert.equal(signal, "SIGKILL");
    assert.equal(stdout, "");
  });
});

test("the n-th entry on request; the program runs to its end when there are fewer", async () => {
  const program = "for (let n = 1; n < 4; n++) __loopsmithRecord({ n });";
  await withHook(program, (folder) => assert.deepEqual(valuesIn(folder), { n: 3 }), { entry: 3 });
  await withHook(
    program,
    (folder, { status, stdout }) => {
      assert.equal(readHeader(folder), undefined);
      assert.equal(status, 0);
      assert.equal(stdout, "end\n");
    },
    { entry: 4 },
  );
});

test("ES modules see the same function", async () => {
  await withHook(
    "globalThis.__loopsmithRecord?.({ e: [1] });",
    (folder) => assert.deepEqual(valuesIn(folder), { e: [1] }),
    {
      type: "module",
    },
  );
});

test("so do contexts of their own, whose arrays are recorded as arrays", async () => {
  const program = `const vm = require("node:vm");
vm.runInContext("globalThis.__loopsmithRecord?.({ a: [1, { b: new Float64Array(2) }] })", vm.createContext({}));`;
  await withHook(program, (folder) => assert.deepEqual(valuesIn(folder), { a: [1, { b: new Float64Array(2) }] }));
});

test("a failure is recorded as a sentence", async () => {
  await withHook("__loopsmithRecord({ f: () => 1 });", (folder) => {
    const header = readHeader(folder);
    assert.ok(header?.status === "failed");
    assert.match(header.message, /f is a function/);
  });
});

test("the function leaves no trace in a loop over the global object", async () => {
  await withHook(`if (Object.keys(globalThis).includes("__loopsmithRecord")) process.exit(3);`, (_, { status }) => {
    assert.equal(status, 0);
  });
});
