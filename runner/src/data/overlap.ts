// Whether two values share memory: the check behind the option `disjoint`.
import { types } from "node:util";
import { isSparse } from "./sparse.js";
import { INSPECTED_LENGTH } from "./travel.js";
import { unchanged } from "./unchanged.js";

interface Reach {
  readonly objects: Set<object>;
  readonly ranges: Map<ArrayBufferLike, [start: number, end: number][]>;
  /** Holds something that cannot be looked into, such as the variables of a function. */
  opaque: boolean;
}

/**
 * Whether some mutable object, or some byte of a buffer, can be reached from both values. Functions, proxies and
 * objects with hidden contents may reach anything, so two values overlap where one holds such and the other is mutable.
 */
export function overlap(first: unknown, second: unknown): boolean {
  const a = reach(first);
  const b = reach(second);
  if ((a.opaque && !isEmpty(b)) || (b.opaque && !isEmpty(a))) return true;
  for (const object of a.objects) if (b.objects.has(object)) return true;
  for (const [buffer, ranges] of a.ranges) {
    for (const [start, end] of ranges) {
      for (const [otherStart, otherEnd] of b.ranges.get(buffer) ?? []) {
        if (start < otherEnd && otherStart < end) return true;
      }
    }
  }
  return false;
}

function isEmpty({ objects, ranges, opaque }: Reach): boolean {
  return objects.size === 0 && ranges.size === 0 && !opaque;
}

function reach(value: unknown): Reach {
  const found: Reach = { objects: new Set(), ranges: new Map(), opaque: false };
  // A list of its own instead of recursion: long chains of objects must not end the stack.
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "function") found.opaque = true;
    if (typeof next === "object" && next !== null) look(found, next, waiting);
  }
  return found;
}

function look(found: Reach, object: object, waiting: unknown[]): void {
  if (ArrayBuffer.isView(object)) {
    addRange(found, object.buffer, object.byteOffset, object.byteOffset + object.byteLength);
    return;
  }
  if (types.isAnyArrayBuffer(object)) {
    addRange(found, object, 0, object.byteLength);
    return;
  }
  if (found.objects.has(object)) return;
  found.objects.add(object);
  if (types.isProxy(object)) {
    found.opaque = true;
    return;
  }
  if (types.isMap(object)) for (const entry of Map.prototype.entries.call(object)) waiting.push(entry[0], entry[1]);
  if (types.isSet(object)) for (const entry of Set.prototype.values.call(object)) waiting.push(entry);
  if (
    types.isWeakMap(object) ||
    types.isWeakSet(object) ||
    types.isPromise(object) ||
    types.isGeneratorObject(object)
  ) {
    found.opaque = true;
  }
  if (Array.isArray(object) && INSPECTED_LENGTH < object.length && !isSparse(object)) {
    for (const element of unchanged(object)) {
      if (typeof element === "object" || typeof element === "function") waiting.push(element);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(object);
  // Private fields cannot be seen, so an instance of a class may hold anything.
  if (!transparent.has(prototype)) found.opaque = true;
  for (const key of Reflect.ownKeys(object)) {
    const property = Object.getOwnPropertyDescriptor(object, key)!;
    if ("value" in property) waiting.push(property.value);
    else found.opaque = true;
  }
}

const transparent: ReadonlySet<unknown> = new Set([
  null,
  ...[Object, Array, Map, Set, Date, RegExp, Error, TypeError, RangeError, SyntaxError].map(
    ({ prototype }) => prototype,
  ),
]);

function addRange({ ranges }: Reach, buffer: ArrayBufferLike, start: number, end: number): void {
  if (start === end) return;
  const known = ranges.get(buffer);
  if (known === undefined) ranges.set(buffer, [[start, end]]);
  else if (!known.some(([from, to]) => from === start && to === end)) known.push([start, end]);
}
