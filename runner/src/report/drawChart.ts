// Draws a chart as an SVG text, by ECharts without a document. Loaded only when a page is printed: it is the largest part of the package.
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Chart } from "./charts.js";

use([BarChart, LineChart, CustomChart, GridComponent, SVGRenderer]);

/** The width in which all charts are laid out; the page scales them. */
const WIDTH = 720;

/**
 * An `<svg>` element for a page: colours are variables of the page's style, nothing in it runs or is loaded, and to a screen
 * reader it is one picture with a label.
 */
export function drawChart({ option, height, label }: Chart): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "inherit", color: "var(--text)" },
      ...option,
    });
    return cleaned(chart.renderToSVGString(), label);
  } finally {
    // It would keep a timer, and with it the process, for ever.
    chart.dispose();
  }
}

/** Takes out what is there for a chart that answers to the mouse, the fixed size, and clipping, which nothing needs. */
function cleaned(svg: string, label: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>|<clipPath[\s\S]*?<\/clipPath>|<defs\s*>\s*<\/defs>/g, "")
    .replace(/ (?:class|clip-path|ecmeta_\w+|pointer-events|xml:space)="[^"]*"/g, "")
    .replace(/<rect width="\d+" height="\d+" x="0" y="0" fill="none"><\/rect>/, "")
    .replace(
      /^<svg width="\d+" height="\d+"/,
      () => `<svg class="chart" role="img" aria-label="${escapeAttribute(label)}"`,
    )
    .replace(/\n\s*/g, "\n")
    .trim();
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
