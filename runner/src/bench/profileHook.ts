// Loaded with `node --require` into every process and thread of a profiled command: samples where the time goes and writes it down.
import childProcess from "node:child_process";
import fs from "node:fs";
import Module from "node:module";
import path from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { type HelperData, isHelperData, serveFlushes, waitForFile } from "./profileHelper.js";
import { flushName, startSampling } from "./profileSampler.js";

/** Name of the environment variable by which `loopsmith profile` tells where the profiles go. */
const folder = process.env["LOOPSMITH_PROFILE_FOLDER"];

/** How long an ending thread or process may be held up for its profile, in milliseconds. */
const PATIENCE = 500;

if (isHelperData(workerData)) serveFlushes(workerData);
else if (folder !== undefined && fs.existsSync(folder)) {
  // Node starts some processes and threads of its own without an inspector: these are left alone.
  const flush = startSampling(folder);
  if (flush !== undefined) process.once("exit", flush);
  keepLinesOfEsbuild();
  if (isMainThread) {
    if (flush !== undefined) watchWorkers(folder);
    flushBeforeKill(folder);
  }
}

/**
 * tsx has esbuild write a module into one line. V8 counts its ticks by line, so no two loops of a module could be told apart.
 * The same code with line breaks means the same.
 */
function keepLinesOfEsbuild(): void {
  const prototype = Module.prototype as unknown as { _compile: (content: string, file: string) => unknown };
  const compile = prototype._compile;
  prototype._compile = function compileReadable(this: { exports: unknown }, content, file, ...rest) {
    const result: unknown = Reflect.apply(compile, this, [content, file, ...rest]);
    if (/[\\/]esbuild[\\/]lib[\\/]main\.js$/.test(file)) this.exports = readable(this.exports as Esbuild);
    return result;
  };
}

type Transform = (code: unknown, options?: object) => unknown;
interface Esbuild {
  readonly transform: Transform;
  readonly transformSync: Transform;
}

function readable(esbuild: Esbuild): Esbuild {
  const broken = (options: object | undefined) => options && { ...options, minifyWhitespace: false };
  return {
    ...esbuild,
    transform: (code, options) => esbuild.transform(code, broken(options)),
    transformSync: (code, options) => esbuild.transformSync(code, broken(options)),
  };
}

/**
 * A thread that is terminated, or still runs when its process ends, gets no chance to write anything by itself. A helper thread
 * reaches it through the inspector, even in the middle of a computation or while it sleeps.
 */
function watchWorkers(profiles: string): void {
  const control = new Int32Array(new SharedArrayBuffer(8));
  const data: HelperData = { loopsmithProfileHelper: true, folder: profiles, control };
  const helper = new Worker(__filename, { workerData: data, execArgv: [], stdout: false, stderr: false });
  helper.unref();
  // Where a thread cannot be had (memory, a policy), the profile of what ends by itself is still written.
  helper.on("error", () => undefined);
  const live = new Set<Worker>();
  process.on("worker", (worker) => {
    if (worker === helper) return;
    live.add(worker);
    worker.once("exit", () => live.delete(worker));
  });
  const flushWorkers = () => {
    const request = Atomics.add(control, 0, 1) + 1;
    const end = Date.now() + PATIENCE;
    // Short naps: between them this thread passes on what the helper says to the workers.
    while (Atomics.load(control, 1) < request && Date.now() < end) Atomics.wait(control, 1, request - 1, 5);
  };
  process.once("exit", () => {
    if (live.size > 0) flushWorkers();
  });
  const terminate = Worker.prototype.terminate;
  Worker.prototype.terminate = function terminateProfiled(...args) {
    if (live.has(this)) flushWorkers();
    return Reflect.apply(terminate, this, args) as Promise<number>;
  };
}

/** Test runners end their processes by a signal, which leaves these no time to write their profile. */
function flushBeforeKill(profiles: string): void {
  const kill = childProcess.ChildProcess.prototype.kill;
  childProcess.ChildProcess.prototype.kill = function killProfiled(signal) {
    const mark = path.join(profiles, flushName(this.pid ?? 0));
    if (signal !== 0 && this.exitCode === null && fs.existsSync(`${mark}.ready`)) {
      fs.writeFileSync(mark, "");
      waitForFile(`${mark}.done`, PATIENCE);
    }
    return Reflect.apply(kill, this, [signal]) as boolean;
  };
}
