// `loopsmith check`: every loop and its verdict.
import path from "node:path";
import { loopReports, syntaxErrorOf } from "../analysis/facade.js";
import { type KernelReport, kernelReports } from "../analysis/kernelReports.js";
import type { CheckDocument, LoopReport } from "../analysis/loopReport.js";
import { neverCancelled, runToEnd } from "../workspace/cancellation.js";
import { prettyKernels, prettyLoops } from "./pretty.js";
import { type Terminal, UserProblem } from "./problem.js";
import { parsePlace, selectPrograms } from "./programs.js";
import { sarif } from "./sarif.js";

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: string;
  readonly project: string | undefined;
  readonly all: boolean;
  /** Findings that make the exit status 1: `promising`, `parallel`, `serial`, `unsafe-kernel`, or the id of a reason. */
  readonly failOn: readonly string[];
}

/** @returns the exit status */
export function check(options: CheckOptions, terminal: Terminal): number {
  const { cwd } = terminal;
  if (!["pretty", "json", "sarif"].includes(options.format))
    throw new UserProblem(`There is no format "${options.format}" for check.`, "Use --format pretty, json or sarif.");
  const places = options.paths.map((text) =>
    isFile(cwd, text) ? { file: text, line: undefined } : (parsePlace(text) ?? { file: text, line: undefined }),
  );
  // Whoever sees only the promising loops and how many others there are need not wait for the reasons, nor for the edits.
  const detail = needsReasons(options, places) ? "reasons" : "marks";
  const loops: LoopReport[] = [];
  const kernels = new Map<string, KernelReport>();
  const texts = new Map<string, string>();
  let status = 0;
  for (const { workspace, files } of selectPrograms(
    cwd,
    places.map((place) => place.file),
    options.project,
  )) {
    for (const file of files) {
      const shown = path.relative(cwd, file).replaceAll("\\", "/");
      const broken = syntaxErrorOf(workspace, file);
      if (broken !== undefined) {
        terminal.err(
          `${shown}:${broken.line} has a syntax error: ${broken.message} Its loops are left out; mend it and run the command again.`,
        );
        status = 1;
        continue;
      }
      texts.set(shown, workspace.readFile(file) ?? "");
      loops.push(...runToEnd(loopReports(workspace, file, neverCancelled, detail)));
      for (const report of runToEnd(kernelReports(workspace, file))) {
        kernels.set(JSON.stringify([report.file, report.line, report.column, report.message]), report);
        const text = workspace.readFile(path.resolve(workspace.cwd, report.file));
        if (text !== undefined) texts.set(report.file, text);
      }
    }
  }
  const asked = places.filter((place) => place.line !== undefined);
  const wanted =
    asked.length === 0
      ? loops
      : asked.flatMap(({ file, line }) => [
          loopOn(loops, path.relative(cwd, path.resolve(cwd, file)).replaceAll("\\", "/"), line!),
        ]);
  // Who asks about one loop is not told about kernels.
  const unsafe = asked.length === 0 ? [...kernels.values()] : [];
  if (options.format === "json")
    terminal.out(JSON.stringify({ version: 1, loops: wanted, kernels: unsafe } satisfies CheckDocument, null, 2));
  else if (options.format === "sarif") terminal.out(JSON.stringify(sarif(wanted, unsafe), null, 2));
  else {
    for (const block of prettyKernels(unsafe, texts, terminal.color)) terminal.out(block);
    terminal.out(prettyLoops(wanted, texts, { all: options.all || asked.length > 0, color: terminal.color }));
  }
  const isFound = options.failOn.some(
    (finding) => wanted.some((loop) => matches(loop, finding)) || unsafe.some((kernel) => isMeant(kernel, finding)),
  );
  return status === 0 && isFound ? 1 : status;
}

function needsReasons({ format, all, failOn }: CheckOptions, places: readonly { line: number | undefined }[]): boolean {
  // Of loops that cannot pay nobody knows then whether they are parallel or serial.
  const isMarked = (finding: string) => finding === "promising" || finding === "unsafe-kernel";
  return all || format !== "pretty" || !failOn.every(isMarked) || places.some(({ line }) => line !== undefined);
}

function matches(loop: LoopReport, finding: string): boolean {
  if (finding === "promising") return loop.verdict === "parallel" && loop.profit.promising;
  return finding === loop.verdict || loop.reasons.some((reason) => reason.id === finding);
}

function isMeant({ id, severity }: KernelReport, finding: string): boolean {
  return finding === id || (finding === "unsafe-kernel" && severity === "warning");
}

function isFile(_cwd: string, text: string): boolean {
  return !/:\d+$/.test(text) || (path.isAbsolute(text) === false && parsePlace(text) === undefined);
}

/** The innermost loop that begins on the line; else the innermost around it. */
export function loopOn(loops: readonly LoopReport[], file: string, line: number): LoopReport {
  const own = loops.filter((loop) => loop.file === file);
  const found =
    own.filter((loop) => loop.line === line)[0] ??
    own.filter((loop) => loop.line <= line && line <= loop.endLine).at(-1);
  if (found !== undefined) return found;
  const near = own
    .map((loop) => loop.line)
    .sort((a, b) => Math.abs(a - line) - Math.abs(b - line))
    .slice(0, 3)
    .sort((a, b) => a - b);
  const help =
    near.length === 0
      ? `${file} has no loops.`
      : `Loops begin on ${near.length === 1 ? "line" : "lines"} ${near.join(", ")}.`;
  throw new UserProblem(`There is no loop at ${file}:${line}.`, help);
}
