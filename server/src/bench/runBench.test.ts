import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { benchRunner, fingerprint, makeGround, tsx } from "../../../test/support/benchProject.js";
import type { BenchLimits, BenchOutcome, BenchStep } from "./benchRequest.js";
import { runBench } from "./runBench.js";

interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** File of the loop; the mark `/*RECORD*\/` in it is where the plan inserts the recording. */
  readonly file: string;
  /** The statement that the plan inserts. */
  readonly recording: string;
  /** Name and text of the module that the plan creates. */
  readonly replay: readonly [string, string];
  readonly kernels?: readonly [string, string];
  readonly command: readonly string[];
  readonly liveOuts?: readonly string[];
  readonly limits?: BenchLimits;
  readonly signal?: AbortSignal;
  readonly keepPart?: boolean;
  readonly onProgress?: (step: BenchStep) => void;
}

const mark = "/*RECORD*/";

/** Runs a benchmark with a plan made by hand, and checks that nothing is left behind and nothing was touched. */
async function bench(wanted: Case): Promise<BenchOutcome> {
  const runnerFolder = await benchRunner();
  const { project, temp, remove } = makeGround(wanted.files);
  try {
    const before = fingerprint(project);
    const file = path.join(project, wanted.file);
    const at = wanted.files[wanted.file]!.indexOf(mark);
    const created = [wanted.replay, ...(wanted.kernels ? [wanted.kernels] : [])].map(([name, text]) => ({
      file: path.join(project, name),
      created: true,
      edits: [{ start: 0, end: 0, text }],
    }));
    const outcome = await runBench({
      plan: {
        files: [{ file, created: false, edits: [{ start: at, end: at, text: wanted.recording }] }, ...created],
        replayModule: path.join(project, wanted.replay[0]),
        classes: [],
        usesRequire: false,
        liveIns: [],
        liveOuts: wanted.liveOuts ?? [],
      },
      timedText: () => "",
      file,
      cwd: project,
      runnerFolder,
      line: 3,
      loopText: "for (…) {",
      command: wanted.command,
      options: {},
      configFile: undefined,
      signal: wanted.signal,
      onProgress: wanted.onProgress,
      keepPart: wanted.keepPart === true,
      limits: { measureMs: 150, maxWorkers: 2, ...wanted.limits },
    });
    assert.equal(fingerprint(project), before, "the user's files changed");
    assert.deepEqual(fs.readdirSync(temp), [], "something is left in the temporary folder");
    return outcome;
  } finally {
    remove();
  }
}

const record = "(globalThis as any).__loopsmithRecord?.({ xs, out, n });\n";

const typescript: Case = {
  files: {
    "package.json": '{"type":"module"}',
    "main.ts": `import { square } from "./square.js";
const xs: number[] = Array.from({ length: 50 }, (_, i) => i / 7), out: number[] = [], n: number = xs.length;
${mark}for (let i = 0; i < n; i++) out.push(square(xs[i]!));
console.log(out.length);
`,
    "square.ts": "export function square(x: number): number { return x * x; }\n",
  },
  file: "main.ts",
  recording: record,
  replay: [
    "main.loopsmith-replay.ts",
    `import { parallelMapSync, range } from "@loopsmith/runner";
import { kernel } from "./main.kernels.js";
import { square } from "./square.js";
interface Inputs { xs: number[]; out: number[]; n: number }
export function serial({ xs, out, n }: Inputs) {
  for (let i = 0; i < n; i++) out.push(square(xs[i]!));
  return { out };
}
export function parallel({ xs, out, n }: Inputs) {
  for (const y of parallelMapSync(range(n), kernel, { xs })) out.push(y);
  return { out };
}
`,
  ],
  kernels: [
    "main.kernels.ts",
    `import { square } from "./square.js";
export const kernel = (i: number, { xs }: { xs: number[] }): number => square(xs[i]!);
`,
  ],
  command: [process.execPath, "--import", pathToFileURL(tsx).href, "main.ts"],
};

