// What the charts of a report show, as options for the chart library: plain data and the placing of marks, no drawing.
import { medianInterval } from "../bench/statistics.js";
import { duration, times } from "./figures.js";
import type { Comparison, Timing } from "./report.js";
import { explainedPoint, overheadRows, threadLabels, timelineLabel, workersLabel } from "./sentences.js";

type Equal = Extract<Comparison, { outcome: "equal" }>;

export interface Chart {
  /** An option object of ECharts; its type would make the library a dependency of everybody who reads ours. */
  readonly option: Readonly<Record<string, unknown>>;
  /** In units of the drawing, which is 720 wide. */
  readonly height: number;
  /** What a screen reader says instead of the picture; the figures themselves stand in a table beside it. */
  readonly label: string;
  /** Set by the page, which knows how wide words are; the drawing only guesses. */
  readonly legend?: readonly { readonly name: string; readonly color: string; readonly line?: "dashed" | "dotted" }[];
}

/** The part of the library's interface by which marks of our own are placed. */
interface MarkApi {
  value(dimension: number): number;
  coord(place: readonly [number, number]): [number, number];
  size(extent: readonly [number, number]): [number, number];
}
interface MarkPlace {
  readonly coordSys: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const axisLine = { lineStyle: { color: "var(--line)" } };
const axisText = { color: "var(--faint)", fontSize: 13 };
const gridLine = { lineStyle: { color: "var(--line)", opacity: 0.6 } };
const ink = { color: "var(--text)", fontSize: 13 };

/** The labels at the ends stand within the axis, so that none is cut off where little room is left beside it. */
const within = { alignMinLabel: "left", alignMaxLabel: "right" } as const;

function valueAxis(formatter: (value: number) => string, more: object = {}) {
  return {
    type: "value",
    axisLabel: { ...axisText, formatter, hideOverlap: true },
    axisLine,
    splitLine: gridLine,
    splitNumber: 4,
    ...more,
  };
}

function nameAxis(data: readonly string[]) {
  return { type: "category", inverse: true, data, axisLabel: ink, axisTick: { show: false }, axisLine };
}

/** A version that was timed. */
export interface TimedRow {
  readonly name: string;
  readonly timing: Timing;
  readonly isSerial: boolean;
}

export function timesChart({ serial, points }: Equal): Chart {
  return barsChart([
    { name: "serial", timing: serial, isSerial: true },
    ...points.map(({ workers, timing }) => ({ name: workersLabel(workers), timing, isSerial: false })),
  ]);
}

/** A bar for each version, as long as its median, with the interval in which the true median lies. */
export function barsChart(rows: readonly TimedRow[]): Chart {
  const intervals = rows.map(({ timing }) => medianInterval(timing.samples));
  const option = {
    grid: { left: 96, right: 90, top: 8, bottom: 30 },
    // The axis knows nothing of the intervals, at whose ends the times are written.
    xAxis: valueAxis(duration, { min: 0, max: roundAbove(Math.max(...intervals.map(({ high }) => high))) }),
    yAxis: nameAxis(rows.map(({ name }) => name)),
    series: [
      {
        type: "bar",
        clip: false,
        barWidth: "62%",
        data: rows.map(({ timing, isSerial }) => ({
          value: timing.median,
          itemStyle: { color: isSerial ? "var(--serial)" : "var(--parallel)", borderRadius: [0, 2, 2, 0] },
        })),
      },
      {
        type: "custom",
        z: 5,
        clip: false,
        data: intervals.map(({ low, high }, row) => [low, row, high]),
        renderItem(_place: MarkPlace, api: MarkApi) {
          const row = api.value(1);
          const [left, y] = api.coord([api.value(0), row]);
          const [right] = api.coord([api.value(2), row]);
          return {
            type: "group",
            children: [
              ...whisker([left, y], [right, y]),
              {
                type: "text",
                style: {
                  x: right + 8,
                  y,
                  text: duration(rows[row]!.timing.median),
                  fill: "var(--text)",
                  fontSize: 13,
                  fontFamily: "inherit",
                  textVerticalAlign: "middle",
                },
              },
            ],
          };
        },
      },
    ],
  };
  const label = `Median times with 95 % intervals: ${rows.map(({ name, timing }) => `${name} ${duration(timing.median)}`).join(", ")}.`;
  return { option, height: 50 + 34 * rows.length, label };
}

/** The next round number, at which an axis can end. */
function roundAbove(value: number): number {
  if (!(0 < value)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((factor) => value <= factor * unit) ?? 10);
}

/** A line with two caps; upright or level. */
function whisker([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]) {
  const [capX, capY] = y1 === y2 ? [0, 5] : [5, 0];
  const line = (ax: number, ay: number, bx: number, by: number) => ({
    type: "line",
    shape: { x1: ax, y1: ay, x2: bx, y2: by },
    style: { fill: "none", stroke: "var(--text)", lineWidth: 1.5 },
  });
  return [
    line(x1, y1, x2, y2),
    line(x1 - capX, y1 - capY, x1 + capX, y1 + capY),
    line(x2 - capX, y2 - capY, x2 + capX, y2 + capY),
  ];
}

/** Speedup over the number of workers: measured with intervals, what Amdahl's law predicts, and the ideal; undefined for one count. */
export function scalingChart(comparison: Equal): Chart | undefined {
  const { points } = comparison;
  const split = explainedPoint(comparison);
  if (points.length < 2) return undefined;
  const most = Math.max(...points.map(({ workers }) => workers));
  const line = (name: string, color: string, kind: string, data: readonly (readonly number[])[], symbol: string) => ({
    name,
    type: "line",
    clip: false,
    data,
    symbol,
    symbolSize: 8,
    lineStyle: { color, width: 2, type: kind },
    itemStyle: { color },
  });
  const option = {
    grid: { left: 56, right: 24, top: 10, bottom: 48 },
    xAxis: valueAxis(String, {
      min: 1,
      max: most,
      minInterval: 1,
      splitLine: { show: false },
      name: "workers",
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: axisText,
    }),
    yAxis: valueAxis((value) => `${value}×`, { min: 0 }),
    series: [
      line(
        "ideal",
        "var(--serial)",
        "dotted",
        [
          [1, 1],
          [most, most],
        ],
        "none",
      ),
      line(
        "predicted (Amdahl)",
        "var(--predicted)",
        "dashed",
        points.map(({ workers, predicted }) => [workers, predicted]),
        "diamond",
      ),
      line(
        "measured",
        "var(--parallel)",
        "solid",
        points.map(({ workers, speedup }) => [workers, speedup]),
        "circle",
      ),
      {
        type: "custom",
        z: 5,
        clip: false,
        data: points.map(({ workers, interval }) => [workers, ...interval]),
        renderItem: (_place: MarkPlace, api: MarkApi) => ({
          type: "group",
          children: whisker(api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])),
        }),
      },
    ],
  };
  const label = `Speedup over the number of workers: ${points.map(({ workers, speedup }) => `${workersLabel(workers)} ${times(speedup)}`).join(", ")}; predicted for ${workersLabel(split.workers)} ${times(split.predicted)}.`;
  const legend = [
    { name: "measured, with 95 % intervals", color: "var(--parallel)" },
    { name: "predicted by Amdahl's law", color: "var(--predicted)", line: "dashed" },
    { name: "ideal", color: "var(--serial)", line: "dotted" },
  ] as const;
  return { option, height: 280, label, legend };
}

