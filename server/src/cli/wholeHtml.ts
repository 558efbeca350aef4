// The report of a whole program as a page of its own.
import {
  barsChart,
  baselineHtml,
  conditionsHtml,
  differencesTable,
  duration,
  escapeHtml,
  figureHtml,
  loadDrawing,
  printPage,
  tableHtml,
  warningsHtml,
} from "@loopsmith/runner/bench";
import type { WholeReport } from "../bench/whole/wholeReport.js";
import { changed, evidence, headline, machine, samples } from "./wholeText.js";

export function wholeHtml(report: WholeReport): Promise<string> {
  return printPage(report.program, async () => [
    `<h1>Program <code>${escapeHtml(report.program)}</code></h1>`,
    await answer(report),
    baselineHtml(report),
    conditionsHtml([
      ["Changed", changed(report)],
      ...(report.tests === null ? [] : [["Tests", report.tests] as const]),
      ["Machine", machine(report)],
      ["Date", report.date],
    ]),
  ]);
}

async function answer(report: WholeReport): Promise<string> {
  const { comparison } = report;
  if (comparison.outcome === "different")
    return `<p class="answer bad">The rewritten program does not do the same, so nothing was timed.</p>
${differencesTable(comparison.differences, ["as it is", "rewritten"])}
${warningsHtml(report)}`;
  const rows = [
    { name: "as it is", timing: comparison.serial, isSerial: true },
    { name: "rewritten", timing: comparison.rewritten, isSerial: false },
  ];
  const table = tableHtml({
    caption: "Times of whole runs, start and end of the process included",
    heads: ["version", "median", "± MAD"],
    rows: rows.map(({ name, timing: { median, mad } }) => ({ cells: [name, duration(median), duration(mad)] })),
  });
  const chart = figureHtml(
    await loadDrawing(),
    barsChart(rows),
    "Medians; the whiskers are 95 % intervals of the median.",
  );
  return `<p class="answer"><span class="good">${escapeHtml(evidence(report, comparison))}.</span> <strong>${escapeHtml(headline(report, comparison))}</strong></p>
<p class="faint">${escapeHtml(samples(comparison))}</p>
${warningsHtml(report)}
<h2>Times</h2>
${chart}
${table}`;
}
