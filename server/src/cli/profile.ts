// `loopsmith profile`: where the time of a command goes, by loop, and what could run on all cores.
import path from "node:path";
import { profileLoops } from "../bench/profile/profile.js";
import type { ProfileReport } from "../bench/profile/profileReport.js";
import { checkOutputs, writeOutput } from "./outputs.js";
import { type Terminal, UserProblem } from "./problem.js";
import { profileMarkdown, profileText } from "./profileText.js";

export interface ProfileOptions {
  readonly command: readonly string[];
  /** Profiles recorded elsewhere, instead of a command. */
  readonly from: readonly string[];
  readonly format: string;
  readonly out: string | undefined;
  readonly project: string | undefined;
  readonly all: boolean;
  /** The run is ended after so many seconds. */
  readonly seconds: number | undefined;
  readonly signal: AbortSignal;
}

/** @returns the exit status of the command; 0 when it was ended because its time was up, 130 when it was interrupted, 128 and the signal's number when it was killed */
export async function profile(options: ProfileOptions, terminal: Terminal): Promise<number> {
  const { command, from, format, out, project, all, seconds, signal } = options;
  if (command.length === 0 && from.length === 0)
    throw new UserProblem(
      "profile needs the command that runs your program.",
      "Put it behind two dashes: loopsmith profile -- npx tsx main.ts",
    );
  if (command.length > 0 && from.length > 0)
    throw new UserProblem(
      "--from reads a profile recorded elsewhere; no command is run.",
      "Leave out either --from or the command.",
    );
  const print = printers[format];
  if (print === undefined)
    throw new UserProblem(`There is no format "${format}" for profile.`, "Use --format pretty, json or md.");
  checkOutputs(terminal, { "--out": out });
  const outcome = await profileLoops({
    cwd: terminal.cwd,
    source: from.length > 0 ? { files: from } : { command },
    signal,
    ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }),
    onProgress: (message) => terminal.err(message),
    ...(project === undefined ? {} : { project: path.resolve(terminal.cwd, project) }),
  });
  if (outcome.kind === "problem") throw new UserProblem(outcome.message, outcome.help, 1);
  const text = print(outcome.report, { color: terminal.color && out === undefined, all });
  if (out === undefined) terminal.out(text);
  else {
    writeOutput(terminal, out, `${text}\n`);
    terminal.err(`The profile is in ${out}.`);
  }
  const { exitStatus, interrupted, signal: killedBy } = outcome.report.run;
  // To be ended when the time is up is what was asked for.
  if (interrupted) return signal.aborted ? 130 : 0;
  return exitStatus ?? (killedBy === null ? 0 : 128 + (signalNumbers[killedBy] ?? 0));
}

const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

const printers: Record<string, (report: ProfileReport, options: { color: boolean; all: boolean }) => string> = {
  pretty: profileText,
  json: (report) => JSON.stringify(report, null, 2),
  md: profileMarkdown,
};
