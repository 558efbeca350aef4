// What is inside of two objects that are each other's counterpart, compared by kind.
import { types } from "node:util";
import { isSparse } from "../data/sparse.js";
import { describeValue } from "./describe.js";
import type { Counterparts } from "./equality.js";

export interface Walk {
  /** Notes a difference; false when enough were found. */
  differ(path: string, left: string, right: string): boolean;
  /** Compares two parts after the current ones, in this order. */
  later(left: unknown, right: unknown, path: string): void;
  readonly counterparts: Counterparts;
}

/** Beyond this length the names of an array's own properties are not listed: the list alone would take gigabytes. */
const LONG_ARRAY = 1_000_000;

export function compareInside(left: object, right: object, path: string, walk: Walk): void {
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) {
    walk.differ(path, describeValue(left), describeValue(right));
    return;
  }
  if (typeof left === "function") return;
  if (Array.isArray(left) !== Array.isArray(right)) {
    walk.differ(path, describeValue(left), describeValue(right));
  } else if (Array.isArray(left) && Array.isArray(right)) {
    compareArrays(left, right, path, walk);
  } else if (ArrayBuffer.isView(left) || ArrayBuffer.isView(right)) {
    compareViews(left, right, path, walk);
  } else if (types.isAnyArrayBuffer(left) || types.isAnyArrayBuffer(right)) {
    compareBuffers(left, right, path, walk);
  } else {
    if (!compareInternals(left, right, path, walk)) return;
    compareProperties(left, right, path, walk, Reflect.ownKeys(left), Reflect.ownKeys(right));
  }
}

function compareArrays(left: readonly unknown[], right: readonly unknown[], path: string, walk: Walk): void {
  if (left.length !== right.length && !walk.differ(`${path}.length`, String(left.length), String(right.length))) return;
  if (isSparse(left) || isSparse(right)) {
    const all = (array: readonly unknown[]) => Reflect.ownKeys(array).filter((key) => key !== "length");
    compareProperties(left, right, path, walk, all(left), all(right));
    return;
  }
  const length = Math.min(left.length, right.length);
  // By iterators, not by subscripts: a subscript that has met arrays of numbers and of objects makes the former like the latter, once it
  // is optimized, and the loop would then be run on other arrays than the program's.
  const others = Array.prototype.values.call(right);
  let index = -1;
  for (const a of left) {
    if (++index === length) break;
    const b = others.next().value as unknown;
    if (a === undefined || b === undefined) {
      const aHole = a === undefined && !Object.hasOwn(left, index);
      const bHole = b === undefined && !Object.hasOwn(right, index);
      if (aHole !== bHole) {
        const text = (hole: boolean, value: unknown) => (hole ? "a hole" : describeValue(value));
        if (!walk.differ(`${path}[${index}]`, text(aHole, a), text(bHole, b))) return;
        continue;
      }
    }
    if (Object.is(a, b) && typeof a !== "object" && typeof a !== "function") continue;
    if (typeof a === "object" || typeof b === "object" || typeof a === "function")
      walk.later(a, b, `${path}[${index}]`);
    else if (!walk.differ(`${path}[${index}]`, describeValue(a), describeValue(b))) return;
  }
  if (Object.isExtensible(left) === Object.isExtensible(right) && Object.isFrozen(left) !== Object.isFrozen(right)) {
    walk.differ(
      path,
      Object.isFrozen(left) ? "frozen" : "not frozen",
      Object.isFrozen(right) ? "frozen" : "not frozen",
    );
  }
  if (LONG_ARRAY < length) return;
  const named = (keys: readonly (string | symbol)[]) =>
    keys.filter((key) => typeof key === "symbol" || !/^(?:\d+|length)$/.test(key));
  compareProperties(left, right, path, walk, named(Reflect.ownKeys(left)), named(Reflect.ownKeys(right)));
}

function compareViews(left: object, right: object, path: string, walk: Walk): void {
  if (!ArrayBuffer.isView(left) || !ArrayBuffer.isView(right)) {
    walk.differ(path, describeValue(left), describeValue(right));
    return;
  }
  if (left.byteOffset !== right.byteOffset) {
    walk.differ(`${path}.byteOffset`, String(left.byteOffset), String(right.byteOffset));
  }
  if (types.isTypedArray(left) && types.isTypedArray(right)) {
    if (left.length !== right.length && !walk.differ(`${path}.length`, String(left.length), String(right.length)))
      return;
    if (!sameBytes(left, right)) compareElements(left, right, path, walk);
  } else if (!sameBytes(left, right)) {
    compareElements(bytesOf(left), bytesOf(right), path, walk);
  }
  // Which views share a buffer is part of the result; what lies in the buffer was compared through the view.
  compareBufferIdentity(left.buffer, right.buffer, `${path}.buffer`, walk);
}

function compareElements(
  left: ArrayLike<number | bigint>,
  right: ArrayLike<number | bigint>,
  path: string,
  walk: Walk,
) {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    if (Object.is(left[index], right[index])) continue;
    if (!walk.differ(`${path}[${index}]`, describeValue(left[index]), describeValue(right[index]))) return;
  }
}

function compareBufferIdentity(left: ArrayBufferLike, right: ArrayBufferLike, path: string, walk: Walk): void {
  const { counterparts } = walk;
  const known = counterparts.right.has(left) || counterparts.left.has(right);
  const same = counterparts.right.get(left) === right && counterparts.left.get(right) === left;
  if (known ? !same : Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) {
    walk.differ(
      path,
      known ? "shared as in the serial loop" : describeValue(left),
      known ? "shared otherwise" : describeValue(right),
    );
  } else if (left.byteLength !== right.byteLength) {
    walk.differ(`${path}.byteLength`, String(left.byteLength), String(right.byteLength));
  }
  if (!known) {
    counterparts.right.set(left, right);
    counterparts.left.set(right, left);
  }
}

