// Which values arrive in another thread so that nobody can tell the copy from the original.
import { types } from "node:util";

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
 * Looks at every value reachable from one.
 * @param owner number of the part that it is packed with; parts that share objects are found entangled
 * @returns false as soon as a value would not arrive unchanged; `survey.obstacle` then says which.
 */
export function inspect(survey: Survey, value: unknown, path: string, owner: number): boolean {
  try {
    return visit(survey, value, path, owner);
  } catch (error) {
    // The stack of the check ends before that of the serializer would.
    if (!(error instanceof RangeError)) throw error;
    return refuse(survey, path, "nested too deeply");
  }
}

function visit(survey: Survey, value: unknown, path: string, owner: number): boolean {
  switch (typeof value) {
    case "function":
      return refuse(survey, path, "a function");
    case "symbol":
      return refuse(survey, path, "a symbol");
    case "object":
      if (value === null) return true;
      break;
    default:
      return true;
  }
  const first = survey.owners.get(value);
  if (first !== undefined) {
    survey.repeated.add(value);
    if (first !== owner) survey.entangled = true;
    return true;
  }
  survey.owners.set(value, owner);
  if (types.isProxy(value)) return refuse(survey, path, "a proxy");
  if (!Object.isExtensible(value)) return refuse(survey, path, "a frozen, sealed or non-extensible object");
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    if (prototype !== Array.prototype) return refuse(survey, path, "an array of a class of its own");
    return visitArray(survey, value, path, owner);
  }
  if (prototype === Object.prototype || prototype === null) {
    if (Object.prototype.toString.call(value) !== "[object Object]") return refuse(survey, path, describe(value));
    if (prototype === null) survey.bare.push(value);
    return visitProperties(survey, value, path, owner);
  }
  return visitBuiltIn(survey, value, prototype, path, owner);
}

function visitArray(survey: Survey, array: readonly unknown[], path: string, owner: number): boolean {
  if (array.length <= INSPECTED_LENGTH) return visitProperties(survey, array, path, owner);
  if (Object.getOwnPropertySymbols(array).length > 0) return refuse(survey, path, "an array with a symbol key");
  for (let index = 0; index < array.length; index++) {
    const element = array[index];
    if (typeof element === "number" || typeof element === "string") continue;
    if (!visit(survey, element, `${path}[${index}]`, owner)) return false;
  }
  return true;
}

function visitProperties(survey: Survey, value: object, path: string, owner: number): boolean {
  const isArray = Array.isArray(value);
  // These two are several times faster than `Reflect.ownKeys`.
  if (Object.getOwnPropertySymbols(value).length > 0) return refuse(survey, path, "an object with a symbol key");
  for (const key of Object.getOwnPropertyNames(value)) {
    if (isArray && key === "length") continue;
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    const inner = property.value as unknown;
    if (!("value" in property)) return refuse(survey, join(path, key, isArray), "an accessor");
    if (!property.writable || !property.enumerable || !property.configurable) {
      return refuse(survey, join(path, key, isArray), "a read-only or hidden property");
    }
    if ((typeof inner === "object" && inner !== null) || typeof inner === "function" || typeof inner === "symbol") {
      if (!visit(survey, inner, join(path, key, isArray), owner)) return false;
    }
  }
  return true;
}

function visitBuiltIn(survey: Survey, value: object, prototype: unknown, path: string, owner: number): boolean {
  if (ArrayBuffer.isView(value)) return visitView(survey, value, prototype, path);
  if (types.isArrayBuffer(value) && prototype === ArrayBuffer.prototype) {
    if ((value as { resizable?: boolean }).resizable) return refuse(survey, path, "a resizable buffer");
    if ((value as { detached?: boolean }).detached) return refuse(survey, path, "a detached buffer");
    survey.buffers.add(value);
    survey.bareBuffers.add(value);
    return withoutProperties(survey, value, path);
  }
  if (types.isSharedArrayBuffer(value) && prototype === SharedArrayBuffer.prototype) {
    // Node reads back views of shared memory, but not shared memory by itself.
    return refuse(survey, path, "a SharedArrayBuffer by itself, of which only views travel");
  }
  if (types.isDate(value) && prototype === Date.prototype) return withoutProperties(survey, value, path);
  if (types.isMap(value) && prototype === Map.prototype) {
    for (const [key, inner] of Map.prototype.entries.call(value)) {
      const place = `${path}.get(${typeof key === "string" ? JSON.stringify(key) : "…"})`;
      if (!visit(survey, key, `a key of ${path}`, owner) || !visit(survey, inner, place, owner)) return false;
    }
    return withoutProperties(survey, value, path);
  }
  if (types.isSet(value) && prototype === Set.prototype) {
    for (const inner of Set.prototype.values.call(value)) {
      if (!visit(survey, inner, `an element of ${path}`, owner)) return false;
    }
    return withoutProperties(survey, value, path);
  }
  if (types.isRegExp(value) && prototype === RegExp.prototype) {
    const last = Object.getOwnPropertyDescriptor(value, "lastIndex")!;
    if (Reflect.ownKeys(value).length !== 1 || !last.writable || typeof last.value !== "number") {
      return refuse(survey, path, "a regular expression with properties of its own");
    }
    if (last.value !== 0) survey.patterns.push(value);
    return true;
  }
  return refuse(survey, path, describe(value));
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

function visitView(survey: Survey, view: ArrayBufferView, prototype: unknown, path: string): boolean {
  if (!viewPrototypes.has(prototype)) return refuse(survey, path, describe(view));
  const { buffer } = view;
  if ((buffer as { resizable?: boolean }).resizable || (buffer as { growable?: boolean }).growable) {
    return refuse(survey, path, "a view of a buffer that can change its size");
  }
  if ((buffer as { detached?: boolean }).detached) return refuse(survey, path, "a view of a detached buffer");
  survey.buffers.add(buffer);
  if (types.isDataView(view)) return withoutProperties(survey, view, path);
  const { length } = view as unknown as ArrayLike<unknown>;
  // Listing the keys of a typed array lists its elements, which for a long one costs more than sending it.
  const named =
    INSPECTED_LENGTH < length ? Object.getOwnPropertySymbols(view).length : Reflect.ownKeys(view).length - length;
  return named === 0 || refuse(survey, path, "a typed array with properties of its own");
}

function withoutProperties(survey: Survey, value: object, path: string): boolean {
  return Reflect.ownKeys(value).length === 0 || refuse(survey, path, `${describe(value)} with properties of its own`);
}

function refuse(survey: Survey, path: string, what: string): false {
  survey.obstacle = { path, what };
  return false;
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