const commonjs: Case = {
  files: {
    "package.json": "{}",
    "lib.js": "exports.half = (x) => x / 2;\n",
    "main.js": `const { half } = require("./lib");
exports.run = (table, total) => {
  ${mark}for (const x of table) total += half(x);
  return total;
};
console.log(exports.run(new Float64Array([1, 2, 3]), 0));
`,
  },
  file: "main.js",
  recording: "globalThis.__loopsmithRecord?.({ table, total });\n",
  replay: [
    "main.loopsmith-replay.js",
    `const { parallelMapSync } = require("@loopsmith/runner");
const { half } = require("./lib");
exports.serial = ({ table, total }) => { for (const x of table) total += half(x); return { total }; };
exports.parallel = ({ table, total }) => { for (const y of parallelMapSync(table, half, {})) total += y; return { total }; };
`,
  ],
  command: [process.execPath, "main.js"],
};

function reportOf(outcome: BenchOutcome) {
  assert.ok(outcome.kind === "report", outcome.kind === "problem" ? outcome.message : "");
  return outcome.report;
}

async function checkProblem(wanted: Case, message: RegExp): Promise<void> {
  const outcome = await bench(wanted);
  assert.ok(outcome.kind === "problem", JSON.stringify(outcome));
  assert.match(outcome.message, message);
  assert.notEqual(outcome.help, "");
  assert.doesNotMatch(outcome.message, /\n/);
}

test("TypeScript by tsx: real input recorded, replayed, compared, measured", async () => {
  const report = reportOf(await bench(typescript));
  assert.ok(report.comparison.outcome === "equal", JSON.stringify(report.comparison));
  assert.equal(report.input.tripCount, 50);
  assert.deepEqual(report.input.liveIns, [
    { name: "xs", shape: "number[50]" },
    { name: "out", shape: "unknown[0]" },
    { name: "n", shape: "number" },
  ]);
  assert.deepEqual(
    report.comparison.points.map((point) => point.workers),
    [1, 2],
  );
  assert.deepEqual(report.loop, { file: "main.ts", line: 3, text: "for (…) {" });
});

test("plain CommonJS", async () => {
  const report = reportOf(await bench(commonjs));
  assert.equal(report.comparison.outcome, "equal", JSON.stringify(report.comparison));
});

test("a wrong rewrite is reported as different, with the place, and not timed", async () => {
  const wrong = typescript.replay[1].replace("out.push(y);", "out.unshift(y);");
  const { comparison } = reportOf(await bench({ ...typescript, replay: [typescript.replay[0], wrong] }));
  assert.ok(comparison.outcome === "different");
  assert.match(comparison.differences[0]!.path, /^out\[0\]$/);
});

test("a replay module that cannot be loaded is a failed comparison", async () => {
  const broken = `import "./nowhere.js";\n${typescript.replay[1]}`;
  const { comparison } = reportOf(await bench({ ...typescript, replay: [typescript.replay[0], broken] }));
  assert.ok(comparison.outcome === "failed");
  assert.match(comparison.message, /cannot be loaded/);
});

test("the second entry on request; more entries than there are is said", async () => {
  const twice = { ...commonjs.files, "main.js": `${commonjs.files["main.js"]}exports.run(new Float64Array(9), 1);\n` };
  const report = reportOf(await bench({ ...commonjs, files: twice, limits: { entry: 2 } }));
  assert.equal(report.input.tripCount, 9);
  await checkProblem({ ...commonjs, limits: { entry: 3 } }, /without reaching the loop at main\.js:3 3 times/);
});

test("the loop in a child process of the command, and in a worker thread", async () => {
  const spawning = `require("node:child_process").spawnSync(process.execPath, ["main.js"]);`;
  const threading = `new (require("node:worker_threads").Worker)("./main.js");`;
  for (const text of [spawning, threading]) {
    const files = { ...commonjs.files, "start.js": text };
    reportOf(await bench({ ...commonjs, files, command: [process.execPath, "start.js"] }));
  }
});

