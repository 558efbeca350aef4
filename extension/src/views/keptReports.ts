// Which inline results are kept over a restart, and what becomes of them when their document is seen again. Pure.
import type { Report } from "../protocol.js";
import type { LoopPlace } from "./inlineState.js";

/** As it lies in the workspace's memory. */
export interface KeptReport {
  readonly uri: string;
  readonly place: LoopPlace;
  readonly text: string;
  readonly report: Report;
  /** The lines of the loop, joined; an empty text of one that was stale already. */
  readonly lines: string;
  /** The lines that were measured, where they may be others. */
  readonly measured?: string;
}

/** The newest of them: a memory is read whole at every start. */
export const mostKept = 50;

/** Anything that an older version may have left is thrown away. */
export function readKept(value: unknown): readonly KeptReport[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isKept).slice(-mostKept);
}

/** Where the result stands now: where it was, unless the loop's lines differ; then where they have moved to, else stale. */
export function placeAgain({ place, lines }: Pick<KeptReport, "place" | "lines">, text: readonly string[]): LoopPlace {
  if (place.stale) return place;
  const length = place.endLine - place.startLine;
  const isAt = (start: number) => text.slice(start, start + length + 1).join("\n") === lines;
  if (isAt(place.startLine)) return place;
  const [found, ...more] = text.flatMap((_, start) => (isAt(start) ? [start] : []));
  // Of two that are the same nobody knows which was measured.
  if (found !== undefined && more.length === 0) return { ...place, startLine: found, endLine: found + length };
  return { ...place, stale: true };
}

function isKept(value: unknown): value is KeptReport {
  if (typeof value !== "object" || value === null) return false;
  const { uri, place, text, report, lines } = value as Partial<Record<keyof KeptReport, unknown>>;
  const isPlace = typeof place === "object" && place !== null && "startLine" in place && "endLine" in place;
  const isReport = typeof report === "object" && report !== null && "version" in report && report.version === 1;
  return typeof uri === "string" && isPlace && typeof text === "string" && isReport && typeof lines === "string";
}
