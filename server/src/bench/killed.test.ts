// What a benchmark leaves of the user's files when it is killed, which nobody can catch.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { benchRunner, fingerprint, makeGround, tsx } from "../../../test/support/benchProject.js";

const here = path.dirname(fileURLToPath(import.meta.url));

const main = `const out = [];
for (let i = 0; i < 200; i++) {
  let x = i;
  for (let k = 0; k < 1000; k++) x = Math.sqrt(x * x + k);
  out.push(x);
}
console.log(out.length);
`;

/** The benchmark and the trace, telling each step before it is made. */
const driver = (runner: string, module: string, call: string) => `
import { ${call} } from ${JSON.stringify(pathToFileURL(path.join(here, module)).href)};
await ${call}({
  cwd: process.cwd(), file: "main.js", line: 2, command: [process.execPath, "main.js"],
  runnerFolder: ${JSON.stringify(runner)}, limits: { measureMs: 2000, maxWorkers: 2 },
  onProgress: ({ message }) => process.stdout.write(message + "\\n"),
});
`;

/** Kills it as soon as it begins a step, and says whether it got there. */
async function killAt(step: RegExp, module: string, call: string): Promise<boolean> {
  const runner = await benchRunner();
  const { project, temp, remove } = makeGround({ "package.json": '{"type":"module"}', "main.js": main });
  const script = path.join(temp, "driver.mjs");
  fs.writeFileSync(script, driver(runner, module, call));
  const before = fingerprint(project);
  const child = spawn(process.execPath, ["--import", pathToFileURL(tsx).href, script], {
    cwd: project,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let isThere = false;
  child.stdout.on("data", (chunk: Buffer) => {
    if (isThere || !step.test(chunk.toString("utf8"))) return;
    isThere = true;
    child.kill("SIGKILL");
  });
  try {
    await once(child, "close");
    assert.equal(fingerprint(project), before, `the user's files changed when it was killed at ${step}`);
    return isThere;
  } finally {
    endProcessesIn(temp);
    remove();
  }
}

/** What the killed one had started works on in its copy, where it does no harm, for a while. */
function endProcessesIn(folder: string): void {
  if (!fs.existsSync("/proc/self/cwd")) return;
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended meanwhile, or is somebody else's.
    }
  }
}

for (const step of [/copying the project/, /recording inputs/, /preparing the replay/, /comparing results/, /pair 2/])
  test(`a benchmark that is killed at ${step.source} leaves the user's files as they were`, async () => {
    assert.equal(await killAt(step, "bench.ts", "benchLoop"), true);
  });

for (const step of [/timing the loop/, /tracing the loop/])
  test(`a trace that is killed at ${step.source} leaves the user's files as they were`, async () => {
    assert.equal(await killAt(step, "trace/trace.ts", "traceLoop"), true);
  });
