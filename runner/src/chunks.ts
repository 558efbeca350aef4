// Parts of an iteration space, for kernels that combine what a whole part gives: sums, counts, the best of it.
import { types } from "node:util";
import { isPlainSequence } from "./data/items.js";
import { LoopsmithError } from "./errors.js";
import { type Range, range } from "./range.js";
import type { IntoArray } from "./run/request.js";

/** A part of a counted loop: its first value, and the bound before which it ends. */
export type Chunk = readonly [number, number];

export interface ChunksOptions {
  /** Iterations that a part has at least: as many as make up for what it costs to combine its result with the others. */
  readonly least?: number;
  /** How many parts there are at most, where results are large and their size is not known before: 256, or fewer. */
  readonly most?: number;
}

/** Enough for the cores of any machine to have several each, and few enough that handing their results over costs nothing. */
const most = 256;

/**
 * The parts of what `range` goes through, or of an array, in order. Where they begin depends on the number of iterations alone, never on
 * the machine: each has `Math.ceil(length / 256)` of them, the last one the rest. What is combined within each part and then over
 * the parts is the same everywhere, if the options are. O(256), for an array O(its length).
 * @throws TypeError where there are no items
 * @throws LoopsmithError where `range` throws
 */
export function chunks(end: number, options?: ChunksOptions): Chunk[];
export function chunks(start: number, end: number, options?: ChunksOptions): Chunk[];
export function chunks(start: number, end: number, step?: number, options?: ChunksOptions): Chunk[];
export function chunks<A extends IntoArray>(items: A, options?: ChunksOptions): A[];
export function chunks<T>(items: readonly T[], options?: ChunksOptions): T[][];
export function chunks(
  first: number | readonly unknown[] | IntoArray,
  ...more: readonly (number | ChunksOptions | undefined)[]
): Chunk[] | IntoArray[] | unknown[][] {
  const last = more.at(-1);
  // As the loop compares it, a bound of JavaScript may be missing, a string or a date.
  const isOptions = typeof last === "object" && last !== null && ("least" in last || "most" in last);
  const options = isOptions ? last : {};
  const bounds = isOptions ? more.slice(0, -1) : more;
  const [second, step = 1] = bounds.map(Number);
  if (bounds.length > 0) return borders(first as number, second!, step, options);
  if (typeof first === "number") return borders(0, first, step, options);
  // As a loop over nothing does.
  if (first === undefined || first === null)
    throw new TypeError(`The items are ${String(first)}. Give the bounds of a loop, or an array.`);
  if (!Array.isArray(first) && !types.isTypedArray(first))
    throw new LoopsmithError(
      "chunks takes an array, or the bounds of a loop.",
      "List what there is first: chunks([...items]).",
    );
  const items = isPlainSequence(first) ? (first as unknown[]) : Array.from<unknown>(first);
  const { length } = items;
  const size = sizeOf(length, options);
  const parts: unknown[] = [];
  // Copies: a part that looked into the memory of the whole would take all of it along.
  for (let from = 0; from < length; from += size) parts.push(items.slice(from, from + size));
  return parts as unknown[][];
}

function sizeOf(length: number, { least = 0, most: wanted = most }: ChunksOptions): number {
  const parts = 1 <= wanted && wanted < most ? Math.floor(wanted) : most;
  return Math.max(Math.ceil(length / parts), 0 < least ? Math.min(length, Math.ceil(least)) : 0);
}

function borders(start: number, end: number, step: number, options: ChunksOptions): Chunk[] {
  const { length, values } = isWhole(start, end, step) ? countOf(start, end, step) : range(start, end, step);
  const size = sizeOf(length, options);
  const at = (index: number) => (values === undefined ? start + index * step : values[index]!);
  const parts: Chunk[] = [];
  for (let from = 0; from < length; from += size) parts.push([at(from), from + size < length ? at(from + size) : end]);
  return parts;
}

/** No sum of these is rounded, so there may be more of them than an array has elements. */
function isWhole(start: number, end: number, step: number): boolean {
  const isInside = [start, end, step].every((value) => Math.abs(value) < 2 ** 50 && Number.isInteger(value));
  return isInside && step !== 0 && !Object.is(start, -0);
}

function countOf(start: number, end: number, step: number): Pick<Range, "length" | "values"> {
  return { length: Math.max(0, Math.ceil((end - start) / step)), values: undefined };
}
