// Values of which everybody knows what their methods do: those of the language.
import { types } from "node:util";
import { viewTypes } from "./buffers.js";
import { hasOnlyElements } from "./named.js";
import { unchanged } from "./unchanged.js";

/**
 * Whether a value, down to all that can be reached from it, is made of primitives, arrays, typed arrays and objects without a class,
 * with nothing computed when it is read, no function and no proxy in it. Runs no code of the program. O(what can be reached).
 */
export function isPlain(value: unknown): boolean {
  if (isPrimitive(value)) return true;
  const seen = new Set<unknown>();
  const waiting = [value];
  const note = (each: unknown): boolean => {
    if (isPrimitive(each) || seen.has(each)) return true;
    seen.add(each);
    waiting.push(each);
    return typeof each === "object";
  };
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) if (!holdsOnly(at as object, note)) return false;
  return true;
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

function holdsOnly(holder: object, isGood: (value: unknown) => boolean): boolean {
  if (typeof holder !== "object" || types.isProxy(holder)) return false;
  const prototype: unknown = Object.getPrototypeOf(holder);
  if (Array.isArray(holder)) {
    if (prototype !== Array.prototype) return false;
    if (!hasOnlyElements(holder)) return propertiesOf(holder, isGood);
    for (const each of unchanged(holder)) if (!isGood(each)) return false;
    return true;
  }
  if (types.isTypedArray(holder)) return viewTypes.some((type) => prototype === type.prototype);
  return (prototype === Object.prototype || prototype === null) && propertiesOf(holder, isGood);
}

function propertiesOf(holder: object, isGood: (value: unknown) => boolean): boolean {
  for (const key of Reflect.ownKeys(holder)) {
    if (typeof key === "symbol") return false;
    const property = Object.getOwnPropertyDescriptor(holder, key)!;
    if (!("value" in property) || !isGood(property.value)) return false;
  }
  return true;
}
