// The calls of a traced program: into code that is instrumented, into functions of the language, or into the unknown.
import { types } from "node:util";
import { boundTarget, changesSelf, type Native, nativeOf, noteBound } from "./natives.js";
import { readAll, readConverted, readDeep, touchPlace } from "./objects.js";
import { everything, isObject, noteBirth, noteChange, noteUnknown, state } from "./traceState.js";

/** The name by which instrumented text calls the trace: who holds it in its source is instrumented. */
export const traceName = "__lsT";

type Fn = (this: unknown, ...args: unknown[]) => unknown;

const sources = new WeakMap<object, boolean>();

/** Whether the text of the function is instrumented. */
export function isInstrumented(value: unknown): boolean {
  if (typeof value !== "function") return false;
  let known = sources.get(value);
  if (known === undefined) {
    known = Function.prototype.toString.call(value).includes(traceName);
    sources.set(value, known);
  }
  return known;
}

/** Instrumented, of the language, or bound to one of these. */
export function isFollowed(value: unknown): boolean {
  if (isInstrumented(value) || nativeOf(value) !== undefined) return true;
  const target = isObject(value) ? boundTarget(value) : undefined;
  return target !== undefined && isFollowed(target);
}

/** Calls a function as the program would. */
export function call(site: number, f: unknown, self: unknown, args: readonly unknown[]): unknown {
  if (f === Function.prototype.call) return call(site, self, args[0], args.slice(1));
  if (f === Function.prototype.apply) return call(site, self, args[0], listOf(args[1]));
  if (!state.on) {
    for (const owner of changedBy(f, self, args)) noteChange(owner);
    return Reflect.apply(f as Fn, self, args);
  }
  return inside(site, () => {
    if (isInstrumented(f)) return Reflect.apply(f as Fn, self, args);
    if (f === Function.prototype.bind) {
      const made: unknown = Reflect.apply(f as Fn, self, args);
      noteBound(made, self);
      return made;
    }
    const native = nativeOf(f);
    if (native === undefined) {
      if (!isFollowed(f)) noteUnknown(site, nameOf(f));
      return Reflect.apply(f as Fn, self, args);
    }
    before(site, native, self, args);
    return after(native, Reflect.apply(f as Fn, self, args), (f as Fn).name !== "subarray");
  });
}

/** What a function of the language changes, where nothing is traced. */
function changedBy(f: unknown, self: unknown, args: readonly unknown[]): readonly object[] {
  const native = nativeOf(f);
  if (native === undefined) return [];
  const changed = [changesSelf(f) ? self : undefined, native.changesFirst ? args[0] : undefined];
  return changed.filter(isObject);
}

/** `new f(…)`. */
export function construct(site: number, f: unknown, args: readonly unknown[]): unknown {
  const target = f as new (...args: unknown[]) => unknown;
  if (!state.on) return Reflect.construct(target, args) as unknown;
  return inside(site, () => {
    checkClass(site, f);
    const native = nativeOf(f);
    if (native !== undefined) before(site, native, undefined, args);
    if (f === Date && args.length === 0) noteUnknown(site, "the time");
    return after({ makes: "object" }, Reflect.construct(target, args) as unknown, !types.isAnyArrayBuffer(args[0]));
  });
}

/** A class and those that it extends. */
export function checkClass(site: number, f: unknown): void {
  for (let at = f; typeof at === "function" && at !== Function.prototype; at = Object.getPrototypeOf(at))
    if (!isInstrumented(at) && nativeOf(at) === undefined) noteUnknown(site, `new ${nameOf(at)}`);
}

/** Within the call, the loop's own text is where it was called. */
function inside<T>(site: number, run: () => T): T {
  const { anchor } = state;
  if (state.depth === 0) state.anchor = site;
  state.depth++;
  try {
    return run();
  } finally {
    state.depth--;
    state.anchor = anchor;
  }
}

function before(site: number, { self: deed, given, changesFirst }: Native, self: unknown, args: readonly unknown[]) {
  // What is handed over to be called back.
  for (const arg of args) if (typeof arg === "function" && !isFollowed(arg)) noteUnknown(site, nameOf(arg));
  if (given === "read-deep") for (const arg of args) readDeep(site, arg);
  if (given === "converted") for (const arg of args) readConverted(site, arg);
  if (given === "read") for (const arg of args) if (typeof arg !== "function") readAll(site, arg);
  for (const arg of args) if (arg instanceof RegExp) advance(site, arg);
  if (changesFirst && isObject(args[0])) touchPlace(site, args[0], everything, true);
  if (!isObject(self)) return;
  switch (deed) {
    case "read":
      return readAll(site, self);
    case "convert":
      readConverted(site, self);
      return;
    case "write":
      readAll(site, self);
      return touchPlace(site, self, everything, true);
    case "append": {
      const { length } = self as unknown[];
      touchPlace(site, self, "length", false);
      for (let at = 0; at < args.length; at++) touchPlace(site, self, String(length + at), true);
      return touchPlace(site, self, "length", true);
    }
    case "read-key":
      return touchPlace(site, self, keyOf(self, args[0]), false);
    case "write-key":
      touchPlace(site, self, keyOf(self, args[0]), true);
      if ("size" in self && !(self as Set<unknown>).has(args[0])) touchPlace(site, self, "size", true);
      return;
    case "advance":
      return advance(site, self);
    case "nothing":
      return;
  }
}

/** A key of a map is not a property of it. */
function keyOf(self: object, key: unknown): unknown {
  if (!("has" in self)) return key;
  return typeof key === "string" ? `key ${key}` : key;
}

function advance(site: number, expression: object): void {
  if (!(expression instanceof RegExp) || !(expression.global || expression.sticky)) return;
  touchPlace(site, expression, "lastIndex", false);
  touchPlace(site, expression, "lastIndex", true);
}

function after<T>({ makes }: Pick<Native, "makes">, result: T, ownsBuffer: boolean): T {
  if (makes === "object") noteBirth(result);
  if (makes === "object" && ownsBuffer && ArrayBuffer.isView(result)) noteBirth(result.buffer);
  if (makes === "all") birthOfAll(result);
  return result;
}

function birthOfAll(value: unknown): void {
  if (!isObject(value)) return;
  noteBirth(value);
  for (const inner of Object.values(value)) birthOfAll(inner);
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.from(value as ArrayLike<unknown>);
}

export function nameOf(f: unknown): string {
  return typeof f === "function" && f.name !== "" ? f.name : "a function without a name";
}
