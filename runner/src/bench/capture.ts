// Looks through the live-ins before they are recorded: what cannot be recorded is named, what the format would lose is noted.
import { types } from "node:util";
import { hasOnlyElements } from "../data/named.js";
import { isSparse } from "../data/sparse.js";
import { className } from "./describe.js";

/** Something that the serialization format loses and that is put right after reading. */
export type Repair =
  | { readonly kind: "no-prototype" | "frozen" | "sealed" | "not-extensible"; readonly target: object }
  | { readonly kind: "last-index"; readonly target: object; readonly value: number }
  /** An instance of a class that told the recording its name. */
  | { readonly kind: "class"; readonly target: object; readonly name: string };

/** Prototypes of the program's classes whose instances are told by their own properties, with what names them in a recording. */
export type KnownClasses = ReadonlyMap<object, string>;

export interface Capture {
  /** One clause per thing that cannot be recorded, e.g. `options.onTick is a function`. At most five. */
  readonly obstacles: readonly string[];
  readonly repairs: readonly Repair[];
  /** The memory under all views, each once. */
  readonly buffers: readonly ArrayBufferLike[];
  /** Arrays, plain objects, instances of known classes, `Map`s and `Set`s, in the order in which they were reached. */
  readonly visited: readonly object[];
}

interface Visit {
  readonly value: unknown;
  readonly parent: Visit | undefined;
  readonly key: string;
}

/** Walks everything that the live-ins reach. Runs no user code: no accessor is read, no proxy touched. */
export function survey(liveIns: Readonly<Record<string, unknown>>, classes: KnownClasses = new Map()): Capture {
  const obstacles: string[] = [];
  const repairs: Repair[] = [];
  const buffers = new Set<ArrayBufferLike>();
  const visited: object[] = [];
  const seen = new Set<object>();
  const stack: Visit[] = [];
  const enter = (value: unknown, parent: Visit | undefined, key: string) => {
    if (typeof value !== "symbol" && typeof value !== "function") {
      if (typeof value !== "object" || value === null || seen.has(value)) return;
      seen.add(value);
    }
    stack.push({ value, parent, key });
  };
  for (const [name, value] of Object.entries(liveIns)) enter(value, undefined, name);
  while (0 < stack.length && obstacles.length < 5) {
    const visit = stack.pop()!;
    const found = look(visit.value, { repairs, buffers, visited, classes }, (value, key) => enter(value, visit, key));
    if (found !== undefined) obstacles.push(`${pathOf(visit)} ${found}`);
  }
  return { obstacles, repairs, buffers: [...buffers], visited };
}

/**
 * Puts right what the format lost. Locks come last: nothing can be changed on a frozen object.
 * @param prototypes of the classes, by their names in the recording
 * @throws Error where one of them is missing
 */
export function repair(repairs: readonly Repair[], prototypes: ReadonlyMap<string, object> = new Map()): void {
  for (const entry of repairs) {
    if (entry.kind === "class") Object.setPrototypeOf(entry.target, prototypeOf(entry.name, prototypes));
    else if (entry.kind === "no-prototype") Object.setPrototypeOf(entry.target, null);
    else if (entry.kind === "last-index") (entry.target as RegExp).lastIndex = entry.value;
  }
  for (const { kind, target } of repairs) {
    if (kind === "frozen") Object.freeze(target);
    else if (kind === "sealed") Object.seal(target);
    else if (kind === "not-extensible") Object.preventExtensions(target);
  }
}

/** @throws Error where the class is not there any more. */
export function prototypeOf(name: string, prototypes: ReadonlyMap<string, object>): object {
  const prototype = prototypes.get(name);
  if (prototype === undefined) throw new Error(`The class ${name} was recorded and is not there.`);
  return prototype;
}

type Enter = (value: unknown, key: string) => void;

interface Notes {
  readonly repairs: Repair[];
  readonly buffers: Set<ArrayBufferLike>;
  readonly visited: object[];
  readonly classes: KnownClasses;
}

