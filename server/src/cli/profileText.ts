// A profile as a person reads it, in the terminal and as Markdown.
import { bar, count, duration, percent, plural, times } from "@loopsmith/runner/bench";
import type { HotLoop, ProfileReport } from "../bench/profile/profileReport.js";
import { type Paint, painter } from "./style.js";

export interface ProfileTextOptions {
  readonly color: boolean;
  /** Also loops that take less than a hundredth of the run. */
  readonly all: boolean;
}

const LEAST_SHARE = 0.01;

/** Of loops that will not gain, so many are shown: the hottest. */
const MOST_OTHERS = 10;
const BAR = 20;

export function profileText(report: ProfileReport, { color, all }: ProfileTextOptions): string {
  const paint = painter(color);
  const { loops, machine, notes } = report;
  const shown = all ? loops : loops.filter(({ share }) => LEAST_SHARE <= share);
  const parallel = shown.filter(({ loop }) => loop.verdict === "parallel" && loop.profit.promising);
  const most = all ? loops.length : MOST_OTHERS;
  const isUnlikely = ({ loop }: HotLoop) => loop.verdict === "parallel" && !loop.profit.promising;
  const unlikely = shown.filter(isUnlikely).slice(0, most);
  const serial = shown.filter(({ loop }) => loop.verdict === "serial").slice(0, most);
  const blocks = [
    [
      `${paint("bold", "Program")}  ${report.program}`,
      `${paint("bold", "Run    ")}  ${runLine(report)}`,
      `${paint("bold", "Machine")}  ${plural(machine.cores, "core")}, ${machine.cpu}, Node ${machine.node}`,
    ],
    parallel.length === 0
      ? []
      : [
          paint("bold", "Loops that can run on all cores, by the time that would save"),
          paint("dim", `at best (Amdahl's law for ${plural(machine.cores, "core")}): a prediction, not a measurement`),
          ...table(parallel, paint, (each) => (each.partOf === null ? `${duration(each.savesMs)}` : "")),
        ],
    unlikely.length === 0
      ? []
      : [
          paint("bold", "Loops that can, but are not likely to gain, by the time they take"),
          ...table(unlikely, paint, undefined),
        ],
    serial.length === 0
      ? []
      : [paint("bold", "Loops that cannot, by the time they take"), ...table(serial, paint, undefined)],
    notes.map((note) => `${paint("yellow", "!")} ${note}`),
    ending(report, [...parallel, ...unlikely, ...serial], parallel, paint),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

function runLine({ run }: ProfileReport): string {
  const who =
    run.processes === 0 ? "" : `${plural(run.processes, "process", "processes")}, ${plural(run.threads, "thread")}, `;
  return `${duration(run.wallMs)}, ${duration(run.busyMs)} of computing; ${who}${plural(run.samples, "sample")}`;
}

function table(loops: readonly HotLoop[], paint: Paint, saves: ((each: HotLoop) => string) | undefined): string[] {
  const rows = loops.map((each) => [
    ...(saves === undefined ? [] : [saves(each)]),
    `${each.estimatedMs > 0.1 * each.totalMs ? "≈" : ""}${duration(each.totalMs)}`,
    duration(each.selfMs),
    percent(each.share),
  ]);
  const head = [...(saves === undefined ? [] : ["saves"]), "total", "self", "share"];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const cells = (row: readonly string[]) => row.map((cell, at) => cell.padStart(widths[at]!)).join("  ");
  const indent = " ".repeat(widths.reduce((sum, width) => sum + width + 2, 0));
  return [
    paint("dim", cells(head)),
    ...loops.flatMap((each, at) => {
      const { loop } = each;
      const onOneLine = loops.filter((other) => other.loop.file === loop.file && other.loop.line === loop.line);
      const column = onOneLine.length === 1 ? "" : `:${loop.column}`;
      const place = paint("bold", `${loop.file}:${loop.line}${column}`);
      const owner = loop.function === "" ? "" : paint("dim", ` in ${loop.function}`);
      return [
        `${cells(rows[at]!)}  ${bar(each.share, 1, BAR).padEnd(BAR)}  ${place}${owner}`,
        `${indent}${" ".repeat(BAR)}  ${paint("dim", each.text)}`,
        ...remarks(each, paint).map((line) => `${indent}${" ".repeat(BAR)}  ${line}`),
      ];
    }),
  ];
}

function remarks({ loop, partOf, threads, savesMs }: HotLoop, paint: Paint): string[] {
  if (loop.verdict === "serial") {
    const [first] = loop.reasons;
    const more = loop.reasons.length - 1;
    const rest = more > 0 ? paint("dim", ` (and ${plural(more, "more reason")})`) : "";
    return first === undefined ? [] : [`${paint("yellow", `line ${first.line}`)} ${first.message}${rest}`];
  }
  if (partOf !== null) return [paint("dim", `part of ${partOf}, counted there`)];
  if (savesMs === 0 && loop.profit.promising) return [paint("dim", `ran in ${count(threads)} threads at once already`)];
  return loop.profit.promising ? [] : [paint("dim", loop.profit.why)];
}

function ending(
  { loops, program, run }: ProfileReport,
  shown: readonly HotLoop[],
  parallel: readonly HotLoop[],
  paint: Paint,
): string[] {
  const lines: string[] = [];
  const hidden = loops.length - shown.length;
  if (hidden > 0) lines.push(paint("dim", `--all shows ${plural(hidden, "loop")} more.`));
  if (shown.some(({ estimatedMs, totalMs }) => estimatedMs > 0.1 * totalMs))
    lines.push(paint("dim", "≈ several loops of a function call the same function; its time is divided evenly."));
  const best = parallel.find(({ partOf, savesMs }) => partOf === null && savesMs > 0);
  if (best !== undefined) {
    const place = `${best.loop.file}:${best.loop.line}`;
    const isFromElsewhere = run.exitStatus === null && run.signal === null && !run.interrupted;
    const command = isFromElsewhere ? "<the command that runs it>" : program;
    lines.push(
      `The first would make the run at best ${times(best.runSpeedup)} as fast. Measure it: loopsmith bench ${place} -- ${command}`,
    );
  }
  return lines;
}

export function profileMarkdown(report: ProfileReport, { all }: { readonly all: boolean }): string {
  const { loops, notes, program, machine } = report;
  const shown = all ? loops : loops.filter(({ share }) => LEAST_SHARE <= share);
  const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\s+/g, " ");
  return [
    `### Profile of \`${cell(program)}\``,
    "",
    `${runLine(report)}. ${plural(machine.cores, "core")}, Node ${machine.node}. Savings are predictions (Amdahl's law), not measurements.`,
    "",
    "| loop | total | self | share | saves at best | verdict |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...shown.map(({ loop, totalMs, selfMs, share, savesMs, partOf }) => {
      const verdict =
        loop.verdict === "parallel"
          ? `parallel (${loop.pattern})${partOf === null ? "" : `, part of ${partOf}`}`
          : `serial: ${loop.reasons[0]?.message ?? ""}`;
      const saves = loop.verdict === "parallel" && loop.profit.promising && partOf === null ? duration(savesMs) : "";
      return `| \`${loop.file}:${loop.line}\` | ${duration(totalMs)} | ${duration(selfMs)} | ${percent(share)} | ${saves} | ${cell(verdict)} |`;
    }),
    "",
    ...notes.map((note) => `- ${note}`),
  ]
    .join("\n")
    .trimEnd();
}
