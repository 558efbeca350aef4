// Profiles a command by loop: what the command line calls.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { plural, thisMachine } from "@loopsmith/runner/bench";
import { type BenchProblem, problem } from "../benchRequest.js";
import { runnerFolder } from "../runnerFolder.js";
import { attribute } from "./attribute.js";
import { readThreadTimes, type ThreadTimes } from "./cpuProfile.js";
import { hotFiles, readTexts } from "./hotFiles.js";
import { hotLoops } from "./hotLoops.js";
import { notesOf } from "./notes.js";
import { makePlaces } from "./places.js";
import type { ProfiledRun, ProfileReport } from "./profileReport.js";
import { runProfiled } from "./runProfiled.js";
import type { LoopSpan } from "./sourceText.js";

export interface ProfileRequest {
  /** Absolute path of the folder in which the command runs; files in the report are named relative to it. */
  readonly cwd: string;
  /** The command and its arguments, and variables that it gets beside those of this process; no shell is involved. Or profiles recorded elsewhere. */
  readonly source:
    | { readonly command: readonly string[]; readonly env?: Readonly<Record<string, string>> }
    | { readonly files: readonly string[] };
  /** `tsconfig.json` to use instead of the nearest one of each file. */
  readonly project?: string;
  /** Folder of a built `@loopsmith/runner`; without it, the one beside this program is found. */
  readonly runnerFolder?: string;
  /** Ends the run of the command; what is known by then is reported. */
  readonly signal?: AbortSignal;
  /** Ends it after so many milliseconds, in the same way. */
  readonly timeoutMs?: number;
  /** Ends the run as well, or the analysis after it, and nothing is reported. */
  readonly discard?: AbortSignal;
  readonly stdio?: "inherit" | "ignore";
  /** Receives what the command prints; with it the command has no input, and `stdio` counts for nothing. */
  readonly onOutput?: (text: string) => void;
  readonly onProgress?: (message: string) => void;
  /** While the loops are looked at, after the run: how many of the files known to be wanted have been. */
  readonly onAnalysed?: (done: number, total: number) => void;
}

export type ProfileOutcome = { readonly kind: "report"; readonly report: ProfileReport } | BenchProblem;

/**
 * Runs a command under V8's sampling profiler, in all of its processes and threads, and says which loops of the user's sources
 * take how long, whether they could run on all cores, and what that would save. Never throws for what a user can get wrong; the
 * user's files are only read.
 */
export async function profileLoops(request: ProfileRequest): Promise<ProfileOutcome> {
  const { cwd, source, onProgress } = request;
  const measured =
    "command" in source ? await runCommand(request, source.command, source.env) : readFiles(cwd, source.files);
  if (request.discard?.aborted) return discarded();
  if ("message" in measured) return measured;
  const { run, threads, unwritten, program } = measured;
  const places = makePlaces(cwd);
  const files = hotFiles(threads, places, run.busyMs);
  onProgress?.(`analysing the loops of ${plural(files.length, "file")}`);
  const texts = await readTexts(files, { ...request, onRead: request.onAnalysed });
  if (request.discard?.aborted) return discarded();
  if (!(texts instanceof Map)) return texts;
  const attributed = threads.map((thread) => ({
    thread,
    loops: attribute(thread, places, texts),
  }));
  const lineOf = ({ file, report }: LoopSpan) =>
    texts.get(file)!.text.split(/\r?\n/, report.line)[report.line - 1]!.trim();
  const machine = thisMachine();
  const loops = hotLoops(attributed, run.wallMs, machine.cores, lineOf);
  return {
    kind: "report",
    report: {
      version: 1,
      date: new Date().toISOString(),
      machine,
      program,
      run,
      loops,
      notes: notesOf({
        run,
        loops,
        unwritten,
        missingMaps: places.missing,
        cwd,
        files: files.length,
        isLoaded: "files" in request.source && files.some((file) => /\.[cm]?tsx?$/.test(file)),
      }),
    },
  };
}