/** What stands in the way of recording this value, or undefined. */
function look(value: unknown, notes: Notes, enter: Enter): string | undefined {
  if (typeof value === "function") return "is a function";
  if (typeof value === "symbol") return "is a symbol";
  const target = value as object;
  if (types.isProxy(target)) return "is a proxy";
  const { repairs } = notes;
  if (!Object.isExtensible(target)) repairs.push({ kind: lockOf(target), target });
  if (isContainer(target, notes.classes)) notes.visited.push(target);
  if (Array.isArray(target)) return lookAtArray(target, enter);
  if (ArrayBuffer.isView(target)) {
    notes.buffers.add(target.buffer);
    return Buffer.isBuffer(target) || isBuiltIn(target) ? undefined : `is an instance of class ${className(target)}`;
  }
  if (types.isSharedArrayBuffer(target)) return "is a SharedArrayBuffer itself, not a typed array over one";
  if (types.isArrayBuffer(target)) notes.buffers.add(target);
  if (types.isMap(target)) {
    let index = 0;
    for (const [key, entry] of Map.prototype.entries.call(target) as Iterable<[unknown, unknown]>) {
      enter(key, `.keys()[${index}]`);
      enter(entry, `.values()[${index++}]`);
    }
  } else if (types.isSet(target)) {
    let index = 0;
    for (const entry of Set.prototype.values.call(target) as Iterable<unknown>) enter(entry, `.values()[${index++}]`);
  } else if (types.isRegExp(target)) {
    if (target.lastIndex !== 0) repairs.push({ kind: "last-index", target, value: target.lastIndex });
  } else if (types.isNativeError(target)) {
    const extra = Reflect.ownKeys(target).find((key) => key !== "stack" && key !== "message");
    if (extra !== undefined) return `is an error with a property ${String(extra)} of its own`;
    return isBuiltIn(target) ? undefined : `is an instance of class ${className(target)}`;
  } else if (!types.isDate(target) && !types.isBoxedPrimitive(target) && !types.isAnyArrayBuffer(target)) {
    return lookAtObject(target, notes, enter);
  }
  if (!isBuiltIn(target)) return `is an instance of class ${className(target)}`;
  const own = Reflect.ownKeys(target).filter((key) => key !== "lastIndex");
  if (0 < own.length && !types.isStringObject(target)) return `has a property ${String(own[0])} of its own`;
  return undefined;
}

/** Whether it can be kept in several ways, or hold what can: an array, a `Map`, a `Set`, or an object of no kind of its own. */
function isContainer(target: object, classes: KnownClasses): boolean {
  if (Array.isArray(target) || types.isMap(target) || types.isSet(target)) return true;
  const prototype = Object.getPrototypeOf(target) as object | null;
  return className(target) === "Object" || prototype === null || classes.has(prototype);
}

function lookAtArray(target: readonly unknown[], enter: Enter): string | undefined {
  if (!isBuiltIn(target)) return `is an instance of class ${className(target)}`;
  if (isSparse(target) || !hasOnlyElements(target)) return lookAtProperties(target, enter);
  // Not by subscripts: one place of the text that reads arrays of numbers and of objects makes the former like the latter, once it is
  // optimized, and how they were kept would be lost.
  Array.prototype.forEach.call(target, (element: unknown, index) => {
    if (typeof element === "object" || typeof element === "function" || typeof element === "symbol")
      enter(element, `[${index}]`);
  });
  return undefined;
}

function lookAtObject(target: object, { repairs, classes }: Notes, enter: Enter): string | undefined {
  const prototype = Object.getPrototypeOf(target) as object | null;
  const name = prototype === null ? undefined : classes.get(prototype);
  if (prototype === null) repairs.push({ kind: "no-prototype", target });
  else if (name !== undefined) repairs.push({ kind: "class", target, name });
  else if (className(target) !== "Object" || !isBuiltIn(target)) return `is an instance of ${classWords(target)}`;
  return lookAtProperties(target, enter);
}

function lookAtProperties(target: object, enter: Enter): string | undefined {
  const isArray = Array.isArray(target);
  const locked = !Object.isExtensible(target);
  for (const key of Reflect.ownKeys(target)) {
    if (isArray && key === "length") continue;
    if (typeof key === "symbol") return `has a property named by ${String(key)}`;
    const property = Object.getOwnPropertyDescriptor(target, key)!;
    if (property.get || property.set) return `has an accessor ${key}`;
    if (!property.enumerable || (!locked && !(property.writable && property.configurable))) {
      return `has a property ${key} that is hidden or read-only`;
    }
    enter(property.value, isArray && /^\d/.test(key) ? `[${key}]` : `.${key}`);
  }
  return undefined;
}

function lockOf(target: object): "frozen" | "sealed" | "not-extensible" {
  if (Object.isFrozen(target)) return "frozen";
  return Object.isSealed(target) ? "sealed" : "not-extensible";
}

/**
 * Whether the prototype is the language's own one of its class, of whatever realm: test runners such as jest run the user's
 * code in another one, where `Array.prototype` is another object.
 */
function isBuiltIn(target: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(target);
  if (prototype === null) return false;
  const maker = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value as unknown;
  return typeof maker === "function" && /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(maker));
}

function classWords(target: object): string {
  const name = className(target);
  return name === "" || name === "Object" ? "a class or an object with a prototype of its own" : `class ${name}`;
}

function pathOf(visit: Visit): string {
  const steps: string[] = [];
  for (let step: Visit | undefined = visit; step; step = step.parent) steps.push(step.key);
  return steps.reverse().join("");
}
