// Plain arrays of numbers or of booleans, and arrays of such rows, in shared memory: several times faster than serializing.
import { types } from "node:util";
import { hasOnlyElements } from "./named.js";
import { INSPECTED_LENGTH, type Survey } from "./travel.js";
import { unchanged } from "./unchanged.js";

export interface PackedNumbers {
  /** All numbers, row after row; or all booleans, a byte each. */
  readonly data: Float64Array | Uint8Array;
  /** Length of each row; undefined for a single array. */
  readonly rows: Uint32Array | undefined;
}

type Element = "number" | "boolean";

/** What is known of arrays that were inspected: that they arrive, unless they hold what does not, as more than their elements do. */
export type Inspected = Pick<Survey, "named" | "repeated">;

/** Whether an array holds values of one primitive type only, without holes or properties of its own. */
function isDense(value: unknown, type: Element, inspected?: Inspected): value is (number | boolean)[] {
  if (!Array.isArray(value)) return false;
  if (inspected !== undefined) return !inspected.named.has(value) && holdsOnly(value, type);
  if (Object.getPrototypeOf(value) !== Array.prototype || !Object.isExtensible(value)) return false;
  return holdsOnly(value, type) && (value.length > INSPECTED_LENGTH || hasOnlyElements(value));
}

function holdsOnly(array: readonly unknown[], type: Element): boolean {
  for (const element of unchanged(array)) if (typeof element !== type) return false;
  return true;
}

/** Whether a value is an array that is told by its elements alone, whatever these are. */
export function isPlainRow(value: unknown): value is unknown[] {
  return (
    Array.isArray(value) &&
    !types.isProxy(value) &&
    Object.getPrototypeOf(value) === Array.prototype &&
    Object.isExtensible(value) &&
    hasOnlyElements(value)
  );
}

/** Packs an array that holds numbers only, or booleans only; undefined where it does not. */
export function packDense(values: unknown, inspected?: Inspected): Float64Array | Uint8Array | undefined {
  if (!Array.isArray(values)) return undefined;
  if (typeof values.at(0) === "boolean") {
    if (!isDense(values, "boolean", inspected)) return undefined;
    const bytes = new Uint8Array(new SharedArrayBuffer(values.length));
    for (let index = 0; index < values.length; index++) bytes[index] = values[index] === true ? 1 : 0;
    return bytes;
  }
  if (!isDense(values, "number", inspected)) return undefined;
  const data = new Float64Array(new SharedArrayBuffer(8 * values.length));
  data.set(values as number[]);
  return data;
}

/**
 * Packs dense numbers or booleans, or dense rows of either, which have been inspected.
 * @returns undefined where the value is none of them, or so small that serializing costs no more.
 */
export function packNumbers(value: unknown, inspected: Inspected): PackedNumbers | undefined {
  if (!Array.isArray(value) || value.length < 16) return undefined;
  const first: unknown = value.at(0);
  if (typeof first === "number" || typeof first === "boolean") {
    const data = packDense(value, inspected);
    return data === undefined ? undefined : { data, rows: undefined };
  }
  // Beyond the inspected length nobody looks for named properties of an array: see data/travel.ts.
  return inspected.named.has(value) ? undefined : packRows(value, inspected);
}

/**
 * Packs an array of arrays of numbers, or of booleans.
 * @param inspected what is known of them; without it, they are looked at here
 * @returns undefined where it holds anything else, or a row that something else holds, too, or the same twice
 */
export function packRows(rows: readonly unknown[], inspected?: Inspected): PackedNumbers | undefined {
  let total = 0;
  let type: Element | undefined;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (!Array.isArray(row)) return undefined;
    // A row without elements is one of either type.
    if (row.length > 0) type ??= typeof row.at(0) === "boolean" ? "boolean" : "number";
    if (!isDense(row, type ?? "number", inspected) || inspected?.repeated.has(row)) return undefined;
    total += row.length;
  }
  if (inspected === undefined && new Set(rows).size !== rows.length) return undefined;
  const lengths = new Uint32Array(new SharedArrayBuffer(4 * rows.length));
  const isBoolean = type === "boolean";
  const data = isBoolean
    ? new Uint8Array(new SharedArrayBuffer(total))
    : new Float64Array(new SharedArrayBuffer(8 * total));
  let place = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as unknown[];
    lengths[index] = row.length;
    // Plain loops: `set` of an array is faster only for long rows.
    if (isBoolean) for (let column = 0; column < row.length; column++) data[place++] = row[column] === true ? 1 : 0;
    else for (const number of unchanged(row)) data[place++] = number as number;
  }
  return { data, rows: lengths };
}

export function unpackNumbers({ data, rows }: PackedNumbers): number[] | boolean[] | number[][] | boolean[][] {
  if (rows === undefined) return slice(data, 0, data.length);
  return unpackRows({ data, rows }, 0, rows.length);
}

/** Some of the rows. */
export function unpackRows({ data, rows }: PackedNumbers, first: number, end: number): number[][] | boolean[][] {
  let place = 0;
  for (let index = 0; index < first; index++) place += rows![index]!;
  return rowsFrom(data, place, rows!.subarray(first, end));
}

/** Rows of some lengths that lie one after the other. @param place of the first one */
export function rowsFrom(
  data: Float64Array | Uint8Array,
  place: number,
  lengths: Uint32Array,
): number[][] | boolean[][] {
  const result: (number[] | boolean[])[] = new Array(lengths.length);
  let at = place;
  for (let index = 0; index < lengths.length; index++) {
    result[index] = slice(data, at, at + lengths[index]!);
    at += lengths[index]!;
  }
  return result as number[][] | boolean[][];
}

/** Beyond this length `new Array(length)` makes a dictionary; growing by `push` does not. */
const LONGEST_MADE = 2 ** 25;

/** Plain loops are five times faster than `Array.from` of a typed array. */
function slice(data: Float64Array | Uint8Array, start: number, end: number): number[] | boolean[] {
  if (data instanceof Uint8Array) return unpackBooleans(data, start, end);
  const length = end - start;
  if (length > LONGEST_MADE) {
    const grown: number[] = [];
    for (let index = start; index < end; index++) grown.push(data[index]!);
    return grown;
  }
  const result: number[] = new Array(length);
  for (let index = 0; index < length; index++) result[index] = data[start + index]!;
  return result;
}

/** The booleans of numbers that are 0 or 1. */
export function unpackBooleans(data: ArrayLike<number>, start: number, end: number): boolean[] {
  const result: boolean[] = end - start > LONGEST_MADE ? [] : new Array(end - start);
  for (let index = start; index < end; index++) result[index - start] = data[index] === 1;
  return result;
}
