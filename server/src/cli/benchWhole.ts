// `loopsmith bench --whole`: the command as it is against the command with rewritten loops, end to end.
import fs from "node:fs";
import path from "node:path";
import type { BenchProblem } from "../bench/benchRequest.js";
import { compareWhole } from "../bench/whole/wholeBaseline.js";
import { benchWhole, type WholeRequest } from "../bench/whole/wholeProgram.js";
import type { WholeReport } from "../bench/whole/wholeReport.js";
import type { WantedWay } from "../transforms/index.js";
import { type ApplyOptions, changesOf, write } from "./apply.js";
import { checkOutputs, writeOutput } from "./outputs.js";
import { type Terminal, UserProblem } from "./problem.js";
import { parsePlace } from "./programs.js";
import { progressOn } from "./progress.js";
import { wholeHtml } from "./wholeHtml.js";
import { wholeMarkdown, wholeText } from "./wholeText.js";

export interface WholeOptions {
  /** Loops as file:line; files and folders whose promising loops are rewritten; empty: those of the whole program. */
  readonly paths: readonly string[];
  readonly command: readonly string[];
  /** A command that checks the results, as one text. */
  readonly tests: string | undefined;
  readonly sync: boolean;
  /** By partial results, where that can be done. */
  readonly way?: WantedWay;
  readonly format: string;
  readonly out: string | undefined;
  readonly project: string | undefined;
  readonly seconds: number | undefined;
  /** File into which the report is written as JSON, for a later `compare`. */
  readonly save: string | undefined;
  /** File of an earlier report. */
  readonly compare: string | undefined;
  readonly failIfSlower: boolean;
  readonly signal: AbortSignal;
}

/** @returns the exit status: 0 when both versions did the same, 1 when not, nothing could be measured, or it was too slow */
export async function wholeBench(options: WholeOptions, terminal: Terminal): Promise<number> {
  const { command, tests, format, out, seconds = 60, signal } = options;
  if (command.length === 0)
    throw new UserProblem(
      "bench needs the command that runs your program.",
      "Put it behind two dashes: loopsmith bench --whole -- npx tsx main.ts",
    );
  const print = printers[format];
  if (print === undefined)
    throw new UserProblem(
      `There is no format "${format}" for bench --whole.`,
      "Use --format pretty, json, md or html.",
    );
  // Before the measurement, which takes its time.
  checkOutputs(terminal, { "--out": out, "--save": options.save });
  const baseline = options.compare === undefined ? undefined : readWholeBaseline(options.compare, terminal.cwd);
  const progress = progressOn(terminal);
  const outcome = await benchWhole({
    cwd: terminal.cwd,
    command,
    tests: tests === undefined ? undefined : words(tests),
    rewrite: rewriter(options, terminal),
    measureMs: seconds * 1000,
    signal,
    onProgress: progress.step,
  });
  progress.end();
  if (outcome.kind === "problem") throw new UserProblem(outcome.message, outcome.help, 1);
  const report: WholeReport =
    baseline === undefined ? outcome.report : { ...outcome.report, baseline: compareWhole(baseline, outcome.report) };
  const text = await print(report, terminal.color && out === undefined);
  if (out === undefined) terminal.out(text);
  else {
    writeOutput(terminal, out, `${text}\n`);
    terminal.err(`The report is in ${out}.`);
  }
  if (options.save !== undefined) {
    writeOutput(terminal, options.save, `${JSON.stringify(outcome.report, null, 2)}\n`);
    terminal.err(`The baseline is in ${options.save}.`);
  }
  if (signal.aborted) return 130;
  return wholeStatus(report, options.failIfSlower, terminal);
}

/** @returns the exit status for a report, after saying why it is not 0 */
export function wholeStatus(
  { comparison, baseline }: WholeReport,
  failIfSlower: boolean,
  terminal: Pick<Terminal, "err">,
): 0 | 1 {
  if (comparison.outcome !== "equal") return 1;
  if (!failIfSlower) return 0;
  if (baseline !== undefined) {
    if (baseline.verdict !== "slower" && baseline.verdict !== "incomparable") return 0;
    const word = baseline.verdict === "slower" ? "slower than" : "not comparable with";
    terminal.err(`The program is ${word} the baseline (--fail-if-slower).`);
    return 1;
  }
  if (1 <= comparison.interval[1]) return 0;
  terminal.err("The rewritten program is slower than the program as it is (--fail-if-slower).");
  return 1;
}

/** @throws UserProblem for a file that is missing or no report of a whole program */
export function readWholeBaseline(file: string, cwd: string): WholeReport {
  const full = path.resolve(cwd, file);
  if (!fs.existsSync(full))
    throw new UserProblem(`There is no baseline ${file}.`, `Write one with --save ${file}, then compare.`);
  try {
    const report = JSON.parse(fs.readFileSync(full, "utf8")) as Partial<WholeReport>;
    if (report.version === 1 && report.comparison && report.rewritten && report.machine && report.warnings)
      return report as WholeReport;
  } catch {
    // It is no JSON at all, which gets the same answer.
  }
  throw new UserProblem(
    `${file} is no report of loopsmith bench --whole.`,
    "Give a file that --save or --format json wrote.",
  );
}

/** A command in one text, without a shell: words between blanks, quotes keep blanks. */
export function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

/** Rewrites loops as `loopsmith apply --write` would. */
function rewriter({ paths, sync, way, project }: WholeOptions, terminal: Terminal): WholeRequest["rewrite"] {
  return (cwd, inCopy, makeOwn) => {
    const common: Omit<ApplyOptions, "paths" | "all"> = {
      form: sync ? "sync" : "either",
      ...(way && { way }),
      force: false,
      write: true,
      project: project === undefined ? undefined : inCopy(path.resolve(terminal.cwd, project)),
      transform: undefined,
      inverse: false,
      format: false,
    };
    const inside: Terminal = { ...terminal, cwd, out: () => {} };
    const places = paths.filter((text) => parsePlace(text) !== undefined);
    // From the end of each file, so that the lines before stay where they are.
    const ordered = [...places].sort((a, b) => parsePlace(b)!.line - parsePlace(a)!.line);
    const rest = paths.filter((text) => parsePlace(text) === undefined);
    const files = new Set<string>();
    let loops = 0;
    const take = (options: ApplyOptions) => {
      const { changes, rewritten } = changesOf(options, inside);
      for (const file of changes.keys()) makeOwn(file);
      write(changes);
      loops += rewritten;
      for (const file of changes.keys()) files.add(path.relative(cwd, file).replaceAll("\\", "/"));
    };
    try {
      for (const place of ordered) take({ ...common, paths: [place], all: false });
      if (rest.length > 0 || places.length === 0) take({ ...common, paths: rest, all: true });
    } catch (error) {
      if (error instanceof UserProblem)
        return { kind: "problem", message: error.message, help: error.help } satisfies BenchProblem;
      throw error;
    }
    return { loops, files: [...files].sort() };
  };
}

const printers: Record<string, (report: WholeReport, color: boolean) => string | Promise<string>> = {
  pretty: wholeText,
  json: (report) => JSON.stringify(report, null, 2),
  md: (report) => wholeMarkdown(report),
  html: (report) => wholeHtml(report),
};
