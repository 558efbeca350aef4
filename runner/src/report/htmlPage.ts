// The frame of a report's page, and the parts that all reports have: no script, nothing loaded, legible in light and dark and to
// screen readers.
import type { Chart } from "./charts.js";
import { htmlStyle } from "./htmlStyle.js";
import { escapeHtml, sentenceHtml } from "./htmlTables.js";
import type { BaselineComparison, Report } from "./report.js";
import { baselineLines } from "./sentences.js";

type Draw = typeof import("./drawChart.js").drawChart;

/** Nothing may be loaded and nothing may run, whatever a report holds. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A page of its own.
 * @param title plain text
 * @param parts the body, as HTML; empty parts are left out
 */
export async function printPage(title: string, parts: () => Promise<readonly string[]>): Promise<string> {
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
${(await parts()).filter((part) => part !== "").join("\n")}
</main>
</body>
</html>
`;
}

/** A chart with its legend and what to know about it. */
export function figureHtml(draw: Draw, chart: Chart, caption: string): string {
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

export function baselineHtml(report: { readonly baseline?: BaselineComparison }): string {
  const lines = baselineLines(report);
  if (lines.length === 0) return "";
  return `<h2>Against the baseline</h2>\n${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n")}`;
}

export function warningsHtml({ warnings: list }: Pick<Report, "warnings">): string {
  if (list.length === 0) return "";
  const items = list.map(({ id, message }) => `<li><strong>${escapeHtml(id)}</strong>: ${sentenceHtml(message)}</li>`);
  return `<section class="warnings" aria-labelledby="distrust">\n<h2 id="distrust">Reasons to distrust these figures</h2>\n<ul>\n${items.join("\n")}\n</ul>\n</section>`;
}

export function conditionsHtml(facts: readonly (readonly [name: string, value: string])[]): string {
  const items = facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<h2>Conditions</h2>\n<dl>\n${items.join("\n")}\n</dl>`;
}
