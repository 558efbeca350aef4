// Which values arrive in another thread so that nobody can tell the copy from the original.
import { types } from "node:util";
import { FEWEST, flattened, MOST } from "./flattened.js";
import { hasOnlyElements } from "./named.js";
import { isSparse } from "./sparse.js";
import { unchanged } from "./unchanged.js";

export interface Obstacle {
  /** Path from the call's argument, e.g. `env.options.onTick`. */
  readonly path: string;
  /** What the value is, e.g. `a function`. */
  readonly what: string;
}

/** What the check learns on its way, and packing needs. */
export interface Survey {
  /** The first value that would not arrive unchanged. */
  obstacle: Obstacle | undefined;
  /** An object of one owner is also reachable from another one, so that both must be packed together. */
  entangled: boolean;
  /** Each object with the owner that reached it first. */
  readonly owners: Map<object, number>;
  /** Objects that were reached more than once. */
  readonly repeated: Set<object>;
  /** Arrays up to the inspected length that have holes, or more than their elements; and longer ones that are sparse. */
  readonly named: Set<object>;
  /** Objects without a prototype, to which a structured clone would give one. */
  readonly bare: object[];
  /** Regular expressions that stand in the middle of a text, which a structured clone would forget. */
  readonly patterns: RegExp[];
  readonly buffers: Set<ArrayBufferLike>;
  /** Array buffers that are reachable as themselves, not only through a view. */
  readonly bareBuffers: Set<ArrayBuffer>;
}

export function newSurvey(): Survey {
  return {
    obstacle: undefined,
    entangled: false,
    owners: new Map(),
    repeated: new Set(),
    named: new Set(),
    bare: [],
    patterns: [],
    buffers: new Set(),
    bareBuffers: new Set(),
  };
}

/**
 * Above this length, elements are looked at but not whether each is a plain data property: no program makes an
 * accessor of one element among so many, and asking costs more than packing.
 */
export const INSPECTED_LENGTH = 1000;

/**
 * Reading takes more of the stack for each level than writing does, and the calling thread has less of it than a worker: what a worker
 * could send, or the caller could write, might be too deep to be read. V8 reads about 2,000 levels on a stack of one megabyte.
 */
export const DEEPEST = 500;

/** Where a value lies in what holds it, told from the path of the holder. */
type Step = (holder: string) => string;

/**
 * Looks at every value reachable from one.
 * @param owner number of the part that it is packed with; parts that share objects are found entangled
 * @returns false as soon as a value would not arrive unchanged; `survey.obstacle` then says which.
 */
export function inspect(survey: Survey, value: unknown, path: string | (() => string), owner: number): boolean {
  const look: Look = { survey, owner, together: true, depth: 0, what: "", steps: [] };
  try {
    if (visit(look, value)) return true;
  } catch (error) {
    // The caller itself stands near the end of its stack.
    if (!(error instanceof RangeError)) throw error;
    look.what = "nested too deeply";
  }
  const root = typeof path === "string" ? path : path();
  survey.obstacle = { path: pathOf(look, root), what: look.what };
  return false;
}

/** Of a path that is too long for a message, the beginning. */
function pathOf({ steps }: Look, root: string): string {
  const shown = 20 < steps.length ? steps.slice(-4) : steps;
  const path = shown.reduceRight((holder, step) => step(holder), root);
  return shown === steps ? path : `${path}…`;
}

interface Look {
  readonly survey: Survey;
  readonly owner: number;
  /** Whether rows are looked at together. */
  together: boolean;
  /** How many objects hold one another on the way to where the look is. */
  depth: number;
  /** What was found that would not arrive unchanged. */
  what: string;
  /** Where, from the innermost holder outwards. They are told on the way back only: most values arrive, and a path takes longer than the look. */
  readonly steps: Step[];
}

function visit(look: Look, value: unknown): boolean {
  switch (typeof value) {
    case "function":
      return refuse(look, "a function");
    case "symbol":
      return refuse(look, "a symbol");
    case "object":
      if (value === null) return true;
      break;
    default:
      return true;
  }
  const { survey, owner } = look;
  if (wasSeen(survey, value, owner)) return true;
  if (types.isProxy(value)) return refuse(look, "a proxy");
  if (!Object.isExtensible(value)) return refuse(look, "a frozen, sealed or non-extensible object");
  if (look.depth === DEEPEST) return refuse(look, "nested too deeply");
  look.depth++;
  const arrives = visitInside(look, value);
  look.depth--;
  return arrives;
}

