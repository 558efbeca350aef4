// The chart library, loaded when a page is printed and not before: it is the largest part of the package.

/** What draws a chart as an SVG text. */
export async function loadDrawing(): Promise<typeof import("./drawChart.js").drawChart> {
  return (await import("./drawChart.js")).drawChart;
}
