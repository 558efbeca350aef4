// A small project, run by each loader and each test runner that people use for TypeScript.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeWorkspace } from "./workspace.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
/** A Node that strips types by itself, where one is known. */
const stripping = process.features.typescript ? process.execPath : newerNode();
/** Node 20 does not. */
const plain = process.features.typescript ? undefined : process.execPath;

let root = "";
before(() => {
  // What a project does not have, a worker cannot use: each loader has to do without the others.
  root = makeWorkspace("suite", { ownTools: true });
});
after(() => fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

for (const kind of ["esm", "cjs"]) {
  describe(kind === "esm" ? "a project of ES modules" : "a project in CommonJS", () => {
    before(() => provide("typescript"));
    after(() => withdraw("typescript"));

    const bin = (name, file) => path.join(root, "node_modules", name, file);
    const runs = (name, command) => test(name, () => inWorkers(run(kind, command())));

    runs("compiled by tsc", () => {
      run(kind, [bin("typescript", "bin/tsc"), "-p", "."], { reports: false });
      return ["built/main.js"];
    });

    const runsWith = (tool, name, command) => {
      test(name, () => {
        provide(tool);
        try {
          inWorkers(run(kind, command()));
        } finally {
          withdraw(tool);
        }
      });
    };

    runsWith("tsx", "tsx", () => [bin("tsx", "dist/cli.mjs"), "src/main.ts"]);
    runsWith("tsx", "node --test with tsx", () => ["--import", "tsx", "--test", "tests/rows.node.ts"]);
    runsWith("ts-node", "ts-node", () => {
      const loader =
        kind === "esm" ? ["--loader", "ts-node/esm/transpile-only"] : ["-r", "ts-node/register/transpile-only"];
      return ["--no-warnings", ...loader, "src/main.ts"];
    });

    for (const pool of ["forks", "threads", "vmThreads"]) {
      runs(`vitest, ${pool}`, () => [bin("vitest", "vitest.mjs"), "run", "--pool", pool]);
    }
    if (plain !== undefined) {
      test("vitest in a project without anything that compiles TypeScript for a worker", () => {
        withdraw("typescript");
        try {
          inPlace(run(kind, [bin("vitest", "vitest.mjs"), "run"]));
        } finally {
          provide("typescript");
        }
      });
    }

    const jest = () => {
      const modules = kind === "esm" ? ["--no-warnings", "--experimental-vm-modules"] : [];
      return [...modules, bin("jest", "bin/jest.js")];
    };
    runs("jest", jest);

    if (stripping !== undefined && plain !== undefined) {
      // Such a Node takes TypeScript files for its own, but not the ways in which these tools find and compile them.
      test("vitest and jest under a Node that strips types", () => {
        inWorkers(run(kind, [bin("vitest", "vitest.mjs"), "run"], { node: stripping }));
        inWorkers(run(kind, jest(), { node: stripping }));
      });
    }
  });
}

describe("a program in TypeScript run by Node itself", () => {
  if (stripping !== undefined) {
    test("a Node that strips types strips them in workers, too", () => {
      inWorkers(run("esm", ["src/main.ts"], { node: stripping }));
    });
    test("node --test", () => {
      inWorkers(run("esm", ["--test", "tests/rows.node.ts"], { node: stripping }));
    });
  }
  if (plain !== undefined) {
    test("a Node that does not strip types refuses the program before any loop runs", () => {
      const { status, stderr } = spawnSync(plain, ["src/main.ts"], { cwd: path.join(root, "esm"), encoding: "utf8" });
      assert.notEqual(status, 0);
      assert.match(stderr, /Unknown file extension "\.ts"/);
    });
  }
});

/** What the user is told, once, where the workers cannot load the kernel. */
function inPlace({ report, runs, told }) {
  assert.equal(report.equal, true);
  assert.equal(report.asynchronous.mode, "in-place");
  assert.equal(report.synchronous.mode, "in-place");
  assert.equal(runs, 1);
  const warnings = told.match(/LoopsmithWarning: .*/g) ?? [];
  assert.equal(warnings.length, 1, told);
  assert.match(warnings[0], /cannot be loaded in a worker: Unknown file extension "\.ts".* Install tsx or typescript/);
}

function inWorkers({ report, runs, told }) {
  assert.equal(report.equal, true);
  assert.equal(report.asynchronous.mode, "parallel", report.asynchronous.why);
  assert.equal(report.synchronous.mode, "parallel", report.synchronous.why);
  assert.equal(report.elsewhere, true, "the calling thread has run the kernel");
  assert.equal(report.ownWorld, true, "results are of another world");
  assert.equal(runs, 1);
  assert.doesNotMatch(told, /LoopsmithWarning/);
}

function provide(name) {
  fs.symlinkSync(path.join(here, "node_modules", `tool-${name}`), path.join(root, "node_modules", name), "junction");
}

function withdraw(name) {
  fs.rmSync(path.join(root, "node_modules", name));
}

function newerNode() {
  const file = path.join(here, "node_modules", `node-linux-${process.arch}`, "bin/node");
  return fs.existsSync(file) ? file : undefined;
}

function run(kind, args, { reports = true, node = process.execPath } = {}) {
  const cwd = path.join(root, kind);
  const [report, runs] = ["report.json", "runs.txt"].map((name) => path.join(cwd, name));
  for (const file of [report, runs]) fs.rmSync(file, { force: true });
  const env = { ...process.env, REPORT: report, RUNS: runs, NODE_OPTIONS: "" };
  // Else a test runner inside of this one would report to it.
  delete env.NODE_TEST_CONTEXT;
  const { status, stdout, stderr } = spawnSync(node, args, { cwd, env, encoding: "utf8", timeout: 120_000 });
  assert.equal(status, 0, `${args.join(" ")}\n${stdout}${stderr}`);
  if (!reports) return undefined;
  const count = fs.readFileSync(runs, "utf8").split("\n").length - 1;
  return { report: JSON.parse(fs.readFileSync(report, "utf8")), runs: count, told: stdout + stderr };
}
