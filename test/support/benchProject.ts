// For the tests of the benchmark: small projects in a temporary folder, and a runner whose parallelMapSync runs in place.
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Absolute path of the loader that lets Node run TypeScript, for commands of test projects. */
export const tsx = path.join(repository, "node_modules/tsx/dist/loader.mjs");

export interface TestGround {
  /** The temporary folder in force while the test runs; whatever a benchmark leaves behind lies in it. */
  readonly temp: string;
  readonly project: string;
  readonly remove: () => void;
}

/** Writes a project, given as file names and texts, and makes a fresh folder the system's temporary folder. */
export function makeGround(files: Readonly<Record<string, string>>): TestGround {
  const before = process.env["TMPDIR"];
  const ground = fs.realpathSync(fs.mkdtempSync(path.join(before ?? os.tmpdir(), "bench-test-")));
  const temp = path.join(ground, "temp");
  const project = path.join(ground, "project");
  fs.mkdirSync(temp);
  writeFiles(project, files);
  process.env["TMPDIR"] = temp;
  const remove = () => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    fs.rmSync(ground, { recursive: true, force: true });
  };
  return { temp, project, remove };
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

/** Names and hashes of everything in a folder; links by their targets. */
export function fingerprint(folder: string): string {
  const lines: string[] = [];
  const visit = (inner: string) => {
    for (const entry of fs.readdirSync(inner, { withFileTypes: true })) {
      const file = path.join(inner, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.isSymbolicLink()) lines.push(`${file} -> ${fs.readlinkSync(file)}`);
      else lines.push(`${file} ${createHash("sha256").update(fs.readFileSync(file)).digest("hex")}`);
    }
  };
  visit(folder);
  return lines.sort().join("\n");
}

let builtRunner: Promise<string> | undefined;

/**
 * Builds the hooks and the replay program from their sources, beside a runtime that does all in the calling thread:
 * the benchmark's own parts are what is tested, with no need for an up-to-date build of the package.
 */
export function benchRunner(): Promise<string> {
  builtRunner ??= buildRunner();
  return builtRunner;
}

async function buildRunner(): Promise<string> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "bench-runner-")));
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  const common = { bundle: true, platform: "node", target: "node20", logLevel: "silent" } as const;
  const source = (name: string) => path.join(repository, "runner/src/bench", name);
  await build({
    ...common,
    entryPoints: [source("recordHook.ts")],
    format: "cjs",
    outfile: path.join(folder, "dist/recordHook.cjs"),
  });
  await build({
    ...common,
    entryPoints: [source("profileHook.ts")],
    format: "cjs",
    outfile: path.join(folder, "dist/profileHook.cjs"),
  });
  await build({
    ...common,
    entryPoints: [source("trace/traceHook.ts")],
    format: "cjs",
    outfile: path.join(folder, "dist/traceHook.cjs"),
  });
  await build({
    ...common,
    entryPoints: [source("replayMain.ts")],
    format: "esm",
    outfile: path.join(folder, "dist/replayMain.js"),
  });
  writeFiles(folder, {
    "package.json": JSON.stringify({
      name: "@loopsmith/runner",
      type: "module",
      exports: { ".": { import: "./dist/index.js", require: "./dist/index.cjs" } },
    }),
    "dist/index.cjs": runtime,
    "dist/index.js":
      'import r from "./index.cjs"; export const { parallelMapSync, range, registerKernels, configure, lastCall, lastTimeline } = r;',
  });
  return folder;
}

const runtime = `
let last;
exports.range = (n) => Array.from({ length: n }, (_, i) => i);
exports.registerKernels = () => {};
exports.configure = () => {};
exports.lastCall = () => last;
exports.lastTimeline = () => undefined;
exports.parallelMapSync = (items, kernel, env) => {
  const begin = performance.now();
  const results = Array.from(items, (item, index) => kernel(item, env, index));
  const computeMs = performance.now() - begin;
  last = { mode: "parallel", why: "", workers: 1, chunks: 1, items: results.length, startMs: 0, transferInMs: 0, computeMs, imbalanceMs: 0, transferOutMs: 0 };
  return results;
};
`;
