// The report of a whole program as text and as Markdown.
import { bar, baselineLines, byteSize, duration, plural, range, times } from "@loopsmith/runner/bench";
import type { WholeComparison, WholeReport } from "../bench/whole/wholeReport.js";
import { painter } from "./style.js";

type Equal = Extract<WholeComparison, { outcome: "equal" }>;

const BAR = 30;

export function wholeText(report: WholeReport, color: boolean): string {
  const paint = painter(color);
  const { comparison } = report;
  const lines = [
    `${paint("bold", "Program")}  ${report.program}`,
    `${paint("bold", "Machine")}  ${machine(report)}`,
    `${paint("bold", "Changed")}  ${changed(report)}`,
    "",
  ];
  if (comparison.outcome === "different") {
    lines.push(paint("red", "The rewritten program does not do the same, so nothing was timed. First differences:"));
    for (const { path, serial, parallel } of comparison.differences)
      lines.push(`${path}`, `  as it is:   ${serial}`, `  rewritten:  ${parallel}`);
  } else {
    const longest = Math.max(comparison.serial.median, comparison.rewritten.median);
    const row = (name: string, { median, mad }: Equal["serial"]) =>
      `${name.padEnd(10)} ${duration(median).padStart(8)}  ± ${duration(mad).padStart(8)}  ${bar(median, longest, BAR)}`;
    lines.push(
      `${paint("green", `${evidence(report, comparison)}.`)} ${paint("bold", headline(report, comparison))}`,
      paint("dim", samples(comparison)),
      "",
      row("as it is", comparison.serial),
      row("rewritten", comparison.rewritten),
    );
  }
  const warnings = report.warnings.map(({ id, message }) => `${paint("yellow", `⚠ ${id}`)}  ${message}`);
  const against = baselineLines(report);
  return [
    ...lines,
    ...(warnings.length === 0 ? [] : ["", ...warnings]),
    ...(against.length === 0 ? [] : ["", ...against]),
  ].join("\n");
}

export function wholeMarkdown(report: WholeReport): string {
  const { comparison } = report;
  const head = [`### ${code(report.program)}`, ""];
  const body =
    comparison.outcome === "different"
      ? [
          "**The rewritten program does not do the same**, so nothing was timed.",
          "",
          "| where | as it is | rewritten |",
          "| --- | --- | --- |",
          ...comparison.differences.map(
            (each) => `| ${code(each.path)} | ${code(each.serial)} | ${code(each.parallel)} |`,
          ),
        ]
      : [
          `**${evidence(report, comparison)}. ${headline(report, comparison)}** ${samples(comparison)}.`,
          "",
          "| | median | ± MAD |",
          "| --- | ---: | ---: |",
          `| as it is | ${duration(comparison.serial.median)} | ${duration(comparison.serial.mad)} |`,
          `| rewritten | ${duration(comparison.rewritten.median)} | ${duration(comparison.rewritten.mad)} |`,
        ];
  const warnings = report.warnings.map(({ id, message }) => `> ⚠ **${id}** ${message.replaceAll("<", "&lt;")}`);
  const against = baselineLines(report).flatMap((line) => [line, ""]);
  return [
    ...head,
    ...body,
    "",
    ...against,
    ...warnings,
    `<sub>${changed(report)}. ${machine(report)}. ${report.date}</sub>`,
  ].join("\n");
}

export function evidence({ tests }: WholeReport, { evidence: by }: Equal): string {
  return by === "tests" ? `\`${tests}\` passes on both` : "Output and exit status identical in every run";
}

export function headline({ warnings }: WholeReport, { serial, rewritten, speedup, interval }: Equal): string {
  const change = `${duration(serial.median)} → ${duration(rewritten.median)}`;
  if (warnings.some(({ id }) => id === "few-samples"))
    return `Too few runs to tell a difference from chance: ${change}.`;
  const [low, high] = interval;
  if (low <= 1 && 1 <= high) return `No difference that can be told apart from chance: ${change}.`;
  const word = speedup < 1 ? "slower" : "faster";
  return `${times(speedup < 1 ? 1 / speedup : speedup)} ${word} end to end (ratio ${range(interval)}): ${change}.`;
}

export function samples({ serial }: Equal): string {
  return `${plural(serial.samples.length, "interleaved pair")} of whole runs`;
}

export function changed({ rewritten: { loops, files } }: WholeReport): string {
  return `${plural(loops, "loop")} rewritten in ${files.join(", ")}`;
}

export function machine({ machine: { cores, cpu, memoryBytes, node, os } }: WholeReport): string {
  return `${plural(cores, "core")}, ${cpu}, ${byteSize(memoryBytes)}, Node ${node}, ${os}`;
}

function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text.replaceAll("|", "\\|").replace(/\s+/g, " ")}${fence}`;
}