function visitInside(look: Look, value: object): boolean {
  const { survey } = look;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    if (prototype !== Array.prototype) return refuse(look, "an array of a class of its own");
    return visitArray(look, value);
  }
  if (prototype === Object.prototype || prototype === null) {
    if (Object.prototype.toString.call(value) !== "[object Object]") return refuse(look, describe(value));
    if (prototype === null) survey.bare.push(value);
    return visitProperties(look, value);
  }
  return visitBuiltIn(look, value, prototype);
}

function visitArray(look: Look, array: readonly unknown[]): boolean {
  const { length } = array;
  if (length <= INSPECTED_LENGTH && hasOnlyElements(array)) return visitElements(look, array);
  if (length <= INSPECTED_LENGTH || isSparse(array)) {
    look.survey.named.add(array);
    return visitProperties(look, array);
  }
  if (Object.getOwnPropertySymbols(array).length > 0) return refuse(look, "an array with a symbol key");
  return visitValues(look, unchanged(array));
}

/** An array that has nothing but elements, and perhaps holes. */
function visitElements(look: Look, array: readonly unknown[]): boolean {
  // Too few to be looked at together, and so many arrays are short ones that a list of their elements would be felt.
  const values: unknown[] | undefined = array.length < FEWEST ? undefined : [];
  for (let index = 0; index < array.length; index++) {
    // By number: a key that is a text takes twice as long.
    const property = Object.getOwnPropertyDescriptor(array, index);
    if (property === undefined) look.survey.named.add(array);
    else if (values === undefined ? !visitProperty(look, property) : !isPlainProperty(look, property))
      return within(look, elementStep(index));
    values?.push(property?.value);
  }
  return values === undefined || visitValues(look, values);
}

/** The elements of an array that are no leaves; arrays among them are looked at together. */
function visitValues(look: Look, values: Iterable<unknown>): boolean {
  let rows: unknown[] = [];
  let places: number[] = [];
  let index = -1;
  for (const value of values) {
    index++;
    if (isLeaf(value)) continue;
    if (!Array.isArray(value)) {
      if (!visit(look, value)) return within(look, elementStep(index));
      continue;
    }
    places.push(index);
    if (rows.push(value) < MOST) continue;
    if (!visitRows(look, rows, places)) return false;
    [rows, places] = [[], []];
  }
  return visitRows(look, rows, places);
}

/** @param places the index of each of the arrays in what holds them */
function visitRows(look: Look, rows: readonly unknown[], places: readonly number[]): boolean {
  const { survey, owner } = look;
  const elements = rows.length < FEWEST || !look.together ? undefined : flattened(rows);
  // Rows are mostly made in one way: those that follow would tell as little.
  if (FEWEST <= rows.length && elements === undefined) look.together = false;
  let at = 0;
  for (let row = 0; row < rows.length; row++) {
    const array = rows[row] as readonly unknown[];
    if (elements === undefined) {
      if (!visit(look, array)) return within(look, elementStep(places[row]!));
      continue;
    }
    const begin = at;
    at += array.length;
    if (wasSeen(survey, array, owner)) continue;
    for (let place = begin; place < at; place++) {
      if (isLeaf(elements[place]) || visit(look, elements[place])) continue;
      within(look, elementStep(place - begin));
      return within(look, elementStep(places[row]!));
    }
  }
  return true;
}

/** Notes that an object was reached. @returns whether it had been before */
function wasSeen(survey: Survey, object: object, owner: number): boolean {
  const first = survey.owners.get(object);
  if (first === undefined) {
    survey.owners.set(object, owner);
    return false;
  }
  survey.repeated.add(object);
  if (first !== owner) survey.entangled = true;
  return true;
}

function visitProperties(look: Look, value: object): boolean {
  const isArray = Array.isArray(value);
  // These two are several times faster than `Reflect.ownKeys`.
  if (Object.getOwnPropertySymbols(value).length > 0) return refuse(look, "an object with a symbol key");
  for (const key of Object.getOwnPropertyNames(value)) {
    if (isArray && key === "length") continue;
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    if (!visitProperty(look, property)) return within(look, (holder) => join(holder, key, isArray));
  }
  return true;
}

function visitProperty(look: Look, property: PropertyDescriptor): boolean {
  return isPlainProperty(look, property) && (isLeaf(property.value) || visit(look, property.value));
}

function isPlainProperty(look: Look, property: PropertyDescriptor): boolean {
  if (property.value === undefined && !("value" in property)) return refuse(look, "an accessor");
  if (property.writable && property.enumerable && property.configurable) return true;
  return refuse(look, "a read-only or hidden property");
}

