// Plain arrays of numbers or of booleans, and arrays of such rows, in shared memory: several times faster than serializing.
import { types } from "node:util";
import { flattened, MOST } from "./flattened.js";
import { hasOnlyElements } from "./named.js";
import { INSPECTED_LENGTH, type Survey } from "./travel.js";
import { elementAt, unchanged } from "./unchanged.js";

const { concat, slice: sliceOf } = Array.prototype;

/** Elements of rows that are copied at once, or those of one row more. */
const AT_ONCE = 2 ** 14;

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
  if (typeof elementAt(values, 0) === "boolean") {
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
  const first: unknown = elementAt(value, 0);
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
  const lengths = new Uint32Array(new SharedArrayBuffer(4 * rows.length));
  let total = 0;
  let type: Element | undefined;
  let count = 0;
  for (const row of unchanged(rows)) {
    if (!Array.isArray(row) || types.isProxy(row)) return undefined;
    if (inspected?.named.has(row) || inspected?.repeated.has(row)) return undefined;
    // A row without elements is one of either type.
    if (row.length > 0) type ??= typeof elementAt(row, 0) === "boolean" ? "boolean" : "number";
    lengths[count++] = row.length;
    total += row.length;
  }
  if (inspected === undefined && new Set(rows).size !== rows.length) return undefined;
  const data =
    type === "boolean"
      ? new Uint8Array(new SharedArrayBuffer(total))
      : new Float64Array(new SharedArrayBuffer(8 * total));
  let place = 0;
  for (let first = 0; first < rows.length; ) {
    let end = first;
    for (let many = 0; end < rows.length && end - first < MOST && many < AT_ONCE; end++) many += lengths[end]!;
    const elements = elementsOf(sliceOf.call(rows, first, end) as unknown[][], inspected !== undefined);
    if (elements === undefined || !fill(data, place, elements, type ?? "number")) return undefined;
    place += elements.length;
    first = end;
  }
  return place === total ? { data, rows: lengths } : undefined;
}

/** The elements of rows one after the other; undefined where a row is more than its elements. */
function elementsOf(rows: readonly unknown[][], areInspected: boolean): readonly unknown[] | undefined {
  const elements = areInspected ? undefined : flattened(rows);
  return elements ?? (areInspected || rows.every(isPlainRow) ? concat.apply([], rows as never[][]) : undefined);
}

/** Whether all elements were of the type, and are in their places now. */
function fill(data: Float64Array | Uint8Array, first: number, elements: readonly unknown[], type: Element): boolean {
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (typeof element !== type) return false;
    data[first + index] = element as number;
  }
  return true;
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
