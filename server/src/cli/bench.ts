// `loopsmith bench`: record the real inputs of a loop, replay it serial and parallel, compare, report.
import fs from "node:fs";
import path from "node:path";
import { printHtml, printJson, printMarkdown, printText, type Report } from "@loopsmith/runner/bench";
import { benchLoop } from "../bench/bench.js";
import { type Terminal, UserProblem } from "./problem.js";
import { parsePlace } from "./programs.js";

export interface BenchOptions {
  readonly place: string | undefined;
  readonly command: readonly string[];
  readonly format: string;
  readonly out: string | undefined;
  readonly project: string | undefined;
  /** Time budget of the timed runs, in seconds. */
  readonly seconds: number | undefined;
  readonly signal: AbortSignal;
}

/** @returns the exit status: 0 when the results were equal, 1 when they were not or nothing could be measured */
export async function bench(options: BenchOptions, terminal: Terminal): Promise<number> {
  const place = options.place === undefined ? undefined : parsePlace(options.place);
  if (place === undefined)
    throw new UserProblem(
      "bench needs a loop as file:line.",
      "For example: loopsmith bench src/image.ts:12 -- npx tsx src/main.ts",
    );
  if (options.command.length === 0)
    throw new UserProblem(
      "bench needs the command that runs your program.",
      `Put it behind two dashes: loopsmith bench ${options.place} -- npx tsx main.ts`,
    );
  const print = printers[options.format];
  if (print === undefined)
    throw new UserProblem(
      `There is no format "${options.format}" for bench.`,
      "Use --format pretty, json, md or html.",
    );
  let last = "";
  const outcome = await benchLoop({
    cwd: terminal.cwd,
    file: path.resolve(terminal.cwd, place.file),
    line: place.line,
    command: options.command,
    signal: options.signal,
    ...(options.project === undefined ? {} : { project: options.project }),
    ...(options.seconds === undefined ? {} : { limits: { measureMs: options.seconds * 1000 } }),
    onProgress: ({ message, done }) => {
      const line = done === null ? message : `${message} (${Math.round(done * 100)} %)`;
      if (line !== last) terminal.err(line);
      last = line;
    },
  });
  if (outcome.kind === "problem") throw new UserProblem(outcome.message, outcome.help, 1);
  const text = print(outcome.report, terminal.color && options.out === undefined);
  if (options.out === undefined) terminal.out(text);
  else {
    fs.writeFileSync(path.resolve(terminal.cwd, options.out), text);
    terminal.err(`The report is in ${options.out}.`);
  }
  return outcome.report.comparison.outcome === "equal" ? 0 : 1;
}

const printers: Record<string, (report: Report, color: boolean) => string> = {
  pretty: (report, color) => printText(report, { color }),
  json: (report) => printJson(report),
  md: (report) => printMarkdown(report),
  html: (report) => printHtml(report),
};
