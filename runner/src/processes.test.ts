// Whole programs in processes of their own, on the package as it is built and carried along: no other package is around.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "loopsmith runner ü-"));
const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

before(async () => {
  const script = path.join(repository, "scripts/build-runner.mjs");
  const { buildStandalone } = (await import(script)) as { buildStandalone(outdir: string): Promise<void> };
  await buildStandalone(path.join(folder, "node_modules/@loopsmith/runner"));
  // Only the tests of TypeScript sources look for it.
  fs.symlinkSync(path.join(repository, "node_modules/tsx"), path.join(folder, "node_modules/tsx"));
});

after(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

function run(
  files: Record<string, string>,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Run {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  // A process that does not end by itself fails its test here.
  const options = {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, LOOPSMITH_WORKERS: "2", ...environment },
  } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command], options);
  return { status, output: stdout, errors: stderr };
}

const esmKernels = `
import { isMainThread } from "node:worker_threads";
import { registerKernels } from "@loopsmith/runner";
export function triple(item) { return item * 3; }
export function label(item) { return { item, text: "item " + item }; }

export function where(item) {
  const until = performance.now() + 2;
  while (performance.now() < until);
  return isMainThread;
}
registerKernels(import.meta.url, { triple, label, where });
`;

test("a cold program in which the event loop never turns uses the threads, and ends by itself", () => {
  const { status, output, errors } = run(
    {
      "a/k.kernels.mjs": esmKernels,
      "a/main.mjs": `
import { lastCall, parallelMapSync, range } from "@loopsmith/runner";
import { where } from "./k.kernels.mjs";
console.log("once");
const seen = parallelMapSync(range(400), where, {}, { gate: "always", chunk: 4 });
console.log(lastCall().mode, new Set(seen).size);
`,
    },
    ["a/main.mjs"],
  );
  assert.deepEqual([errors, output, status], ["", "once\nparallel 2\n", 0]);
});

test("the async form keeps the process alive until it has its results, and no longer", () => {
  const { status, output, errors } = run(
    {
      "b/k.kernels.mjs": esmKernels,
      "b/main.mjs": `
import { parallelMap, range } from "@loopsmith/runner";
import { label } from "./k.kernels.mjs";
const labels = await parallelMap(range(100), label, {}, { gate: "always" });
console.log(labels.length, labels[99].text);
`,
    },
    ["b/main.mjs"],
  );
  assert.deepEqual([errors, output, status], ["", "100 item 99\n", 0]);
});

test("what kernels print is there before the program ends", () => {
  for (const call of ["await parallelMap", "parallelMapSync"]) {
    const { status, output, errors } = run(
      {
        "p/k.kernels.mjs": `
import { isMainThread } from "node:worker_threads";
import { registerKernels } from "@loopsmith/runner";
export function say(item) { console.log(isMainThread ? "here" : "there"); return item; }
registerKernels(import.meta.url, { say });
`,
        "p/main.mjs": `
import { parallelMap, parallelMapSync, range } from "@loopsmith/runner";
import { say } from "./k.kernels.mjs";
const results = ${call}(range(30), say, {}, { gate: "always" });
console.log("done");
`,
      },
      ["p/main.mjs"],
    );
    assert.deepEqual([errors, status, output.trim().split("\n").length], ["", 0, 31], output);
  }
});

test("CommonJS programs and kernels share one set of threads with ES modules", () => {
  const { status, output, errors } = run(
    {
      "c/k.kernels.cjs": `
const { registerKernels } = require("@loopsmith/runner");
exports.triple = (item) => item * 3;
registerKernels(__filename, { triple: exports.triple });
`,
      "c/m.kernels.mjs": esmKernels,
      "c/main.cjs": `
const { lastCall, parallelMapSync, range } = require("@loopsmith/runner");
const { triple } = require("./k.kernels.cjs");
console.log(parallelMapSync(range(4), triple, {}, { gate: "always" }).join(), lastCall().mode);
import("./m.kernels.mjs").then(async ({ triple }) => {
  const runner = await import("@loopsmith/runner");
  console.log((await runner.parallelMap(range(4), triple, {}, { gate: "always" })).join(), lastCall().mode);
});
`,
    },
    ["c/main.cjs"],
  );
  assert.deepEqual([errors, output, status], ["", "0,3,6,9 parallel\n0,3,6,9 parallel\n", 0]);
});

