// Arrays of plain objects with the same properties, as columns: a structured clone takes several times longer to put together.
import { types } from "node:util";
import { elementAt } from "./unchanged.js";

/** Objects that have `keys` in this order; one column of values for each of them. */
export interface PackedRecords {
  readonly keys: readonly string[];
  /** Numbers in shared memory, or any primitives. */
  readonly columns: readonly (Float64Array | readonly unknown[])[];
  readonly length: number;
}

const MOST_KEYS = 32;

/**
 * Packs objects that arrive unchanged when they are made anew from their properties: plain ones, all with the same own data
 * properties in the same order, which hold primitives.
 * @param first ordinal of the first value that is packed
 * @param elsewhere objects that are also reachable on another way
 * @returns undefined where the values are anything else, too few to gain, or where one is there twice or elsewhere
 */
export function packRecords(
  values: ArrayLike<unknown>,
  first = 0,
  elsewhere?: ReadonlyMap<object, unknown>,
): PackedRecords | undefined {
  const length = values.length - first;
  if (length < 16) return undefined;
  const keys = keysOf(elementAt(values, first));
  if (keys === undefined) return undefined;
  const columns: (Float64Array | unknown[])[] = keys.map(() => new Float64Array(new SharedArrayBuffer(8 * length)));
  const seen = new Set<unknown>();
  for (let at = 0; at < length; at++) {
    const value = elementAt(values, first + at);
    if (!isPlain(value) || elsewhere?.has(value)) return undefined;
    seen.add(value);
    // Six times faster than `Reflect.ownKeys`.
    const own = Object.getOwnPropertyNames(value);
    if (own.length !== keys.length || Object.getOwnPropertySymbols(value).length > 0) return undefined;
    for (let column = 0; column < keys.length; column++) {
      if (own[column] !== keys[column]) return undefined;
      const property = Object.getOwnPropertyDescriptor(value, keys[column]!)!;
      const held: unknown = property.value;
      if (!property.writable || !property.enumerable || !property.configurable) return undefined;
      const to = columns[column]!;
      if (typeof held === "number") to[at] = held;
      else if ((typeof held === "object" && held !== null) || typeof held === "function" || typeof held === "symbol")
        return undefined;
      else if (to instanceof Float64Array) {
        const mixed: unknown[] = Array.from(to.subarray(0, at));
        mixed.push(held);
        columns[column] = mixed;
      } else to[at] = held;
    }
  }
  return seen.size === length ? { keys, columns, length } : undefined;
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !types.isProxy(value) &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.isExtensible(value)
  );
}

function keysOf(value: unknown): string[] | undefined {
  if (!isPlain(value)) return undefined;
  const keys = Reflect.ownKeys(value);
  const isUsual = keys.every((key) => typeof key === "string" && key !== "__proto__");
  return isUsual && keys.length > 0 && keys.length <= MOST_KEYS ? (keys as string[]) : undefined;
}

export function unpackRecords({ keys, columns, length }: PackedRecords): object[] {
  const template: Record<string, unknown> = {};
  for (const [at, key] of keys.entries()) template[key] = columns[at]![0];
  const records: Record<string, unknown>[] = [];
  // Copies of one template share their shape from the start, which a property after the other would have to find.
  for (let at = 0; at < length; at++) records.push({ ...template });
  for (const [at, key] of keys.entries()) fill(records, key, columns[at]!);
  return records;
}

function fill(records: readonly Record<string, unknown>[], key: string, column: ArrayLike<unknown>): void {
  for (let at = 0; at < records.length; at++) records[at]![key] = column[at];
}
