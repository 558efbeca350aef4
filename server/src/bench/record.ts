// Runs the user's command in the shadow copy until the instrumented loop has written down its live-ins.
import fs from "node:fs";
import path from "node:path";
import type { RecordingHeader } from "@loopsmith/runner/bench";
import { type BenchProblem, problem } from "./benchRequest.js";
import { type ChildEnd, runChild } from "./childProcess.js";
import { childEnvironment, intoShadow } from "./environment.js";
import { notStarted } from "./problems.js";
import type { ShadowCopy } from "./shadowCopy.js";
import type { UserNode } from "./userNode.js";

export interface RecordOptions {
  readonly shadow: ShadowCopy;
  /** Project and folder of the command in the original. */
  readonly root: string;
  readonly cwd: string;
  readonly command: readonly string[];
  readonly runnerFolder: string;
  /** `file:line` as the user sees it, for messages. */
  readonly place: string;
  /** Which entry into the loop is recorded, counted from 1. */
  readonly entry: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly node?: UserNode | undefined;
}

export interface Recorded {
  readonly folder: string;
  /** Names of the classes of which there are instances. */
  readonly classes: readonly string[];
}

/** Returns where the recording is, or what went wrong. */
export async function record(options: RecordOptions): Promise<Recorded | BenchProblem> {
  const folder = path.join(options.shadow.folder, "recording");
  fs.mkdirSync(folder);
  const header = path.join(folder, "recording.json");
  const failed = await runHooked(options, {
    hook: "recordHook.cjs",
    variables: { LOOPSMITH_RECORD_FOLDER: folder, LOOPSMITH_RECORD_ENTRY: String(options.entry) },
    result: header,
  });
  if (failed !== undefined) return failed;
  const recorded = JSON.parse(fs.readFileSync(header, "utf8")) as RecordingHeader;
  if (recorded.status !== "recorded") return problem(recorded.message, recorded.help);
  return { folder, classes: recorded.classes };
}

export interface Hook {
  /** A file of the runner's build, loaded into every Node process of the command. */
  readonly hook: string;
  /** What it is told by its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** The command has done its part once this file is there. */
  readonly result: string;
}

/** Runs the command in the copy until the result is there. Returns what went wrong, if anything did. */
export async function runHooked(
  options: RecordOptions,
  { hook: name, variables, result }: Hook,
): Promise<BenchProblem | undefined> {
  const { shadow, root, cwd, command, runnerFolder, timeoutMs, signal, node } = options;
  const environment = childEnvironment(shadow, root, cwd, node);
  const hook = path.join(runnerFolder, "dist", name);
  const end = await runChild(
    command.map((argument) => intoShadow(argument, shadow, root)),
    {
      cwd: shadow.of(cwd),
      env: {
        ...environment,
        NODE_OPTIONS: `${environment["NODE_OPTIONS"] ?? ""} --require ${JSON.stringify(hook)}`.trim(),
        ...variables,
      },
      signal,
      timeoutMs,
      until: () => fs.existsSync(result),
    },
  );
  if (end.why === "aborted") return aborted();
  return fs.existsSync(result) ? undefined : whyNothing(end, options);
}

export function aborted(): BenchProblem {
  return problem("The benchmark was cancelled.", "Start it again when it suits; nothing was changed.");
}

/** What the command did instead of reaching the loop. */
export function whyNothing(
  end: ChildEnd,
  { command, cwd, place, entry, timeoutMs }: Omit<RecordOptions, "shadow" | "root" | "runnerFolder" | "signal">,
): BenchProblem {
  const shown = command.join(" ");
  if (end.why === "not-started") return notStarted(command[0], end.errorCode);
  if (end.why === "timed-out") {
    return problem(
      `The command did not reach the loop at ${place} within ${Math.round(timeoutMs / 1000)} s.`,
      "Give a command or an input that reaches the loop sooner.",
    );
  }
  if (end.killedBy !== null) {
    return problem(
      `The command was ended by ${end.killedBy} before it reached the loop at ${place}.${lastWords(end)}`,
      `Run \`${shown}\` by itself in ${cwd}; once it succeeds, benchmark it again.`,
    );
  }
  if (end.status !== 0) {
    return problem(
      `The command failed with exit status ${end.status} before it reached the loop at ${place}.${lastWords(end)}`,
      `Run \`${shown}\` by itself in ${cwd}; once it succeeds, benchmark it again.`,
    );
  }
  const times = entry === 1 ? "" : ` ${entry} times`;
  return problem(
    `The command ended without reaching the loop at ${place}${times}.`,
    entry === 1
      ? "Give a command that runs this loop from its source, for instance with tsx or after a build step of its own."
      : "Ask for an earlier entry; they are counted for each process and thread by itself.",
  );
}

/** The line of standard error that says most: the last that names an error, else the last one. */
function lastWords({ errorOutput }: ChildEnd): string {
  const lines = errorOutput
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at ") && !/^Node\.js v/.test(line))
    // Stack traces of a crash: `7: node:internal/main`, `1: 0xb76db1 node::Abort()`, and what stands above them.
    .filter((line) => !/^\d+: |^-+.*stack trace.*-+$/i.test(line));
  const line = lines.findLast((candidate) => /error/i.test(candidate)) ?? lines.at(-1);
  return line === undefined ? "" : ` It said: ${line.slice(0, 200).replace(/[^.!?]$/, "$&.")}`;
}
