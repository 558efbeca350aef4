// Draws a chart as an SVG text, by ECharts without a document. Loaded only when a page is printed: it is the largest part of the package.
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Chart } from "./charts.js";

use([BarChart, LineChart, CustomChart, GridComponent, SVGRenderer]);

/** The widths in which charts are laid out; the page shows one of the two, and scales it. */
const widths = { wide: 720, narrow: 380 };

/**
 * Two drawings of a chart, of which the page shows the one that fits: letters of a wide one would be too small in a narrow panel.
 * Colours are variables of the page's style, nothing in it runs or is loaded, and to a screen reader it is one picture with a label.
 */
export function drawChart(chart: Chart): string {
  const drawings = Object.entries(widths).map(([name, width]) => drawing(chart, name, width));
  return `<div role="img" aria-label="${escapeAttribute(chart.label)}">
${drawings.join("\n")}
</div>`;
}

function drawing({ option, height }: Chart, name: string, width: number): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "inherit", color: "var(--text)" },
      ...option,
    });
    return cleaned(chart.renderToSVGString(), name);
  } finally {
    // It would keep a timer, and with it the process, for ever.
    chart.dispose();
  }
}

/** Takes out what is there for a chart that answers to the mouse, the fixed size, and clipping, which nothing needs. */
function cleaned(svg: string, name: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>|<clipPath[\s\S]*?<\/clipPath>|<defs\s*>\s*<\/defs>/g, "")
    .replace(/ (?:class|clip-path|ecmeta_\w+|pointer-events|xml:space)="[^"]*"/g, "")
    .replace(/<rect width="\d+" height="\d+" x="0" y="0" fill="none"><\/rect>/, "")
    .replace(/^<svg width="\d+" height="\d+"/, `<svg class="chart ${name}" aria-hidden="true"`)
    .replace(/\n\s*/g, "\n")
    .trim();
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
