// The report of a trace as text and as Markdown.
import { count, duration, plural, times } from "@loopsmith/runner/bench";
import type { TraceConflict, TracePlace, TraceReport } from "../bench/trace/traceReport.js";
import { painter } from "./style.js";

export function traceText(report: TraceReport, color: boolean): string {
  const paint = painter(color);
  const { loop, answer } = report;
  const lines = [
    `${paint("bold", "Loop")}     ${loop.file}:${loop.line}  ${loop.text}`,
    `${paint("bold", "Program")}  ${report.program}`,
    `${paint("bold", "Trace")}    ${runOf(report)}`,
    "",
    paint(answer === "no-conflict" ? "green" : answer === "conflict" ? "red" : "yellow", headline(report)),
    ...report.conflicts.map((each) => `  ${each.message}${often(each)}`),
    ...report.unknowns.map(({ message }) => `  ${message}`),
  ];
  if (report.inOrder.length > 0)
    lines.push("", "Done in order by the caller, or had by each iteration for itself, so not in the way:");
  for (const each of report.inOrder) lines.push(paint("dim", `  ${each.message}${often(each)}`));
  const impure = report.functions.filter(({ isPure }) => !isPure);
  for (const { name, findings } of impure) {
    lines.push("", `${paint("yellow", name)} does more than to compute a value of its arguments:`);
    for (const { message } of findings) lines.push(`  ${message}`);
  }
  lines.push("", ...nextSteps(report));
  return lines.join("\n");
}

export function traceMarkdown(report: TraceReport): string {
  const { loop, conflicts, unknowns } = report;
  const rows = conflicts.map(
    ({ kind, source, sink, iterations: [first, second], count: seen }) =>
      `| ${kind} | ${cell(source)} | ${cell(sink)} | ${first} → ${second} | ${count(seen)} |`,
  );
  return [
    `### Trace of ${code(`${loop.file}:${loop.line}`)} ${code(loop.text)}`,
    "",
    `**${headline(report)}**`,
    ...(rows.length === 0
      ? []
      : ["", "| kind | earlier | later | iterations | seen |", "| --- | --- | --- | --- | ---: |", ...rows]),
    ...(unknowns.length === 0 ? [] : ["", ...unknowns.map(({ message }) => `- ${escaped(message)}`)]),
    "",
    ...nextSteps(report).map(escaped),
    "",
    `<sub>${code(report.program)}: ${runOf(report)}. ${report.date}</sub>`,
  ].join("\n");
}

export function headline({ answer, run, loop }: TraceReport): string {
  const seen = plural(run.traced, "iteration");
  switch (answer) {
    case "no-conflict":
      return `No conflict in ${seen} of this input: none of them needed what another one did. That is evidence, not proof.`;
    case "conflict":
      return `Iterations of the loop at line ${loop.line} depend on one another:`;
    case "not-known":
      return run.traced === 0
        ? "Nothing is known: the loop had no iteration with this input."
        : `Nothing is known: no conflict was seen in ${seen}, but part of what they did could not be looked into:`;
  }
}

/** What ran, how much of it was written down, and how much slower that was. */
export function runOf({ run }: TraceReport): string {
  const parts = [
    run.traced === run.iterations
      ? plural(run.iterations, "iteration")
      : `${count(run.traced)} of ${plural(run.iterations, "iteration")} (all of the first, then windows of neighbours)`,
    plural(run.accesses, "access", "accesses"),
    duration(run.ms),
  ];
  if (run.slowdown !== null) parts.push(`${times(run.slowdown)} as long per iteration as without the trace`);
  if (run.ended === "time") parts.push("ended by its time limit");
  return parts.join(", ");
}

function often({ count: seen }: TraceConflict): string {
  return seen === 1 ? "" : ` Seen ${count(seen)} times.`;
}

/** One sentence a line; lines that begin with blanks belong to the one before. */
export function nextSteps(
  { answer, evidence, withoutEvidence, undecided, loop }: TraceReport,
  toRewrite = `Keep the evidence with --save trace.json, then: loopsmith apply ${loop.file}:${loop.line} --observed trace.json`,
): string[] {
  if (evidence !== null)
    return [
      "This allows the rewrite, as one that needs your review. It stands on:",
      ...evidence.notes.map((note) => `  ${note}`),
      toRewrite,
    ];
  if (answer === "conflict") return ["Change what the two places share, or leave the loop as it is."];
  if (undecided.length === 0) return ["The analysis had proved this loop already; nothing more is needed."];
  return [
    ...(withoutEvidence === null ? [] : [`No rewrite is offered. ${withoutEvidence}`]),
    ...(answer === "not-known"
      ? ["Call functions of the project in their place, or vouch for a function of a package with `@pure`."]
      : []),
    "What the analysis could not decide:",
    ...undecided.map((message) => `  ${message}`),
  ];
}

function cell(place: TracePlace): string {
  return `${code(place.text)} (${place.file}:${place.line})`;
}

function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text.replaceAll("|", "\\|").replace(/\s+/g, " ")}${fence}`;
}

function escaped(text: string): string {
  return text.replaceAll("<", "&lt;");
}