for (const [kind, type, form] of [
  ["ES module", "module", "import.meta.url"],
  ["CommonJS", "commonjs", "__filename"],
] as const) {
  test(`TypeScript kernels run under tsx, as ${kind}`, () => {
    const at = `ts-${type}`;
    const { status, output, errors } = run(
      {
        [`${at}/package.json`]: `{ "type": "${type}" }`,
        [`${at}/factor.ts`]: "export const factor: number = 3;",
        [`${at}/k.kernels.ts`]: `
import { registerKernels } from "@loopsmith/runner";
import { factor } from "./factor.js";
export function triple(item: number): number { return item * factor; }
registerKernels(${form}, { triple });
`,
        [`${at}/main.ts`]: `
import { lastCall, parallelMap, parallelMapSync, range } from "@loopsmith/runner";
import { triple } from "./k.kernels.js";
async function main(): Promise<void> {
  console.log((await parallelMap(range(4), triple, {}, { gate: "always" })).join(), lastCall()?.why);
  console.log(parallelMapSync(range(4), triple, {}, { gate: "always" }).join(), lastCall()?.why);
}
void main();
`,
      },
      ["--import", "tsx", `${at}/main.ts`],
    );
    assert.deepEqual([errors, output, status], ["", "0,3,6,9 \n0,3,6,9 \n", 0]);
  });
}

test("a kernel that is not registered, or not in a kernel file, runs in place and says what to add", () => {
  const { status, output, errors } = run(
    {
      "d/main.mjs": `
import { lastCall, parallelMapSync, range, registerKernels } from "@loopsmith/runner";
const triple = (item) => item * 3;
console.log("once", parallelMapSync(range(3), triple, {}, { gate: "always" }).join(), lastCall().mode);
const again = (item) => item * 3;
registerKernels(import.meta.url, { again });
console.log(parallelMapSync(range(3), again, {}, { gate: "always" }).join(), lastCall().mode);
`,
    },
    ["d/main.mjs"],
  );
  assert.deepEqual([output, status], ["once 0,3,6 in-place\n0,3,6 in-place\n", 0]);
  assert.match(
    errors,
    /The kernel triple runs in place, because it is not registered\. .*registerKernels\(import\.meta\.url, \{ triple \}\)/,
  );
  assert.match(errors, /The kernel again runs in place, because its module is not named \*\.kernels\.\*/);
});

test("a kernel module that a worker cannot load: the caller does the work, and says why", () => {
  const { status, output, errors } = run(
    {
      "e/k.kernels.mjs": `
import { isMainThread } from "node:worker_threads";
import { registerKernels } from "@loopsmith/runner";
if (!isMainThread) throw new Error("not here");
export function triple(item) { return item * 3; }
registerKernels(import.meta.url, { triple });
`,
      "e/main.mjs": `
import { parallelMap, parallelMapSync, range } from "@loopsmith/runner";
import { triple } from "./k.kernels.mjs";
console.log((await parallelMap(range(4), triple, {}, { gate: "always" })).join());
console.log(parallelMapSync(range(4), triple, {}, { gate: "always" }).join());
`,
    },
    ["e/main.mjs"],
  );
  assert.deepEqual([output, status], ["0,3,6,9\n0,3,6,9\n", 0]);
  assert.match(errors, /The kernel triple .*not here/);
});