function compareBuffers(left: object, right: object, path: string, walk: Walk): void {
  if (!types.isAnyArrayBuffer(left) || !types.isAnyArrayBuffer(right)) {
    walk.differ(path, describeValue(left), describeValue(right));
    return;
  }
  const [a, b] = [new Uint8Array(left), new Uint8Array(right)];
  if (a.length !== b.length && !walk.differ(`${path}.byteLength`, String(a.length), String(b.length))) return;
  if (!sameBytes(a, b)) compareElements(a, b, path, walk);
}

/** What an object holds beside its properties. False: the kinds differ, and there is no point in looking further. */
function compareInternals(left: object, right: object, path: string, walk: Walk): boolean {
  if (kindOf(left) !== kindOf(right)) {
    walk.differ(path, describeValue(left), describeValue(right));
    return false;
  }
  if (types.isMap(left) && types.isMap(right)) {
    compareLists([...left.keys()], [...right.keys()], path, walk, (index) => `${path}.keys()[${index}]`);
    compareLists(
      [...left.values()],
      [...right.values()],
      path,
      walk,
      (index, keys) => `${path}.get(${describeValue(keys[index])})`,
      [...left.keys()],
    );
  } else if (types.isSet(left) && types.isSet(right)) {
    compareLists([...left], [...right], path, walk, (index) => `${path}.values()[${index}]`);
  } else if (types.isDate(left) && types.isDate(right)) {
    walk.later(left.getTime(), right.getTime(), `${path}.getTime()`);
  } else if (types.isRegExp(left)) {
    walk.later(String(left), String(right), path);
  } else if (types.isBoxedPrimitive(left)) {
    walk.later(left.valueOf(), right.valueOf(), `${path}.valueOf()`);
  }
  return true;
}

function kindOf(value: object): string {
  if (types.isMap(value)) return "map";
  if (types.isSet(value)) return "set";
  if (types.isDate(value)) return "date";
  if (types.isRegExp(value)) return "regexp";
  if (types.isBoxedPrimitive(value)) return typeof value.valueOf();
  return types.isNativeError(value) ? "error" : "object";
}

function compareLists(
  left: readonly unknown[],
  right: readonly unknown[],
  path: string,
  walk: Walk,
  name: (index: number, keys: readonly unknown[]) => string,
  keys: readonly unknown[] = left,
): void {
  if (left.length !== right.length) walk.differ(`${path}.size`, String(left.length), String(right.length));
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    if (isPlain(left[index]) && Object.is(left[index], right[index])) continue;
    walk.later(left[index], right[index], name(index, keys));
  }
}

function compareProperties(
  left: object,
  right: object,
  path: string,
  walk: Walk,
  leftKeys: readonly (string | symbol)[],
  rightKeys: readonly (string | symbol)[],
): void {
  const rightSet = new Set(rightKeys);
  const leftSet = new Set(leftKeys);
  for (const key of leftKeys) {
    if (skipped(left, key)) continue;
    const place = `${path}${step(key)}`;
    const a = Object.getOwnPropertyDescriptor(left, key)!;
    const b = Object.getOwnPropertyDescriptor(right, key);
    if (!rightSet.has(key) || b === undefined) {
      if (!walk.differ(place, describeValue(a.value), "missing")) return;
    } else if (a.get !== b.get || a.set !== b.set || attributes(a) !== attributes(b)) {
      if (!walk.differ(place, attributes(a), attributes(b))) return;
    } else if (!isPlain(a.value) || !Object.is(a.value, b.value)) {
      walk.later(a.value, b.value, place);
    }
  }
  for (const key of rightKeys) {
    if (leftSet.has(key) || skipped(right, key)) continue;
    const value: unknown = Object.getOwnPropertyDescriptor(right, key)?.value;
    if (!walk.differ(`${path}${step(key)}`, "missing", describeValue(value))) return;
  }
  if (leftSet.size === rightSet.size && leftKeys.some((key, index) => key !== rightKeys[index] && rightSet.has(key))) {
    const order = (keys: readonly (string | symbol)[]) =>
      `keys in the order ${keys.slice(0, 8).map(String).join(", ")}`;
    walk.differ(path, order(leftKeys), order(rightKeys));
  }
  if (Object.isExtensible(left) !== Object.isExtensible(right)) {
    const text = (value: object) => (Object.isExtensible(value) ? "extensible" : "not extensible");
    walk.differ(path, text(left), text(right));
  }
}

function skipped(holder: object, key: string | symbol): boolean {
  return key === "stack" && types.isNativeError(holder);
}

function attributes(descriptor: PropertyDescriptor): string {
  if (descriptor.get || descriptor.set) return "an accessor";
  const words = [
    descriptor.writable ? "writable" : "read-only",
    descriptor.enumerable ? "enumerable" : "hidden",
    descriptor.configurable ? "configurable" : "fixed",
  ];
  return `a property that is ${words.join(", ")}`;
}

function step(key: string | symbol): string {
  if (typeof key === "symbol") return `[${String(key)}]`;
  if (/^(?:0|[1-9]\d*)$/.test(key)) return `[${key}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isPlain(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

function sameBytes(left: ArrayBufferView, right: ArrayBufferView): boolean {
  return Buffer.compare(bytesOf(left), bytesOf(right)) === 0;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
