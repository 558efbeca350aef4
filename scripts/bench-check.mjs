// Measures the analysis against the type-checker of the same TypeScript version on one code base, its growth with the size,
// and how fast it follows an edit. Prints ratios.
// Usage: npm run bench:check [-- --project FOLDER] [--rounds N] [--edits N] [--no-growth]
// FOLDER holds a tsconfig.json, of a public code base for example; without it a code base of 100,000 lines is generated.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { writeCodeBase } from "../test/benchCheck/codeBase.ts";
import { esModule } from "./bundle.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    project: { type: "string" },
    rounds: { type: "string", default: "3" },
    edits: { type: "string", default: "40" },
    "no-growth": { type: "boolean", default: false },
  },
});
const made = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-bench-"));
process.on("exit", () => fs.rmSync(made, { recursive: true, force: true }));

// What is measured is bundled like what ships.
const child = path.join(made, "child.mjs");
await build({ ...esModule, absWorkingDir: root, entryPoints: ["test/benchCheck/child.ts"], outfile: child });

const project = values.project === undefined ? generated(100_000) : path.resolve(values.project);
const rounds = Number(values.rounds);
const types = [];
const checks = [];
const reasons = [];
// Interleaved, so that a slow spell of the machine meets both.
for (let round = 0; round < rounds; round++) {
  types.push(measure("types", project));
  checks.push(measure("check", project));
  reasons.push(measure("reasons", project));
}
const { lines, files, loops } = checks[0];
console.log(`${lines} lines in ${files} files, ${loops} loops; medians of ${rounds} rounds`);
row("loading", median(checks.map((each) => each.loadMs)));
row("type-checking beyond it", median(types.map((each) => each.workMs)));
row("loopsmith check beyond it", median(checks.map((each) => each.workMs)));
row("with every reason (--all, JSON)", median(reasons.map((each) => each.workMs)));
ratio("time, check to type-check", toTypes(checks, "workMs"), 0.4);
ratio("processor time, check to type-check", toTypes(checks, "processorMs"), 0.4);
ratio("time with every reason to type-check", toTypes(reasons, "workMs"));
ratio("memory, check to type-check", toTypes(checks, "memory"), 1.3);
ratio("memory with every reason to type-check", toTypes(reasons, "memory"), 1.3);

const edit = measure("edit", project, values.edits);
console.log(`\nedits of ${path.relative(project, edit.file)}, ${edit.fileLines} lines`);
row("new program, median", median(edit.programs));
limit("new verdicts, median", median(edit.latencies), 150);
limit("new verdicts, 95th percentile", percentile(edit.latencies, 0.95), 400);
limit("cancelled work stops, longest", Math.max(0, ...edit.cancellations), 50);
console.log(`  (${edit.cancellations.length} of ${values.edits} were cancelled before they were done)`);

if (!values["no-growth"]) {
  console.log("\ngrowth, generated code");
  let first;
  for (const size of [10_000, 50_000, 100_000, 250_000]) {
    const folder = generated(size);
    const check = measure("check", folder);
    const type = measure("types", folder);
    first ??= check;
    const perLine = check.workMs / check.lines / (first.workMs / first.lines);
    console.log(
      `  ${check.lines} lines: ${Math.round(check.workMs)} ms, ${Math.round(check.memory / 1e6)} MB, per line ${perLine.toFixed(2)} times the smallest, ${(check.workMs / type.workMs).toFixed(2)} times the type-check`,
    );
    fs.rmSync(folder, { recursive: true });
  }
}

function generated(size) {
  const folder = path.join(made, String(size));
  writeCodeBase(folder, size);
  return folder;
}

function measure(mode, folder, ...more) {
  const result = spawnSync(process.execPath, [child, mode, folder, ...more], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    cwd: root,
    maxBuffer: 1e8,
  });
  if (result.status !== 0) throw new Error(`The measurement "${mode}" of ${folder} failed.`);
  return JSON.parse(result.stdout.trim().split("\n").at(-1));
}

function row(what, ms) {
  console.log(`  ${what.padEnd(40)} ${Math.round(ms)} ms`);
}

function ratio(what, each, goal) {
  const spread = `${Math.min(...each).toFixed(2)} to ${Math.max(...each).toFixed(2)}`;
  const verdict = goal === undefined ? "" : `, goal ${goal}: ${median(each) <= goal ? "met" : "missed"}`;
  console.log(`  ${what.padEnd(40)} ${median(each).toFixed(2)} (${spread})${verdict}`);
}

/** Of each round, what one way takes in terms of what the type-check takes. */
function toTypes(measured, what) {
  return measured.map((each, at) => each[what] / types[at][what]);
}

function limit(what, ms, goal) {
  console.log(`  ${what.padEnd(40)} ${Math.round(ms)} ms, goal ${goal} ms: ${ms <= goal ? "met" : "missed"}`);
}

function median(list) {
  return percentile(list, 0.5);
}

function percentile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
