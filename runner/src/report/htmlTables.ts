// The tables of the report's page: all figures that the charts show, for who reads or listens rather than looks.
import { count, duration, percent, range, times } from "./figures.js";
import type { Comparison, Difference, InPlace, Proof } from "./report.js";
import { inPlaceLabel, overheadRows, timelineRows, workersLabel } from "./sentences.js";

type Equal = Extract<Comparison, { outcome: "equal" }>;

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A sentence in which code stands between backticks. */
export function sentenceHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

interface Table {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Cells as HTML; the first of a row is its head. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly isBest?: boolean }[];
  /** Cells are words, not figures. */
  readonly words?: boolean;
}

/** More columns than this are set below one another in a narrow window, each with the head of its column. */
const MOST_COLUMNS = 4;

/** A cell that holds nothing; where cells stand below one another it is left out. */
const NOTHING = "–";

/** A table that fits into a narrow window. It is called a table throughout, because what the style sets otherwise is none to a screen reader. */
export function tableHtml({ caption, heads, rows, words = false }: Table): string {
  const head = heads.map((text) => `<th scope="col" role="columnheader">${escapeHtml(text)}</th>`).join("");
  const body = rows.map(({ cells: [first, ...rest], isBest = false }) => {
    const others = rest.map(
      (cell, column) =>
        `<td role="cell" data-head="${escapeHtml(heads[column + 1] ?? "")}"${cell === NOTHING ? ' class="nothing"' : ""}>${cell}</td>`,
    );
    return `<tr role="row"${isBest ? ' class="best"' : ""}><th scope="row" role="rowheader">${first}</th>${others.join("")}</tr>`;
  });
  const kinds = [...(words ? ["words"] : []), ...(heads.length > MOST_COLUMNS ? ["many"] : [])];
  return `<div class="scroll" role="region" aria-label="${escapeHtml(caption)}" tabindex="0"><table role="table"${kinds.length > 0 ? ` class="${kinds.join(" ")}"` : ""}>
<caption>${escapeHtml(caption)}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">
${body.join("\n")}
</tbody>
</table></div>`;
}

export function timesTable({ serial, points, best, inPlace }: Equal): string {
  const rows = points.map((point) => ({
    isBest: point.workers === best.workers,
    cells: [
      workersLabel(point.workers),
      duration(point.timing.median),
      duration(point.timing.mad),
      times(point.speedup),
      range(point.interval),
      times(point.predicted),
      percent(point.efficiency),
      point.serialFraction === null ? NOTHING : percent(point.serialFraction),
    ],
  }));
  return tableHtml({
    caption: "Times and speedups, the best in bold; the serial part is Karp and Flatt's",
    heads: ["version", "median", "± MAD", "speedup", "95 % interval", "predicted", "efficiency", "serial part"],
    rows: [
      { cells: ["serial", duration(serial.median), duration(serial.mad), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING] },
      ...(inPlace === undefined ? [] : [inPlaceRow(inPlace)]),
      ...rows,
    ],
  });
}

function inPlaceRow({ timing, speedup, interval }: InPlace) {
  const figures = [duration(timing.median), duration(timing.mad), times(speedup), range(interval)];
  return { cells: [inPlaceLabel, ...figures, NOTHING, NOTHING, NOTHING] };
}

export function overheadTable(comparison: Equal): string {
  const rows = overheadRows(comparison);
  const wall = rows.slice(0, -1).reduce((sum, [, ms]) => sum + ms, 0);
  const share = (ms: number, index: number) => (index === rows.length - 1 || wall === 0 ? NOTHING : percent(ms / wall));
  return tableHtml({
    caption: "Parts of the wall time; all but the last add up to it",
    heads: ["part", "time", "share"],
    rows: rows.map(([label, ms], index) => ({ cells: [escapeHtml(label), duration(ms), share(ms, index)] })),
  });
}

export function timelineTable(comparison: Equal): string {
  const rows = timelineRows(comparison).map((cells) => ({ cells }));
  return tableHtml({ caption: "What each thread did", heads: ["thread", "iterations", "chunks", "busy"], rows });
}

/** @param names of the two versions */
export function differencesTable(
  differences: readonly Difference[],
  names: readonly [string, string] = ["in series", "in parallel"],
): string {
  const code = (text: string) => `<code>${escapeHtml(text)}</code>`;
  return tableHtml({
    caption: "First differences",
    heads: ["where", ...names],
    rows: differences.map(({ path, serial, parallel }) => ({ cells: [path, serial, parallel].map(code) })),
    words: true,
  });
}

/** Rows that a reader still takes in. */
const MOST_DEPENDENCES = 20;

/** Kinds of dependence between the same two lines share a row. */
export function dependencesTable(dependences: Proof["dependences"]): string {
  const groups = new Map<string, { readonly kinds: Set<string>; readonly of: Proof["dependences"][number] }>();
  for (const of of dependences) {
    const key = JSON.stringify([of.variable, of.source, of.sink, of.distance]);
    const group = groups.get(key) ?? { kinds: new Set<string>(), of };
    group.kinds.add(of.kind);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const more = all.length - MOST_DEPENDENCES;
  const rows = all.slice(0, MOST_DEPENDENCES).map(({ kinds, of: { variable, source, sink, distance } }) => ({
    cells: [
      [...kinds].join(", "),
      `<code>${escapeHtml(variable)}</code>`,
      count(source),
      count(sink),
      distance === null ? "unknown" : count(distance),
    ],
  }));
  const found = tableHtml({
    caption: "Dependences that were found, and how far apart their iterations are",
    heads: ["kind", "variable", "from line", "to line", "distance"],
    rows,
    words: true,
  });
  return more <= 0 ? found : `${found}\n<p class="faint">And ${count(more)} more, which the JSON form lists.</p>`;
}
