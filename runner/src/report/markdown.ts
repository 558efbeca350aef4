// The report as Markdown, for a pull request.
import { bar, duration, percent, range, times } from "./figures.js";
import type { Comparison, Report } from "./report.js";
import {
  baselineLines,
  conclusions,
  explainedPoint,
  headline,
  inPlaceLabel,
  inputLine,
  machineLine,
  overheadRows,
  programLine,
  samplesLine,
  workersLabel,
} from "./sentences.js";

export function printMarkdown(report: Report): string {
  const { loop } = report;
  const lines = [
    `### Loop ${code(`${loop.file}:${loop.line}`)}`,
    "",
    code(loop.text),
    "",
    ...body(report, report.comparison),
    ...(report.baseline === undefined ? [] : [baselineLines(report).map(escapeMarkdown).join(" "), ""]),
    ...report.warnings.map(({ id, message }) => `> ⚠ **${id}** ${escapeMarkdown(message)}\n`),
    `<sub>${escapeMarkdown(machineLine(report))}. Input: ${escapeMarkdown(inputLine(report))}. Program: ${escapeMarkdown(programLine(report))}. ${escapeMarkdown(report.date)}</sub>`,
  ];
  return `${lines.join("\n")}\n`;
}

function body(report: Report, comparison: Comparison): string[] {
  switch (comparison.outcome) {
    case "failed":
      return [`**Not measured.** ${escapeMarkdown(comparison.message)} ${escapeMarkdown(comparison.help)}`, ""];
    case "different":
      return [
        "**The results differ**, so nothing was timed. First differences:",
        "",
        "| where | in series | in parallel |",
        "| --- | --- | --- |",
        ...comparison.differences.map(
          ({ path, serial, parallel }) => `| ${code(path)} | ${code(serial)} | ${code(parallel)} |`,
        ),
        "",
      ];
    case "equal": {
      const { serial, points, inPlace } = comparison;
      const longest = Math.max(
        serial.median,
        inPlace?.timing.median ?? 0,
        ...points.map((point) => point.timing.median),
      );
      return [
        `**Results identical. ${headline(report, comparison)}**`,
        "",
        "| | median | ± MAD | speedup | 95 % interval | predicted | efficiency | serial part | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
        `| serial | ${duration(serial.median)} | ${duration(serial.mad)} | | | | | | ${bar(serial.median, longest, 20)} |`,
        ...(inPlace === undefined
          ? []
          : [
              `| ${inPlaceLabel} | ${duration(inPlace.timing.median)} | ${duration(inPlace.timing.mad)} | ${times(inPlace.speedup)} | ${range(inPlace.interval)} | | | | ${bar(inPlace.timing.median, longest, 20)} |`,
            ]),
        ...points.map(
          (point) =>
            `| ${workersLabel(point.workers)} | ${duration(point.timing.median)} | ${duration(point.timing.mad)} | ${times(point.speedup)} | ${range(point.interval)} | ${times(point.predicted)} | ${percent(point.efficiency)} | ${point.serialFraction === null ? "" : percent(point.serialFraction)} | ${bar(point.timing.median, longest, 20)} |`,
        ),
        "",
        `${samplesLine(report, comparison)}. ${conclusions(report, comparison).join(" ")}`,
        "",
        `With ${workersLabel(explainedPoint(comparison).workers)}: ${overheadRows(comparison)
          .map(([label, ms]) => `${label} ${duration(ms)}`)
          .join(" · ")}.`,
        "",
      ];
    }
  }
}

/** A code span that may itself hold backticks and table bars. */
function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  const padding = fence === "``" ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|").replace(/\s+/g, " ")}${padding}${fence}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]|]/g, "\\$&").replaceAll("<", "&lt;");
}
