// The report as one HTML page: no script, nothing loaded, charts drawn beforehand, legible in light and dark and to screen readers.
import { type Chart, overheadChart, scalingChart, timelineChart, timesChart } from "./charts.js";
import { htmlStyle } from "./htmlStyle.js";
import {
  dependencesTable,
  differencesTable,
  escapeHtml,
  overheadTable,
  sentenceHtml,
  timelineTable,
  timesTable,
} from "./htmlTables.js";
import type { Comparison, Report } from "./report.js";
import {
  adviceLine,
  baselineLines,
  breakEvenLine,
  headline,
  inputLine,
  machineLine,
  predictionLine,
  proofLine,
  samplesLine,
  workersLabel,
} from "./sentences.js";

type Equal = Extract<Comparison, { outcome: "equal" }>;
type Draw = typeof import("./drawChart.js").drawChart;

/** Nothing may be loaded and nothing may run, whatever a report holds. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export async function printHtml(report: Report): Promise<string> {
  const { loop, comparison } = report;
  const title = `${loop.file}:${loop.line}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Loopsmith: ${escapeHtml(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
<h1>Loop <code>${escapeHtml(title)}</code></h1>
<p><code>${escapeHtml(loop.text)}</code></p>
${[await body(report, comparison), proof(report), baseline(report), conditions(report)].filter((part) => part !== "").join("\n")}
</main>
</body>
</html>
`;
}

async function body(report: Report, comparison: Comparison): Promise<string> {
  switch (comparison.outcome) {
    case "failed":
      return `<p class="answer bad">Not measured. ${escapeHtml(comparison.message)}</p>\n<p>${escapeHtml(comparison.help)}</p>\n${warnings(report)}`;
    case "different":
      return `<p class="answer bad">The results differ, so nothing was timed.</p>\n${differencesTable(comparison.differences)}\n${warnings(report)}`;
    case "equal": {
      const { drawChart } = await import("./drawChart.js");
      return equalBody(report, comparison, drawChart);
    }
  }
}

function equalBody(report: Report, comparison: Equal, draw: Draw): string {
  const scaling = scalingChart(comparison);
  const timeline = timelineChart(comparison);
  const sentences = [predictionLine(comparison), breakEvenLine(comparison), adviceLine(report, comparison)];
  return `<p class="answer"><span class="good">Results identical.</span> <strong>${escapeHtml(headline(report, comparison))}</strong></p>
<p class="faint">${escapeHtml(samplesLine(report, comparison))}</p>
${warnings(report)}
<h2>Times</h2>
${figure(draw, timesChart(comparison), "Medians; the whiskers are 95 % intervals of the median.")}
${timesTable(comparison)}
${scaling === undefined ? "" : `<h2>Scaling</h2>\n${figure(draw, scaling, "The figures stand in the table above.")}`}
<h2>What follows</h2>
<ul>
${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("\n")}
</ul>
<h2>Where the time goes with ${workersLabel(comparison.best.workers)}</h2>
${figure(draw, overheadChart(comparison), "The run whose time is the median.")}
${overheadTable(comparison)}
${timeline === undefined ? "" : `<h2>Threads</h2>\n${figure(draw, timeline, "Each box is a chunk, or several that follow each other closely; what is empty is waiting.")}\n${timelineTable(comparison)}`}`;
}

function figure(draw: Draw, chart: Chart, caption: string): string {
  const { legend = [] } = chart;
  const marks = legend.map(
    ({ name, color, line = "solid" }) =>
      `<li><span class="${line}" style="--mark: ${color}" aria-hidden="true"></span>${escapeHtml(name)}</li>`,
  );
  const list =
    marks.length === 0
      ? ""
      : `<ul class="legend">${marks.join("")}</ul>
`;
  return `<figure>
${list}${draw(chart)}
<figcaption>${escapeHtml(caption)}</figcaption>
</figure>`;
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

function baseline(report: Report): string {
  const lines = baselineLines(report);
  if (lines.length === 0) return "";
  return `<h2>Against the baseline</h2>\n${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n")}`;
}

function warnings({ warnings: list }: Report): string {
  if (list.length === 0) return "";
  const items = list.map(({ id, message }) => `<li><strong>${escapeHtml(id)}</strong>: ${sentenceHtml(message)}</li>`);
  return `<section class="warnings" aria-labelledby="distrust">\n<h2 id="distrust">Reasons to distrust these figures</h2>\n<ul>\n${items.join("\n")}\n</ul>\n</section>`;
}

function conditions(report: Report): string {
  const facts = [
    ["Program", report.program],
    ["Machine", machineLine(report)],
    ["Input", inputLine(report)],
    ["Date", report.date],
  ] as const;
  const items = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<h2>Conditions</h2>\n<dl>\n${items.join("\n")}\n</dl>`;
}
