// Plain arrays of numbers, and arrays of such rows, as Float64 in shared memory: several times faster than serializing.
import { INSPECTED_LENGTH } from "./travel.js";

export interface PackedNumbers {
  /** All numbers, row after row. */
  readonly data: Float64Array;
  /** Length of each row; undefined for a single array of numbers. */
  readonly rows: Uint32Array | undefined;
}

/** Whether an array holds numbers only, without holes or properties of its own. */
export function isDenseNumbers(value: unknown): value is number[] {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype || !Object.isExtensible(value))
    return false;
  for (let index = 0; index < value.length; index++) if (typeof value[index] !== "number") return false;
  return value.length > INSPECTED_LENGTH || Reflect.ownKeys(value).length === value.length + 1;
}

/**
 * Packs dense numbers, or dense rows of them.
 * @returns undefined where the value is neither, or so small that serializing costs no more.
 */
export function packNumbers(value: unknown): PackedNumbers | undefined {
  if (!Array.isArray(value) || value.length < 16) return undefined;
  if (typeof value[0] === "number") {
    if (!isDenseNumbers(value)) return undefined;
    const data = new Float64Array(new SharedArrayBuffer(8 * value.length));
    data.set(value);
    return { data, rows: undefined };
  }
  // Beyond the inspected length nobody looks for named properties of an array: see data/travel.ts.
  if (value.length <= INSPECTED_LENGTH && Reflect.ownKeys(value).length !== value.length + 1) return undefined;
  return packRows(value);
}

/** Packs an array of arrays of numbers; undefined where it holds anything else, or the same row twice. */
export function packRows(rows: readonly unknown[]): PackedNumbers | undefined {
  let total = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (!isDenseNumbers(row)) return undefined;
    total += row.length;
  }
  if (new Set(rows).size !== rows.length) return undefined;
  const lengths = new Uint32Array(new SharedArrayBuffer(4 * rows.length));
  const data = new Float64Array(new SharedArrayBuffer(8 * total));
  let place = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number[];
    lengths[index] = row.length;
    // A plain loop: `set` of an array is faster only for long rows.
    for (let column = 0; column < row.length; column++) data[place++] = row[column]!;
  }
  return { data, rows: lengths };
}

export function unpackNumbers({ data, rows }: PackedNumbers): number[] | number[][] {
  if (rows === undefined) return slice(data, 0, data.length);
  const result: number[][] = new Array(rows.length);
  let place = 0;
  for (let index = 0; index < rows.length; index++) {
    result[index] = slice(data, place, place + rows[index]!);
    place += rows[index]!;
  }
  return result;
}

/** A plain loop is five times faster than `Array.from` of a typed array. */
function slice(data: Float64Array, start: number, end: number): number[] {
  const length = end - start;
  // Beyond 2^25 `new Array(length)` makes a dictionary; growing by `push` does not.
  if (length > 2 ** 25) {
    const grown: number[] = [];
    for (let index = start; index < end; index++) grown.push(data[index]!);
    return grown;
  }
  const result: number[] = new Array(length);
  for (let index = 0; index < length; index++) result[index] = data[start + index]!;
  return result;
}
