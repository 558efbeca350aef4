// `loopsmith bench`: record the real inputs of a loop, replay it serial and parallel, compare, report.
import fs from "node:fs";
import path from "node:path";
import {
  compareWithBaseline,
  printHtml,
  printJson,
  printMarkdown,
  printText,
  type Report,
} from "@loopsmith/runner/bench";
import { benchLoop } from "../bench/bench.js";
import type { WantedWay } from "../transforms/index.js";
import { checkOutputs, writeOutput } from "./outputs.js";
import { type Terminal, UserProblem } from "./problem.js";
import { placeOfRun } from "./programs.js";
import { progressOn } from "./progress.js";

export interface BenchOptions {
  readonly place: string | undefined;
  readonly command: readonly string[];
  readonly format: string;
  readonly out: string | undefined;
  readonly project: string | undefined;
  /** Time budget of the timed runs, in seconds. */
  readonly seconds: number | undefined;
  /** Which entry into the loop is recorded, counted from 1; without it the first. */
  readonly entry: number | "heaviest" | undefined;
  /** File into which the report is written as JSON, for a later `compare`. */
  readonly save: string | undefined;
  /** File of an earlier report. */
  readonly compare: string | undefined;
  /** Exit status 1 when slower than the baseline; without one, when slower than the loop as it is. */
  readonly failIfSlower: boolean;
  readonly way?: WantedWay;
  readonly signal: AbortSignal;
}

/** @returns the exit status: 0 when the results were equal, 1 when they were not, nothing could be measured, or it was too slow */
export async function bench(options: BenchOptions, terminal: Terminal): Promise<number> {
  const place = placeOfRun("bench", options.place, options.command);
  const print = printers[options.format];
  if (print === undefined)
    throw new UserProblem(
      `There is no format "${options.format}" for bench.`,
      "Use --format pretty, json, md or html.",
    );
  // Before the measurement, which takes its time.
  checkOutputs(terminal, { "--out": options.out, "--save": options.save });
  const baseline = options.compare === undefined ? undefined : readBaseline(options.compare, terminal.cwd);
  const progress = progressOn(terminal);
  const outcome = await benchLoop({
    cwd: terminal.cwd,
    file: path.resolve(terminal.cwd, place.file),
    line: place.line,
    command: options.command,
    signal: options.signal,
    ...(options.project === undefined ? {} : { project: options.project }),
    limits: {
      ...(options.seconds === undefined ? {} : { measureMs: options.seconds * 1000 }),
      ...(options.entry === undefined ? {} : { entry: options.entry }),
    },
    keepPart: true,
    ...(options.way === undefined ? {} : { way: options.way }),
    onProgress: progress.step,
  });
  progress.end();
  if (outcome.kind === "problem") throw new UserProblem(outcome.message, outcome.help, 1);
  const report: Report =
    baseline === undefined
      ? outcome.report
      : { ...outcome.report, baseline: compareWithBaseline(baseline, outcome.report) };
  const text = await print(report, terminal.color && options.out === undefined);
  if (options.out === undefined) terminal.out(text);
  else {
    writeOutput(terminal, options.out, text);
    terminal.err(`The report is in ${options.out}.`);
  }
  if (options.save !== undefined) {
    writeOutput(terminal, options.save, printJson(outcome.report));
    terminal.err(`The baseline is in ${options.save}.`);
  }
  // What is known so far was shown, but it is not what was asked for.
  if (options.signal.aborted) return 130;
  return statusOf(report, options.failIfSlower, terminal);
}

/** @returns the exit status for a report, after saying why it is not 0 */
export function statusOf(
  { comparison, baseline, warnings }: Report,
  failIfSlower: boolean,
  terminal: Pick<Terminal, "err">,
): 0 | 1 {
  if (comparison.outcome !== "equal") return 1;
  if (!failIfSlower) return 0;
  const isCertain = !warnings.some(({ id }) => id === "few-samples");
  if (baseline === undefined && isCertain && comparison.best.interval[1] < 1) {
    terminal.err("The parallel version is slower than the loop as it is (--fail-if-slower).");
    return 1;
  }
  if (baseline?.verdict === "slower" || baseline?.verdict === "incomparable") {
    const word = baseline.verdict === "slower" ? "slower than" : "not comparable with";
    terminal.err(`The loop is ${word} the baseline (--fail-if-slower).`);
    return 1;
  }
  return 0;
}

/** @throws UserProblem for a file that is missing or no report */
export function readBaseline(file: string, cwd: string): Report {
  const full = path.resolve(cwd, file);
  if (!fs.existsSync(full))
    throw new UserProblem(`There is no baseline ${file}.`, `Write one with --save ${file}, then compare.`);
  try {
    const report = JSON.parse(fs.readFileSync(full, "utf8")) as Partial<Report>;
    if (report.version === 1 && report.comparison && report.loop && report.machine && report.input)
      return report as Report;
  } catch {
    // It is no JSON at all, which gets the same answer.
  }
  throw new UserProblem(`${file} is no report of loopsmith bench.`, "Give a file that --save or --format json wrote.");
}

const printers: Record<string, (report: Report, color: boolean) => string | Promise<string>> = {
  pretty: (report, color) => printText(report, { color }),
  json: (report) => printJson(report),
  md: (report) => printMarkdown(report),
  html: (report) => printHtml(report),
};
