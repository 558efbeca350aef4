// The report as text for a terminal or a log: a table with bars, in colour only where asked.
import { bar, duration, percent, range, times } from "./figures.js";
import type { Comparison, Report } from "./report.js";
import {
  baselineLines,
  conclusions,
  explainedPoint,
  headline,
  inPlaceLabel,
  inputLine,
  isCertain,
  machineLine,
  overheadRows,
  programLine,
  samplesLine,
  timelineRows,
  workersLabel,
} from "./sentences.js";

export interface TextOptions {
  /** Colours by ANSI escapes; leave out when the output is piped. */
  readonly color?: boolean;
  /** Columns of the longest bar. */
  readonly barWidth?: number;
}

export function printText(report: Report, { color = false, barWidth = 30 }: TextOptions = {}): string {
  const paint = color ? ansi : plain;
  const { loop, comparison } = report;
  const head = [
    `${paint.bold("Loop   ")}  ${loop.file}:${loop.line}  ${paint.dim(loop.text)}`,
    `${paint.bold("Program")}  ${programLine(report)}`,
    `${paint.bold("Machine")}  ${machineLine(report)}`,
    `${paint.bold("Input  ")}  ${inputLine(report)}`,
  ];
  const warnings = report.warnings.map(({ id, message }) => `${paint.yellow(`⚠ ${id}`)}  ${message}`);
  const [verdict, ...findings] = baselineLines(report);
  const baseline = verdict === undefined ? [] : [paint.bold(verdict), ...findings];
  const blocks = [head, ...body(report, comparison, paint, barWidth), baseline, warnings];
  return `${blocks
    .filter((block) => 0 < block.length)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

type Paint = Record<"bold" | "dim" | "green" | "red" | "yellow", (text: string) => string>;

const plain: Paint = { bold: String, dim: String, green: String, red: String, yellow: String };
const ansi: Paint = {
  bold: (text) => `\x1b[1m${text}\x1b[22m`,
  dim: (text) => `\x1b[2m${text}\x1b[22m`,
  green: (text) => `\x1b[32m${text}\x1b[39m`,
  red: (text) => `\x1b[31m${text}\x1b[39m`,
  yellow: (text) => `\x1b[33m${text}\x1b[39m`,
};

function body(report: Report, comparison: Comparison, paint: Paint, barWidth: number): string[][] {
  switch (comparison.outcome) {
    case "failed":
      return [[paint.red(`Not measured. ${comparison.message}`), comparison.help]];
    case "different": {
      const rows = comparison.differences.map(({ path, serial, parallel }) => [path, serial, parallel]);
      return [
        [paint.red("The results differ, so nothing was timed. First differences:")],
        table([["where", "in series", "in parallel"], ...rows], ["left", "left", "left"]),
      ];
    }
    case "equal": {
      const { serial, best } = comparison;
      const good = isCertain(report) && 1 < best.interval[0];
      const overhead = overheadRows(comparison);
      const longest = Math.max(...overhead.map(([, ms]) => ms));
      return [
        [
          `${paint.green("Results identical.")} ${(good ? paint.bold : paint.yellow)(headline(report, comparison))}`,
          paint.dim(samplesLine(report, comparison)),
        ],
        timesTable(comparison, barWidth, serial.median),
        [
          paint.bold(`Where the time goes with ${workersLabel(explainedPoint(comparison).workers)}`),
          ...table(
            overhead.map(([label, ms]) => [label, duration(ms), bar(ms, longest, barWidth)]),
            ["left", "right", "left"],
          ),
        ],
        comparison.timeline === null
          ? []
          : table(
              [["thread", "iterations", "chunks", "busy"], ...timelineRows(comparison)],
              ["left", "right", "right", "right"],
            ),
        [...conclusions(report, comparison)],
      ];
    }
  }
}

function timesTable(
  { serial, points, inPlace }: Extract<Comparison, { outcome: "equal" }>,
  barWidth: number,
  serialMs: number,
): string[] {
  const longest = Math.max(serialMs, inPlace?.timing.median ?? 0, ...points.map((point) => point.timing.median));
  const rows = [
    ["", "median", "± MAD", "speedup", "95 % interval", "predicted", "efficiency", "serial part", ""],
    ["serial", duration(serial.median), duration(serial.mad), "", "", "", "", "", bar(serialMs, longest, barWidth)],
    ...(inPlace === undefined
      ? []
      : [
          [
            inPlaceLabel,
            duration(inPlace.timing.median),
            duration(inPlace.timing.mad),
            times(inPlace.speedup),
            range(inPlace.interval),
            "",
            "",
            "",
            bar(inPlace.timing.median, longest, barWidth),
          ],
        ]),
    ...points.map((point) => [
      workersLabel(point.workers),
      duration(point.timing.median),
      duration(point.timing.mad),
      times(point.speedup),
      range(point.interval),
      times(point.predicted),
      percent(point.efficiency),
      point.serialFraction === null ? "" : percent(point.serialFraction),
      bar(point.timing.median, longest, barWidth),
    ]),
  ];
  return table(rows, ["left", "right", "right", "right", "right", "right", "right", "right", "left"]);
}

function table(rows: readonly (readonly string[])[], sides: readonly ("left" | "right")[]): string[] {
  const widths = sides.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (sides[column] === "left" ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}
