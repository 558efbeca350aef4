// `loopsmith bench --trace`: run the command with the loop instrumented, and say which iterations touched the same places.
import path from "node:path";
import { traceLoop } from "../bench/trace/trace.js";
import type { TraceReport } from "../bench/trace/traceReport.js";
import type { BenchOptions } from "./bench.js";
import { checkOutputs, writeOutput } from "./outputs.js";
import { type Terminal, UserProblem } from "./problem.js";
import { placeOfRun } from "./programs.js";
import { progressOn } from "./progress.js";
import { traceHtml } from "./traceHtml.js";
import { traceMarkdown, traceText } from "./traceText.js";

export interface TraceOptions
  extends Pick<BenchOptions, "place" | "command" | "format" | "out" | "project" | "signal"> {
  /** How long the loop is traced, in seconds. */
  readonly seconds: number | undefined;
  /** File into which the report is written as JSON, for `apply --observed`. */
  readonly save: string | undefined;
}

/** @returns the exit status: 0 when no conflict was found, 1 when one was, or nothing can be said */
export async function trace(options: TraceOptions, terminal: Terminal): Promise<number> {
  const { command, format, out, project, save, seconds, signal } = options;
  const place = placeOfRun("bench --trace", options.place, command);
  const print = printers[format];
  if (print === undefined)
    throw new UserProblem(
      `There is no format "${format}" for bench --trace.`,
      "Use --format pretty, json, md or html.",
    );
  checkOutputs(terminal, { "--out": out, "--save": save });
  const progress = progressOn(terminal);
  const outcome = await traceLoop({
    cwd: terminal.cwd,
    file: path.resolve(terminal.cwd, place.file),
    line: place.line,
    command,
    signal,
    ...(project === undefined ? {} : { project }),
    ...(seconds === undefined ? {} : { limits: { traceMs: seconds * 1000 } }),
    onProgress: progress.step,
  });
  progress.end();
  if (outcome.kind === "problem") throw new UserProblem(outcome.message, outcome.help, 1);
  const { report } = outcome;
  const text = await print(report, terminal.color && out === undefined);
  if (out === undefined) terminal.out(text);
  else {
    writeOutput(terminal, out, `${text}\n`);
    terminal.err(`The report is in ${out}.`);
  }
  if (save !== undefined) {
    writeOutput(terminal, save, `${JSON.stringify(report, null, 2)}\n`);
    terminal.err(
      report.evidence === null
        ? `The report is in ${save}; it allows no rewrite.`
        : `The evidence is in ${save}: loopsmith apply ${report.loop.file}:${report.loop.line} --observed ${save}`,
    );
  }
  // What is known so far was shown, but it is not what was asked for.
  if (signal.aborted) return 130;
  return report.answer === "no-conflict" ? 0 : 1;
}

const printers: Record<string, (report: TraceReport, color: boolean) => string | Promise<string>> = {
  pretty: traceText,
  json: (report) => JSON.stringify(report, null, 2),
  md: (report) => traceMarkdown(report),
  html: (report) => traceHtml(report),
};