/** One bar, as long as the wall time, divided into its parts. */
export function overheadChart(comparison: Equal): Chart {
  // Starting the threads, the last row, is paid once and is no part of the run.
  const parts = overheadRows(comparison).slice(0, -1);
  const option = {
    grid: { left: 16, right: 40, top: 4, bottom: 28 },
    xAxis: valueAxis(duration, {
      max: "dataMax",
      axisLabel: { ...axisText, ...within, formatter: duration, hideOverlap: true },
    }),
    yAxis: { type: "category", data: [""], axisTick: { show: false }, axisLine: { show: false } },
    series: parts.map(([name, ms], index) => ({
      name,
      type: "bar",
      clip: false,
      stack: "wall",
      barWidth: 30,
      data: [ms],
      itemStyle: { color: `var(--part${index})` },
    })),
  };
  const label = `Parts of the wall time: ${parts.map(([name, ms]) => `${name} ${duration(ms)}`).join(", ")}.`;
  const legend = parts.map(([name], index) => ({ name, color: `var(--part${index})` }));
  return { option, height: 72, label, legend };
}

/** A row for each thread, a box for each chunk; undefined where the run was in place. */
export function timelineChart(comparison: Equal): Chart | undefined {
  const { timeline } = comparison;
  if (timeline === null) return undefined;
  const labels = threadLabels(comparison);
  const data = timeline.threads.flatMap(({ spans }, row) =>
    spans.map(({ start, end }, index) => [start, row, end, index % 2]),
  );
  const option = {
    grid: { left: 110, right: 24, top: 8, bottom: 30 },
    xAxis: valueAxis(duration, { min: 0, max: timeline.wall }),
    yAxis: nameAxis(labels),
    series: [
      {
        type: "custom",
        clip: false,
        data,
        renderItem({ coordSys }: MarkPlace, api: MarkApi) {
          const [left, y] = api.coord([api.value(0), api.value(1)]);
          const [right] = api.coord([api.value(2), api.value(1)]);
          const height = api.size([0, 1])[1] * 0.62;
          const end = Math.min(right, coordSys.x + coordSys.width);
          return {
            type: "rect",
            shape: { x: left, y: y - height / 2, width: Math.max(0.5, end - left), height },
            style: { fill: api.value(3) === 0 ? "var(--parallel)" : "var(--parallel2)" },
          };
        },
      },
    ],
  };
  return { option, height: 50 + 30 * labels.length, label: timelineLabel(comparison) };
}
