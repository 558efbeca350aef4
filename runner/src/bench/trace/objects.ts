// Reads and writes of places inside of objects, in a traced program.
import { types } from "node:util";
import { isInstrumented } from "./follow.js";
import { nativeOf } from "./natives.js";
import { everything, isObject, noteUnknown, touch } from "./traceState.js";

/** Bytes of one element of the views that were met of a buffer: the place of an element is its first byte. */
const elementSizes = new WeakMap<object, number>();

/** A property or an element, or `everything` of an object. */
export function touchPlace(site: number, owner: object, key: unknown, isWrite: boolean): void {
  if (!ArrayBuffer.isView(owner)) {
    touch(owner, typeof key === "number" ? String(key) : key, isWrite, site);
    return;
  }
  if (types.isDataView(owner)) {
    touch(owner.buffer, everything, isWrite, site);
    return;
  }
  const view = owner as Uint8Array;
  const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = view;
  const known = elementSizes.get(buffer) ?? size;
  elementSizes.set(buffer, size);
  if (known !== size) noteUnknown(site, "views with elements of different size over one buffer");
  if (key === everything) {
    for (let at = 0; at < view.length; at++) touch(buffer, byteOffset + at * size, isWrite, site);
    return;
  }
  const index = typeof key === "symbol" ? Number.NaN : Number(key);
  if (0 <= index && index < view.length) touch(buffer, byteOffset + index * size, isWrite, site);
  else if (Number.isNaN(index)) touch(view, key, isWrite, site);
}

/** The read of `owner[key]`: where it lies, by whom it is answered. */
export function read(site: number, value: unknown, key: PropertyKey): void {
  if (!isObject(value)) return;
  if (!ArrayBuffer.isView(value) && !types.isProxy(value)) {
    for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      const found = Object.getOwnPropertyDescriptor(at, key);
      if (found === undefined) continue;
      if (found.get !== undefined && !checkAccessor(site, found.get, key)) return;
      // The methods of the language do not change.
      if (at !== value && nativeOf(found.value) !== undefined) return;
      if (found.get !== undefined && nativeOf(found.get)?.self === "read") {
        touchPlace(site, value, everything, false);
        return;
      }
      if (at !== value) touchPlace(site, at, key, false);
      break;
    }
  }
  touchPlace(site, value, key, false);
}

/** The write of `owner[key]`. */
export function write(site: number, value: unknown, key: PropertyKey): void {
  if (!isObject(value)) return;
  if (Array.isArray(value) && typeof key !== "symbol" && Number(key) >= value.length)
    touchPlace(site, value, "length", true);
  if (!ArrayBuffer.isView(value))
    for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      const found = Object.getOwnPropertyDescriptor(at, key);
      if (found === undefined) continue;
      if (found.set !== undefined) checkAccessor(site, found.set, key);
      break;
    }
  touchPlace(site, value, key, true);
}

/** All that lies directly in an object. */
export function readAll(site: number, value: unknown): void {
  if (!isObject(value)) return;
  if (!ArrayBuffer.isView(value) && !types.isProxy(value))
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
      if (get !== undefined) checkAccessor(site, get, key);
  touchPlace(site, value, everything, false);
}

/** All that can be reached from it, as `JSON.stringify` does. */
export function readDeep(site: number, value: unknown, seen: Set<object> = new Set()): void {
  if (!isObject(value) || typeof value === "function" || seen.has(value)) return;
  seen.add(value);
  readAll(site, value);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === "function" && !isInstrumented(toJSON) && nativeOf(toJSON) === undefined)
    noteUnknown(site, "toJSON");
  if (ArrayBuffer.isView(value)) return;
  for (const inner of Object.values(value)) readDeep(site, inner, seen);
}

/** What a conversion to a number or a text looks at. */
export function readConverted(site: number, value: unknown): void {
  if (!isObject(value)) return;
  for (const key of [Symbol.toPrimitive, "valueOf", "toString"] as const) {
    const method: unknown = Reflect.get(value, key);
    if (typeof method === "function" && !isInstrumented(method) && nativeOf(method) === undefined)
      noteUnknown(site, String(key));
  }
  readAll(site, value);
  if (Array.isArray(value)) for (const inner of value) readConverted(site, inner);
}

/** @returns whether it is known what it does */
function checkAccessor(site: number, accessor: unknown, key: PropertyKey): boolean {
  if (isInstrumented(accessor) || nativeOf(accessor) !== undefined) return true;
  noteUnknown(site, `the accessor ${String(key)}`);
  return false;
}
