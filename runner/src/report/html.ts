// The report as one HTML page: no script, nothing loaded, legible in light and dark and to screen readers.
import { duration, percent, range, times } from "./figures.js";
import type { Comparison, Report } from "./report.js";
import {
  baselineLines,
  breakEvenLine,
  headline,
  inputLine,
  machineLine,
  overheadRows,
  predictionLine,
  samplesLine,
  workersLabel,
} from "./sentences.js";

export function printHtml(report: Report): string {
  const { loop } = report;
  const title = `${loop.file}:${loop.line}`;
  const facts = [
    ["Program", report.program],
    ["Machine", machineLine(report)],
    ["Input", inputLine(report)],
    ["Date", report.date],
  ] as const;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Loopsmith: ${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Loop <code>${escapeHtml(title)}</code></h1>
<p><code>${escapeHtml(loop.text)}</code></p>
${body(report, report.comparison)}
${baseline(report)}
${warnings(report)}
<h2>Conditions</h2>
<dl>
${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("\n")}
</dl>
</main>
</body>
</html>
`;
}

const style = `
:root { --text: #1b1f24; --faint: #59636e; --line: #d1d9e0; --page: #ffffff; --serial: #6e7781; --parallel: #0a69c7; --good: #176f2c; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9aa4af; --line: #3d444d; --page: #0d1117; --serial: #8b949e; --parallel: #58a6ff; --good: #56d364; --bad: #ff8a80; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.answer { font-size: 1.25rem; } .good { color: var(--good); } .bad { color: var(--bad); } .faint { color: var(--faint); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; white-space: nowrap; }
th:first-child, td:first-child, .words th, .words td { text-align: left; }
.words td { white-space: normal; }
td.chart { width: 40%; min-width: 8rem; }
.bar { height: .9rem; background: var(--parallel); border-radius: 2px; min-width: 1px; } .bar.serial { background: var(--serial); }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
`;

function body(report: Report, comparison: Comparison): string {
  switch (comparison.outcome) {
    case "failed":
      return `<p class="answer bad">Not measured. ${escapeHtml(comparison.message)}</p>\n<p>${escapeHtml(comparison.help)}</p>`;
    case "different": {
      const cells = (values: readonly string[]) =>
        values.map((value) => `<td><code>${escapeHtml(value)}</code></td>`).join("");
      const rows = comparison.differences.map(
        ({ path, serial, parallel }) => `<tr>${cells([path, serial, parallel])}</tr>`,
      );
      return `<p class="answer bad">The results differ, so nothing was timed.</p>
<div class="scroll"><table class="words">
<caption class="faint">First differences</caption>
<thead><tr><th scope="col">where</th><th scope="col">in series</th><th scope="col">in parallel</th></tr></thead>
<tbody>${rows.join("\n")}</tbody>
</table></div>`;
    }
    case "equal":
      return equalBody(report, comparison);
  }
}

function equalBody(report: Report, comparison: Extract<Comparison, { outcome: "equal" }>): string {
  const { serial, points, best } = comparison;
  const longest = Math.max(serial.median, ...points.map((point) => point.timing.median));
  const overhead = overheadRows(comparison);
  const longestPart = Math.max(...overhead.map(([, ms]) => ms));
  const rows = points.map(
    (point) =>
      `<tr><th scope="row">${workersLabel(point.workers)}</th>${[
        duration(point.timing.median),
        duration(point.timing.mad),
        times(point.speedup),
        range(point.interval),
        percent(point.efficiency),
        point.serialFraction === null ? "" : percent(point.serialFraction),
      ]
        .map((cell) => `<td>${cell}</td>`)
        .join("")}${barCell(point.timing.median, longest)}</tr>`,
  );
  return `<p class="answer"><span class="good">Results identical.</span> <strong>${escapeHtml(headline(report, comparison))}</strong></p>
<p class="faint">${escapeHtml(samplesLine(report, comparison))}</p>
<h2>Times</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">version</th><th scope="col">median</th><th scope="col">± MAD</th><th scope="col">speedup</th><th scope="col">95 % interval</th><th scope="col">efficiency</th><th scope="col">serial part</th><th scope="col"><span aria-hidden="true"></span></th></tr></thead>
<tbody>
<tr><th scope="row">serial</th><td>${duration(serial.median)}</td><td>${duration(serial.mad)}</td><td></td><td></td><td></td><td></td>${barCell(serial.median, longest, " serial")}</tr>
${rows.join("\n")}
</tbody>
</table></div>
<h2>Where the time goes with ${workersLabel(best.workers)}</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">part</th><th scope="col">time</th><th scope="col"><span aria-hidden="true"></span></th></tr></thead>
<tbody>
${overhead.map(([label, ms]) => `<tr><th scope="row">${label}</th><td>${duration(ms)}</td>${barCell(ms, longestPart)}</tr>`).join("\n")}
</tbody>
</table></div>
<p>${escapeHtml(predictionLine(comparison))} ${escapeHtml(breakEvenLine(comparison))}</p>`;
}

/** The bar repeats the figure beside it, so it is hidden from screen readers. */
function barCell(value: number, longest: number, kind = ""): string {
  const width = longest <= 0 ? 0 : (value / longest) * 100;
  return `<td class="chart" aria-hidden="true"><div class="bar${kind}" style="width:${width.toFixed(1)}%"></div></td>`;
}

function baseline(report: Report): string {
  const lines = baselineLines(report);
  if (lines.length === 0) return "";
  return `<h2>Against the baseline</h2>\n${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n")}`;
}

function warnings({ warnings: list }: Report): string {
  if (list.length === 0) return "";
  const items = list.map(({ id, message }) => `<li><strong>${escapeHtml(id)}</strong>: ${escapeHtml(message)}</li>`);
  return `<h2>Reasons to distrust these figures</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