function discarded(): BenchProblem {
  return problem("The profile was cancelled.", "Start it again to see where the time goes.");
}

interface Measured {
  readonly run: ProfiledRun;
  readonly threads: readonly ThreadTimes[];
  readonly unwritten: readonly string[];
  readonly program: string;
}

async function runCommand(
  request: ProfileRequest,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measured | BenchProblem> {
  const { cwd, timeoutMs, stdio = "inherit", onOutput } = request;
  const limits = [
    request.signal ?? [],
    request.discard ?? [],
    timeoutMs === undefined ? [] : AbortSignal.timeout(timeoutMs),
  ].flat();
  const signal = AbortSignal.any(limits);
  const runner = request.runnerFolder ?? runnerFolder();
  if (typeof runner !== "string") return runner;
  if (command.length === 0 || command[0] === "")
    return problem("There is no command to run.", "Give it after two dashes: loopsmith profile -- npx tsx main.ts");
  let ran: Awaited<ReturnType<typeof runProfiled>>;
  try {
    ran = await runProfiled({ cwd, command, env, runnerFolder: runner, signal, stdio, onOutput });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return problem(
      code === "ENOSPC"
        ? `The disk that holds ${os.tmpdir()} is full.`
        : `The profile could not be set up: ${message}.`,
      "Set TMPDIR to a folder that can be written and has some space left.",
    );
  }
  if (ran.kind === "problem") return ran;
  const { threads, unwritten, wallMs, exitStatus, interrupted } = ran;
  const run = { ...sumUp(threads), wallMs, exitStatus, signal: ran.signal, interrupted };
  if (threads.length === 0 && unwritten.length > 0)
    return problem(
      unwritten[0]!.startsWith("ENOSPC")
        ? `The disk that holds ${os.tmpdir()} is full: the profile could not be written.`
        : `The profile could not be written: ${unwritten[0]}.`,
      "Set TMPDIR to a folder that can be written and has some space left.",
    );
  if (threads.length === 0 && ran.signal !== null && !interrupted)
    return problem(
      `The command was ended by ${ran.signal}, which leaves no profile.`,
      "Run it by itself; once it succeeds, profile it again.",
    );
  if (threads.length === 0)
    return problem(
      `The command ${command[0]} ended without a profile: it started no Node program, or one that was killed.`,
      "Give a command that runs your program with Node 20 or later, for example: loopsmith profile -- npx tsx main.ts",
    );
  return { run, threads, unwritten, program: command.join(" ") };
}

function readFiles(cwd: string, files: readonly string[]): Measured | BenchProblem {
  const threads: ThreadTimes[] = [];
  for (const file of files) {
    const full = path.resolve(cwd, file);
    if (!fs.existsSync(full)) return problem(`There is no file ${file}.`, "Give the path of a .cpuprofile file.");
    const times = readThreadTimes(fs.readFileSync(full, "utf8"));
    if (times === undefined)
      return problem(
        `${file} is not a CPU profile of V8.`,
        "Record one with `node --cpu-prof`, or with the profiler of the browser's or the editor's developer tools.",
      );
    threads.push(times);
  }
  const wallMs = Math.max(0, ...threads.map((thread) => thread.wallMs));
  const run = { ...sumUp(threads), wallMs, exitStatus: null, signal: null, interrupted: false };
  return { run, threads, unwritten: [], program: files.join(", ") };
}

function sumUp(threads: readonly ThreadTimes[]) {
  const sum = (pick: (thread: ThreadTimes) => number) => threads.reduce((total, thread) => total + pick(thread), 0);
  return {
    busyMs: sum(({ busyMs }) => busyMs),
    collectionMs: sum(({ collectionMs }) => collectionMs),
    processes: new Set(threads.map(({ pid }) => pid)).size,
    threads: threads.length,
    samples: sum(({ samples }) => samples),
  };
}