test("a kernel that ends its thread hangs nobody, and the next call finds a whole pool", () => {
  const { status, output, errors } = run(
    {
      "f/k.kernels.mjs": `
import { isMainThread } from "node:worker_threads";
import { registerKernels } from "@loopsmith/runner";
export function fragile(item, { deadly, out }) {
  if (deadly && !isMainThread && item % 3 === 0) process.exit(4);
  if (out) out[item] += item;
  return item;
}
registerKernels(import.meta.url, { fragile });
`,
      "f/main.mjs": `
import { parallelMap, parallelMapSync, range } from "@loopsmith/runner";
import { fragile } from "./k.kernels.mjs";
const expected = [...range(40)].join();
const options = { gate: "always", chunk: 2 };
const out = new Float64Array(40);
for (const env of [{ deadly: true }, { deadly: false }, { deadly: true }, { deadly: false }]) {
  console.log((await parallelMap(range(40), fragile, env, options)).join() === expected);
  console.log(parallelMapSync(range(40), fragile, env, options).join() === expected);
}
await parallelMap(range(40), fragile, { deadly: true, out }, { ...options, writes: ["out"] });
console.log(out.join() === expected);
`,
    },
    ["f/main.mjs"],
  );
  assert.deepEqual([errors, output, status], ["", "true\n".repeat(9), 0]);
});

test("a program that runs its kernels in processes, as it is built, leaves none behind", () => {
  const { status, output, errors } = run(
    {
      "g/k.kernels.mjs": `
import { registerKernels } from "@loopsmith/runner";
export function where(item, { endless }) {
  if (item === 5 && endless) for (;;);
  console.log("printed");
  return process.pid;
}
registerKernels(import.meta.url, { where });
`,
      "g/main.mjs": `
import { parallelMap, parallelMapSync, range } from "@loopsmith/runner";
import { where } from "./k.kernels.mjs";
const pids = await parallelMap(range(10), where, {}, { gate: "always", chunk: 1 });
console.log(new Set(pids).has(process.pid), pids.length, parallelMapSync(range(10), where, {}, { gate: "always" }).length);
const timer = setTimeout(() => {
  console.log("children " + [...new Set(pids)].join());
  process.exit(6);
}, 300);
await parallelMap(range(10), where, { endless: true }, { gate: "always", chunk: 1 });
`,
    },
    ["g/main.mjs"],
    { LOOPSMITH_BACKEND: "processes" },
  );
  assert.deepEqual([errors, status], ["", 6]);
  assert.match(output, /^false 10 10$/m);
  assert.ok(output.match(/^printed$/gm)!.length >= 20);
  const children = /^children (.*)$/m.exec(output)![1]!.split(",").map(Number);
  // Where a process is ended by a signal, it still exists for a moment.
  const deadline = Date.now() + 10_000;
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0) && !/\) Z/.test(stateOf(pid));
    } catch {
      return false;
    }
  };
  while (children.some(isAlive)) assert.ok(Date.now() < deadline, `${children} are still there`);
});

/** Processes whose parent is gone too may stay as a number that nobody asks for. */
function stateOf(pid: number): string {
  return fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, "utf8") : "";
}

test("the door to production never loads the benchmark", () => {
  const built = path.join(folder, "node_modules/@loopsmith/runner/dist");
  for (const file of ["index.js", "index.cjs", "worker.cjs"]) {
    assert.doesNotMatch(fs.readFileSync(path.join(built, file), "utf8"), /runner\/src\/(?:bench|report)\//);
  }
});

// As jest 25 runs tests by default, in jsdom: each call failed once it had started threads, which nobody ended.
test("in a world that lacks some of Node's globals, and has timers of its own", () => {
  const { status, output, errors } = run(
    {
      "world/k.kernels.cjs": `
const { registerKernels } = require("@loopsmith/runner");
function triple(item) { return item * 3; }
module.exports = { triple };
registerKernels(__filename, { triple });
`,
      "world/main.cjs": `
for (const name of ["queueMicrotask", "performance", "MessageChannel"]) delete globalThis[name];
globalThis.setTimeout = () => 1;
const { lastCall, parallelMapSync, range } = require("@loopsmith/runner");
const { triple } = require("./k.kernels.cjs");
for (let round = 0; round < 3; round++) {
  const [, last] = parallelMapSync(range(2), triple, {}, { gate: "always" });
  console.log(last, lastCall().mode, lastCall().workers);
}
`,
    },
    ["world/main.cjs"],
  );
  assert.equal(errors, "");
  assert.equal(output, "3 parallel 2\n".repeat(3));
  assert.equal(status, 0);
});