/** Whether it arrives, whatever it is. */
function isLeaf(value: unknown): boolean {
  return (typeof value !== "object" || value === null) && typeof value !== "function" && typeof value !== "symbol";
}

function visitBuiltIn(look: Look, value: object, prototype: unknown): boolean {
  const { survey } = look;
  if (ArrayBuffer.isView(value)) return visitView(look, value, prototype);
  if (types.isArrayBuffer(value) && prototype === ArrayBuffer.prototype) {
    if ((value as { resizable?: boolean }).resizable) return refuse(look, "a resizable buffer");
    if (isDetached(value as ArrayBuffer)) return refuse(look, "a detached buffer");
    survey.buffers.add(value);
    survey.bareBuffers.add(value);
    return withoutProperties(look, value);
  }
  if (types.isSharedArrayBuffer(value) && prototype === SharedArrayBuffer.prototype) {
    // Node reads back views of shared memory, but not shared memory by itself.
    return refuse(look, "a SharedArrayBuffer by itself, of which only views travel");
  }
  if (types.isDate(value) && prototype === Date.prototype) return withoutProperties(look, value);
  if (types.isMap(value) && prototype === Map.prototype) {
    for (const [key, inner] of Map.prototype.entries.call(value)) {
      if (!visit(look, key)) return within(look, (holder) => `a key of ${holder}`);
      const shown = typeof key === "string" ? JSON.stringify(key) : "…";
      if (!visit(look, inner)) return within(look, (holder) => `${holder}.get(${shown})`);
    }
    return withoutProperties(look, value);
  }
  if (types.isSet(value) && prototype === Set.prototype) {
    for (const inner of Set.prototype.values.call(value)) {
      if (!visit(look, inner)) return within(look, (holder) => `an element of ${holder}`);
    }
    return withoutProperties(look, value);
  }
  if (types.isRegExp(value) && prototype === RegExp.prototype) {
    const last = Object.getOwnPropertyDescriptor(value, "lastIndex")!;
    if (Reflect.ownKeys(value).length !== 1 || !last.writable || typeof last.value !== "number") {
      return refuse(look, "a regular expression with properties of its own");
    }
    if (last.value !== 0) survey.patterns.push(value);
    return true;
  }
  return refuse(look, describe(value));
}

const viewPrototypes: ReadonlySet<unknown> = new Set(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ].map((type) => type.prototype),
);

function visitView(look: Look, view: ArrayBufferView, prototype: unknown): boolean {
  if (!viewPrototypes.has(prototype)) return refuse(look, describe(view));
  const { buffer } = view;
  if ((buffer as { resizable?: boolean }).resizable || (buffer as { growable?: boolean }).growable) {
    return refuse(look, "a view of a buffer that can change its size");
  }
  if (isDetached(buffer as ArrayBuffer)) return refuse(look, "a view of a detached buffer");
  look.survey.buffers.add(buffer);
  if (types.isDataView(view)) return withoutProperties(look, view);
  const { length } = view as unknown as ArrayLike<unknown>;
  // Listing the keys of a typed array lists its elements, which for a long one costs more than sending it.
  const named =
    INSPECTED_LENGTH < length ? Object.getOwnPropertySymbols(view).length : Reflect.ownKeys(view).length - length;
  return named === 0 || refuse(look, "a typed array with properties of its own");
}

function withoutProperties(look: Look, value: object): boolean {
  return Reflect.ownKeys(value).length === 0 || refuse(look, `${describe(value)} with properties of its own`);
}

function refuse(look: Look, what: string): false {
  look.what = what;
  return false;
}

/** Says where what was refused lies. */
function within({ steps }: Look, step: Step): false {
  steps.push(step);
  return false;
}

function elementStep(index: number): Step {
  return (holder) => `${holder}[${index}]`;
}

function join(path: string, key: string, isIndex: boolean): string {
  if (isIndex && /^\d+$/.test(key)) return `${path}[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** What the value is, asked without running any code of its own. */
function describe(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const maker = prototype && Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name = typeof maker === "function" && Object.getOwnPropertyDescriptor(maker, "name")?.value;
  if (typeof name !== "string" || name === "" || name === "Object") return "an object of a kind that cannot be copied";
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}

/** Node before version 22 has no `detached`: of memory that was taken away no view can be made. */
function isDetached(buffer: ArrayBuffer): boolean {
  const { detached } = buffer as { detached?: boolean };
  if (detached !== undefined || buffer.byteLength > 0) return detached === true;
  try {
    return new Uint8Array(buffer).length > 0;
  } catch {
    return true;
  }
}