test("absolute paths in the command lead into the copy", async () => {
  const files = { ...commonjs.files, "start.js": `require(process.argv[2].slice("--main=".length));` };
  // The project's place is only known to the command that runs in it.
  const inner = {
    ...files,
    "run.js": `require("node:child_process").spawnSync(process.execPath, ["start.js", "--main=" + require("node:path").resolve("main.js")]);`,
  };
  reportOf(await bench({ ...commonjs, files: inner, command: [process.execPath, "run.js"] }));
});

test("what a command can do wrong, one sentence each", async () => {
  await checkProblem(
    { ...commonjs, command: ["no-such-command-anywhere"] },
    /^The command no-such-command-anywhere was not found\.$/,
  );
  await checkProblem(
    { ...commonjs, command: [process.execPath, "-e", "0"] },
    /^The command ended without reaching the loop at main\.js:3\.$/,
  );
  await checkProblem(
    { ...commonjs, command: [process.execPath, "-e", "throw new RangeError('no input')"] },
    /^The command failed with exit status 1 before it reached the loop at main\.js:3\. It said: RangeError: no input\.$/,
  );
  await checkProblem(
    { ...commonjs, command: [process.execPath, "-e", "process.abort()"] },
    /^The command was ended by SIGABRT before it reached the loop at main\.js:3\.$/,
  );
  await checkProblem(
    { ...commonjs, command: [process.execPath, "-e", "for (;;);"], limits: { recordMs: 500 } },
    /did not reach the loop at main\.js:3 within/,
  );
});

test("an input that cannot be recorded is named", async () => {
  const recording = "globalThis.__loopsmithRecord?.({ table, options: { tick: () => 1 } });\n";
  await checkProblem({ ...commonjs, recording }, /cannot be recorded: options\.tick is a function\.$/);
});

test("a replay that does not end is ended", async () => {
  const endless: readonly [string, string] = [
    commonjs.replay[0],
    "exports.serial = exports.parallel = () => { for (;;); };",
  ];
  await checkProblem({ ...commonjs, replay: endless, limits: { replayMs: 1500 } }, /did not end within/);
});

test("cancelled during the recording and during the replay", async () => {
  const waiting = { ...commonjs, command: [process.execPath, "-e", "for (;;);"] };
  await checkProblem({ ...waiting, signal: AbortSignal.timeout(500) }, /was cancelled/);
  const endless: readonly [string, string] = [
    commonjs.replay[0],
    "exports.serial = exports.parallel = () => { for (;;); };",
  ];
  await checkProblem({ ...commonjs, replay: endless, signal: AbortSignal.timeout(1500) }, /was cancelled/);
  await checkProblem({ ...commonjs, signal: AbortSignal.abort() }, /was cancelled/);
});

test("no common project", async () => {
  const outcome = await runBench({
    plan: { files: [], replayModule: "/x/r.ts", classes: [], usesRequire: false, liveIns: [], liveOuts: [] },
    timedText: () => "",
    file: "/somewhere/else/x.ts",
    cwd: import.meta.dirname,
    runnerFolder: "/",
    line: 1,
    loopText: "",
    command: ["node"],
    options: {},
    configFile: undefined,
  });
  assert.ok(outcome.kind === "problem");
});

test("cancelled after the first worker count, what is known is a report for who wants it", async () => {
  for (const keepPart of [true, false]) {
    const abort = new AbortController();
    const onProgress = ({ message }: BenchStep) => {
      if (message.startsWith("1 worker:")) abort.abort();
    };
    const outcome = await bench({
      ...typescript,
      signal: abort.signal,
      keepPart,
      onProgress,
      // Long enough for a machine that others use, too, to get to the second count.
      limits: { measureMs: 1000 },
    });
    if (!keepPart) assert.ok(outcome.kind === "problem" && /was cancelled/.test(outcome.message));
    else {
      assert.ok(outcome.kind === "report", JSON.stringify(outcome));
      const { comparison, warnings } = outcome.report;
      assert.ok(comparison.outcome === "equal");
      assert.deepEqual(
        comparison.points.map(({ workers }) => workers),
        [2],
      );
      assert.ok(warnings.some(({ id }) => id === "interrupted"));
    }
  }
});
