// The report as one HTML page: no script, nothing loaded, charts drawn beforehand, legible in light and dark and to screen readers.
import { overheadChart, scalingChart, timelineChart, timesChart } from "./charts.js";
import { baselineHtml, conditionsHtml, figureHtml, printPage, warningsHtml } from "./htmlPage.js";
import {
  dependencesTable,
  differencesTable,
  escapeHtml,
  overheadTable,
  sentenceHtml,
  timelineTable,
  timesTable,
} from "./htmlTables.js";
import { loadDrawing } from "./loadDrawing.js";
import type { Comparison, Report } from "./report.js";
import {
  conclusions,
  explainedPoint,
  headline,
  inputLine,
  machineLine,
  programLine,
  proofLine,
  samplesLine,
  workersLabel,
} from "./sentences.js";

type Equal = Extract<Comparison, { outcome: "equal" }>;
type Draw = typeof import("./drawChart.js").drawChart;

export function printHtml(report: Report): Promise<string> {
  const { loop, comparison } = report;
  const title = `${loop.file}:${loop.line}`;
  return printPage(title, async () => [
    `<h1>Loop <code>${escapeHtml(title)}</code></h1>\n<p><code>${escapeHtml(loop.text)}</code></p>`,
    await body(report, comparison),
    proof(report),
    baselineHtml(report),
    conditionsHtml([
      ["Program", programLine(report)],
      ["Machine", machineLine(report)],
      ["Input", inputLine(report)],
      ["Date", report.date],
    ]),
  ]);
}

async function body(report: Report, comparison: Comparison): Promise<string> {
  switch (comparison.outcome) {
    case "failed":
      return `<p class="answer bad">Not measured. ${escapeHtml(comparison.message)}</p>\n<p>${escapeHtml(comparison.help)}</p>\n${warningsHtml(report)}`;
    case "different":
      return `<p class="answer bad">The results differ, so nothing was timed.</p>\n${differencesTable(comparison.differences)}\n${warningsHtml(report)}`;
    case "equal": {
      return equalBody(report, comparison, await loadDrawing());
    }
  }
}

function equalBody(report: Report, comparison: Equal, draw: Draw): string {
  const scaling = scalingChart(comparison);
  const timeline = timelineChart(comparison);
  const sentences = conclusions(report, comparison);
  return `<p class="answer"><span class="good">Results identical.</span> <strong>${escapeHtml(headline(report, comparison))}</strong></p>
<p class="faint">${escapeHtml(samplesLine(report, comparison))}</p>
${warningsHtml(report)}
<h2>Times</h2>
${figureHtml(draw, timesChart(comparison), "Medians; the whiskers are 95 % intervals of the median.")}
${timesTable(comparison)}
${scaling === undefined ? "" : `<h2>Scaling</h2>\n${figureHtml(draw, scaling, "The figures stand in the table above.")}`}
<h2>What follows</h2>
<ul>
${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("\n")}
</ul>
<h2>Where the time goes with ${workersLabel(explainedPoint(comparison).workers)}</h2>
${figureHtml(draw, overheadChart(comparison), "The run whose time is the median.")}
${overheadTable(comparison)}
${timeline === undefined ? "" : `<h2>Threads</h2>\n${figureHtml(draw, timeline, "Each box is a chunk, or several that follow each other closely; what is empty is waiting.")}\n${timelineTable(comparison)}`}`;
}

function proof({ proof: found }: Report): string {
  if (found === undefined) return "";
  const items = found.assumptions.map(
    ({ kind, line, message }) => `<li><strong>${kind}</strong>, line ${line}: ${sentenceHtml(message)}</li>`,
  );
  return [
    `<h2>Why it may run in parallel</h2>\n<p>${escapeHtml(proofLine(found))}</p>`,
    items.length === 0 ? "" : `<ul>\n${items.join("\n")}\n</ul>`,
    found.dependences.length === 0 ? "" : dependencesTable(found.dependences),
  ]
    .filter((part) => part !== "")
    .join("\n");
}
