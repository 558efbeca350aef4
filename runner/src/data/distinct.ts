// Whether what lies inside of an array or object are different objects: the check behind the option `distinct`.
import { isSparse } from "./sparse.js";
import { unchanged } from "./unchanged.js";

/**
 * True when no two elements (of an object: no two property values) are one object or views of overlapping memory, nor any two
 * elements of arrays in arrays, nor any of them the whole; false for an instance of a class with getters, and for what is no
 * object. Primitives in it do not count. O(n log n) for n objects.
 */
export function holdsDistinct(holder: unknown): boolean {
  if (typeof holder !== "object" || holder === null) return false;
  // What a getter of its class gives back may be what lies in one of its fields.
  if (hasAccessor(holder)) return false;
  const seen = new Set<object>([holder]);
  const views = new Map<ArrayBufferLike, { start: number; end: number }[]>();
  const waiting: (readonly unknown[])[] = [Array.isArray(holder) ? holder : Object.values(holder)];
  for (let array = waiting.pop(); array !== undefined; array = waiting.pop()) {
    for (const element of elementsOf(array)) {
      if (!isObject(element)) continue;
      if (seen.has(element)) return false;
      seen.add(element);
      if (Array.isArray(element) && holdsObjects(element)) waiting.push(element);
      if (!ArrayBuffer.isView(element)) continue;
      const range = { start: element.byteOffset, end: element.byteOffset + element.byteLength };
      const ranges = views.get(element.buffer);
      if (ranges === undefined) views.set(element.buffer, [range]);
      else ranges.push(range);
    }
  }
  return [...views.values()].every(areApart);
}

function elementsOf(array: readonly unknown[]): Iterable<unknown> {
  return isSparse(array) ? Object.values(array) : unchanged(array);
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Rows of numbers are not gone through: what begins with so many primitives is taken to hold no objects. */
const ENOUGH = 16;

/** What is missing, `undefined` and `null`, tells nothing of the others. */
function holdsObjects(row: readonly unknown[]): boolean {
  let primitives = 0;
  for (const element of elementsOf(row)) {
    if (isObject(element)) return true;
    if (element !== undefined && element !== null && ++primitives === ENOUGH) return false;
  }
  return false;
}

function hasAccessor(holder: object): boolean {
  for (let at = holder; at !== Object.prototype && !Array.isArray(at); at = Object.getPrototypeOf(at)) {
    if (at === null) return false;
    if (Object.values(Object.getOwnPropertyDescriptors(at)).some(({ get }) => get !== undefined)) return true;
  }
  return false;
}

function areApart(ranges: { start: number; end: number }[]): boolean {
  ranges.sort((a, b) => a.start - b.start);
  return ranges.every((range, index) => index === 0 || ranges[index - 1]!.end <= range.start);
}
