// The report of a trace as a page of its own: what two iterations touched, where, and what follows from it.
import { conditionsHtml, count, escapeHtml, printPage, sentenceHtml, tableHtml } from "@loopsmith/runner/bench";
import type { TraceConflict, TracePlace, TraceReport } from "../bench/trace/traceReport.js";
import { headline, nextSteps, runOf } from "./traceText.js";

/** @param toRewrite how to make the rewrite that the trace allows, one sentence; left out: by the command line */
export function traceHtml(report: TraceReport, toRewrite?: string): Promise<string> {
  const { loop, answer } = report;
  const title = `${loop.file}:${loop.line}`;
  const mood = answer === "no-conflict" ? "good" : answer === "conflict" ? "bad" : "";
  return printPage(title, async () => [
    `<h1>Trace of <code>${escapeHtml(title)}</code></h1>\n<p><code>${escapeHtml(loop.text)}</code></p>`,
    `<p class="answer"><span class="${mood}">${escapeHtml(headline(report))}</span></p>\n<p class="faint">${escapeHtml(runOf(report))}</p>`,
    conflicts("What stands in the way", "Iterations that touched the same place", report.conflicts),
    findings(
      "What could not be looked into",
      report.unknowns.map(({ message }) => message),
    ),
    conflicts(
      "Not in the way",
      "Done in order by the caller, or had by each iteration for itself in the rewritten loop",
      report.inOrder,
    ),
    functions(report),
    steps(nextSteps(report, toRewrite)),
    conditionsHtml([
      ["Program", report.program],
      ["Machine", `${report.machine.cores} cores, ${report.machine.cpu}, Node ${nodeOf(report)}, ${report.machine.os}`],
      ["Date", report.date],
    ]),
  ]);
}

function nodeOf({ machine: { node, nodeFrom } }: TraceReport): string {
  return nodeFrom === undefined ? node : `${node} (${nodeFrom})`;
}

function conflicts(title: string, caption: string, found: readonly TraceConflict[]): string {
  if (found.length === 0) return "";
  const table = tableHtml({
    caption,
    heads: ["kind", "earlier", "later", "iterations", "seen"],
    rows: found.map(({ kind, source, sink, iterations: [first, second], count: seen }) => ({
      cells: [kind, placeHtml(source), placeHtml(sink), `${count(first)} → ${count(second)}`, count(seen)],
    })),
    words: true,
  });
  const sentences = found.map(({ message }) => `<li>${sentenceHtml(message)}</li>`);
  return `<h2>${title}</h2>\n${table}\n<ul>\n${sentences.join("\n")}\n</ul>`;
}

function placeHtml({ text, file, line }: TracePlace): string {
  return `<code>${escapeHtml(text)}</code> ${escapeHtml(file)}:${line}`;
}

function findings(title: string, messages: readonly string[]): string {
  if (messages.length === 0) return "";
  return `<h2>${title}</h2>\n<ul>\n${messages.map((each) => `<li>${sentenceHtml(each)}</li>`).join("\n")}\n</ul>`;
}

function functions({ functions: all }: TraceReport): string {
  if (all.length === 0) return "";
  const rows = all.map(({ name, isPure, findings: found }) => ({
    cells: [
      `<code>${escapeHtml(name)}</code>`,
      isPure
        ? "computed a value of its arguments, and nothing else"
        : found.map((each) => sentenceHtml(each.message)).join(" "),
    ],
  }));
  const caption = "Functions of packages that were called, and what they were seen to do";
  return `<h2>Functions of packages</h2>\n${tableHtml({ caption, heads: ["function", "seen"], rows, words: true })}`;
}

/** The first line says what follows; the ones that are indented belong to the line before. */
function steps(all: readonly string[]): string {
  const lines = all.map((line) =>
    line.startsWith("  ") ? `<li>${sentenceHtml(line.trim())}</li>` : `<p>${sentenceHtml(line)}</p>`,
  );
  return `<h2>What follows</h2>\n${lines.join("\n").replaceAll(/(?:<li>.*<\/li>\n?)+/g, (list) => `<ul>\n${list.trimEnd()}\n</ul>\n`)}`;
}
