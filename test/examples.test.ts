// The examples, as a user would take them through the whole chain: check, rewrite, compile, run. The rewritten program prints
// the same checksum on every number of workers.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { CheckDocument, LoopReport } from "../server/src/analysis/loopReport.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cli = path.join(root, "server/dist/cli.js");
const tsc = path.join(root, "node_modules/typescript/bin/tsc");
let scratch = "";

before(() => {
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-examples-"));
});
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

interface Rewritten {
  readonly name: string;
  /** A small input: the program runs in well under a second. */
  readonly size: string;
  /** Functions whose first loop is expected to be worth rewriting. */
  readonly functions: readonly string[];
}

const rewritten: readonly Rewritten[] = [
  { name: "mandelbrot", size: "120", functions: ["mandelbrot"] },
  { name: "monte-carlo", size: "3000", functions: ["priceAsianCall"] },
  { name: "edit-distance", size: "150", functions: ["comparePairs"] },
  { name: "image-filter", size: "1", functions: ["bilateral", "edges"] },
  { name: "k-means", size: "6", functions: ["kMeans"] },
  { name: "matmul", size: "60", functions: ["multiplyFlat", "multiplyRows"] },
  { name: "triangular", size: "40", functions: ["correlations"] },
  { name: "n-body", size: "80", functions: ["step"] },
];

describe("examples that can run in parallel", () => {
  for (const { name, size, functions } of rewritten) {
    test(name, () => {
      const folder = copy(name);
      const serial = checksum(folder, size, {});
      const loops = check(folder);
      for (const wanted of functions) {
        const promising = loops.filter(
          (loop) => loop.function === wanted && loop.verdict === "parallel" && loop.profit.promising,
        );
        assert.ok(promising.length > 0, `a promising loop in ${wanted}`);
      }
      const applied = run(process.execPath, [cli, "apply", "--all", "--write"], folder, {});
      assert.equal(applied.status, 0, applied.stderr);
      const kernels = fs.readdirSync(folder).filter((file) => file.includes(".kernels."));
      assert.ok(kernels.length > 0, "a kernel module");
      const types = run(process.execPath, [tsc, "--noEmit", "-p", "."], folder, {});
      assert.equal(types.stdout, "", "the rewritten program compiles");
      for (const workers of ["1", "2", "3"]) {
        assert.equal(
          checksum(folder, size, { LOOPSMITH_GATE: "always", LOOPSMITH_WORKERS: workers }),
          serial,
          `${workers} workers`,
        );
      }
      const again = run(process.execPath, [cli, "apply", "--all", "--diff"], folder, {});
      assert.equal(again.stdout, "", "rewriting twice changes nothing");
    });
  }
});

interface Refused {
  readonly name: string;
  readonly function: string;
  readonly reason: string;
  readonly variable: string;
  /** Text of the line that the reason names. */
  readonly at: string;
}

const refused: readonly Refused[] = [
  {
    name: "newton",
    function: "cubeRoot",
    reason: "carried-dependence",
    variable: "x",
    at: "x = x - (x * x * x - value) / (3 * x * x);",
  },
  {
    name: "lcg",
    function: "noise",
    reason: "carried-dependence",
    variable: "seed",
    at: "const u = random() + Number.MIN_VALUE;",
  },
  { name: "bfs", function: "distances", reason: "carried-dependence", variable: "queue", at: "queue.push(next);" },
];

describe("examples that must be refused", () => {
  for (const { name, function: owner, reason, variable, at } of refused) {
    test(name, () => {
      const folder = copy(name);
      const loops = check(folder).filter((loop) => loop.function === owner);
      assert.ok(loops.length > 0);
      assert.deepEqual([...new Set(loops.map((loop) => loop.verdict))], ["serial"]);
      const found = loops[0]!.reasons.find((each) => each.id === reason && each.message.includes(`\`${variable}\``));
      assert.ok(found, `${reason} that names ${variable}: ${JSON.stringify(loops[0]!.reasons)}`);
      const text = fs.readFileSync(path.join(folder, loops[0]!.file), "utf8").split("\n")[found.line - 1]!.trim();
      assert.equal(text, at);
      const applied = run(
        process.execPath,
        [cli, "apply", `${loops[0]!.file}:${loops[0]!.line}`, "--write"],
        folder,
        {},
      );
      assert.equal(applied.status, 1);
      assert.deepEqual(
        fs.readdirSync(folder).filter((file) => file.includes(".kernels.")),
        [],
      );
    });
  }
});

/** A copy outside of the repository, with its packages linked. */
function copy(name: string): string {
  const folder = path.join(scratch, name);
  fs.cpSync(path.join(root, "examples", name), folder, { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "dir");
  return folder;
}

function check(folder: string): readonly LoopReport[] {
  const { stdout, stderr, status } = run(process.execPath, [cli, "check", "--format", "json"], folder, {});
  assert.equal(status, 0, stderr);
  return (JSON.parse(stdout) as CheckDocument).loops;
}

function checksum(folder: string, size: string, environment: Record<string, string>): string {
  const { stdout, stderr, status } = run(process.execPath, ["--import", "tsx", "main.ts", size], folder, environment);
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stderr, /runs in place|ran in place/, "nothing ran in place");
  const line = /^checksum .+$/m.exec(stdout)?.[0];
  assert.ok(line, stdout);
  return line;
}

function run(file: string, args: readonly string[], cwd: string, environment: Record<string, string>) {
  return spawnSync(file, args, { cwd, encoding: "utf8", env: { ...process.env, ...environment }, timeout: 120_000 });
}
