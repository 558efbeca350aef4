// Runs the user's command with the profiling hook in all of its processes, and collects what they wrote.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { flushAllName } from "@loopsmith/runner/bench";
import type { BenchProblem } from "../benchRequest.js";
import { killGroup } from "../childProcess.js";
import { notStarted } from "../problems.js";
import { readThreadTimes, type ThreadTimes } from "./cpuProfile.js";

export interface ProfiledCommand {
  readonly kind: "ran";
  readonly threads: readonly ThreadTimes[];
  /** The system's words, for each thread whose profile could not be written. */
  readonly unwritten: readonly string[];
  readonly wallMs: number;
  readonly exitStatus: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly interrupted: boolean;
}

export interface RunOptions {
  readonly cwd: string;
  readonly command: readonly string[];
  /** Variables that the command gets beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly runnerFolder: string;
  /** Ends the run; what is known by then is returned. */
  readonly signal: AbortSignal | undefined;
  /** What becomes of the command's own input and output. */
  readonly stdio: "inherit" | "ignore";
  /** Receives what the command prints, instead. */
  readonly onOutput: ((text: string) => void) | undefined;
}

/**
 * How long the processes of an interrupted run have to write their profiles, and then to end; and how long the last output may
 * take after the end of its program, since what a program leaves running may hold it open for ever. In milliseconds.
 */
const PATIENCE = { flush: 1500, end: 2000, output: 300 };

/** The command runs in the user's own folder, as without a profiler; the profiles go into a temporary folder that is removed. */
export async function runProfiled(options: RunOptions): Promise<ProfiledCommand | BenchProblem> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-profile-")));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // For an exit that does not wait, such as a second Ctrl-C.
  process.once("exit", remove);
  try {
    return await runInto(folder, options);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

async function runInto(folder: string, options: RunOptions): Promise<ProfiledCommand | BenchProblem> {
  const { cwd, command, env: own, runnerFolder, signal, stdio, onOutput } = options;
  const hook = path.join(runnerFolder, "dist", "profileHook.cjs");
  const begin = performance.now();
  // A group of its own: Ctrl-C shall reach Loopsmith first, so that the profiles can be written before the program ends.
  const child = spawn(command[0]!, command.slice(1), {
    cwd,
    stdio: onOutput === undefined ? stdio : ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    env: {
      ...process.env,
      ...own,
      NODE_OPTIONS:
        `${own["NODE_OPTIONS"] ?? process.env["NODE_OPTIONS"] ?? ""} --require ${JSON.stringify(hook)}`.trim(),
      LOOPSMITH_PROFILE_FOLDER: folder,
      // What tsx has stored holds a module in one line, in which no loop can be told from another.
      TSX_DISABLE_CACHE: "1",
    },
  });
  const printed = onOutput === undefined ? undefined : readOutput(child, onOutput);
  const onExit = () => killGroup(child);
  process.once("exit", onExit);
  const ended = endOf(child);
  const onAbort = () => void interrupt(child, folder, ended);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const end = await ended;
  signal?.removeEventListener("abort", onAbort);
  process.off("exit", onExit);
  if (printed !== undefined) await Promise.race([printed, pause(PATIENCE.output)]);
  if (end.error !== undefined) return notStarted(command[0], end.error.code);
  const threads = profilesIn(folder);
  const unwritten = fs.readdirSync(folder).filter((name) => name.endsWith(".failed"));
  return {
    kind: "ran",
    threads,
    unwritten: unwritten.map((name) => fs.readFileSync(path.join(folder, name), "utf8")),
    wallMs: performance.now() - begin,
    exitStatus: end.status,
    signal: end.signal,
    interrupted: signal?.aborted ?? false,
  };
}

/** Resolves when nobody can write any more. */
function readOutput(child: ChildProcess, onOutput: (text: string) => void): Promise<unknown> {
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", onOutput);
  return new Promise((resolve) => child.once("close", resolve));
}

interface ProcessEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error: NodeJS.ErrnoException | undefined;
}

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      if (child.pid === undefined) resolve({ status: null, signal: null, error });
    });
    child.once("exit", (status, signal) => resolve({ status, signal, error: undefined }));
  });
}

/** First everybody writes what is known, then the program gets the signal that it would have got, then it is ended. */
async function interrupt(child: ChildProcess, folder: string, ended: Promise<unknown>): Promise<void> {
  fs.writeFileSync(path.join(folder, flushAllName), "");
  const deadline = Date.now() + PATIENCE.flush;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline && !allFlushed(folder))
    await pause(20);
  killGroup(child, "SIGINT");
  await Promise.race([ended, pause(PATIENCE.end)]);
  killGroup(child);
}

function allFlushed(folder: string): boolean {
  const names = new Set(fs.readdirSync(folder));
  return [...names].every((name) => !name.endsWith(".ready") || names.has(name.replace(/ready$/, "done")));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function profilesIn(folder: string): readonly ThreadTimes[] {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.flatMap((name) => readThreadTimes(fs.readFileSync(path.join(folder, name), "utf8")) ?? []);
}
