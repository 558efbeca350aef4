// What the functions of the language do to the objects that they are called on and with, for those that a trace can follow.

/** To the object that a function is called on, or to its arguments. */
export type Deed =
  | "read"
  | "write"
  /** Adds at the end. */
  | "append"
  /** Reads it, and what its elements are converted to. */
  | "convert"
  /** Reads, adds or takes away what the first argument names. */
  | "read-key"
  | "write-key"
  /** Moves on through a text, where the expression is global or sticky. */
  | "advance"
  | "nothing";

export interface Native {
  readonly self: Deed;
  /** Whether it reads what its arguments hold, and how far. */
  readonly given: "nothing" | "converted" | "read" | "read-deep";
  /** What it returns is new: by itself, or with all that is in it. */
  readonly makes: "nothing" | "object" | "all";
  /** Of the first argument: `Object.assign`, `Object.freeze`. */
  readonly changesFirst: boolean;
}

const natives = new Map<unknown, Native>();
const bound = new WeakMap<object, unknown>();

/** Undefined for a function that is not of the language, or whose deeds are not known. */
export function nativeOf(value: unknown): Native | undefined {
  return natives.get(value);
}

/** What a bound function calls. */
export function boundTarget(value: object): unknown {
  return bound.get(value);
}

export function noteBound(made: unknown, target: unknown): void {
  if (typeof made === "function") bound.set(made, target);
}

/** Whether it changes the object that it is called on, also where nothing is traced. */
export function changesSelf(value: unknown): boolean {
  const self = natives.get(value)?.self;
  return self === "write" || self === "append" || self === "write-key";
}

type Realm = Readonly<Record<string, unknown>>;

/** Names of the globals of a realm that `registerNatives` looks at. */
export const realmNames =
  "Array,ArrayBuffer,BigInt,Boolean,DataView,Date,Error,EvalError,Function,Intl,Iterator,JSON,Map,Math,Number,Object,RangeError,ReferenceError,Reflect,RegExp,Set,SharedArrayBuffer,String,Symbol,SyntaxError,TypeError,URIError,WeakMap,WeakSet,Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array,BigInt64Array,BigUint64Array,decodeURI,decodeURIComponent,encodeURI,encodeURIComponent,isFinite,isNaN,parseFloat,parseInt,structuredClone".split(
    ",",
  );

const pure: Native = { self: "nothing", given: "nothing", makes: "nothing", changesFirst: false };
const typedArrays = realmNames.filter((name) => /^(?:Int|Uint|Float|Big(?:Int|Uint)64).*Array$/.test(name));

/** Registers the functions of one realm (each context of `node:vm` has its own). */
export function registerNatives(realm: Realm): void {
  const add = (owner: unknown, names: string, more: Partial<Native> = {}) => {
    if (owner === undefined || owner === null) return;
    for (const name of names.split(" ")) {
      const own = Object.getOwnPropertyDescriptor(owner, name);
      const value: unknown = own?.value;
      if (typeof value === "function") natives.set(value, { ...pure, ...more });
      if (own?.get !== undefined) natives.set(own.get, { ...pure, ...more });
    }
  };
  const proto = (name: string) => (realm[name] as { prototype?: object } | undefined)?.prototype;
  const all = (owner: unknown, except: readonly string[] = []) =>
    owner === undefined || owner === null
      ? ""
      : Object.getOwnPropertyNames(owner)
          .filter((name) => !except.includes(name))
          .join(" ");
  const converting = { given: "converted" } as const;
  add(
    realm,
    "parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent",
    converting,
  );
  add(realm, "Symbol String Number Boolean BigInt", converting);
  add(realm, "structuredClone", { given: "read-deep", makes: "all" });
  add(realm["Math"], all(realm["Math"], ["random"]), converting);
  for (const name of ["Number", "Boolean", "BigInt", "Symbol"]) {
    add(realm[name], all(realm[name], ["prototype"]), converting);
    add(proto(name), all(proto(name), ["constructor"]), converting);
  }
  add(realm["String"], "fromCharCode fromCodePoint", converting);
  add(proto("String"), all(proto("String"), ["constructor"]), { ...converting, makes: "object" });
  for (const name of ["match", "matchAll", "replace", "replaceAll", "search", "split"])
    add(proto("String"), name, { given: "read", makes: "object" });
  add(realm["Date"], "parse UTC", converting);
  const ofDates = all(proto("Date"), ["constructor"]).split(" ");
  add(proto("Date"), ofDates.filter((name) => !name.startsWith("set")).join(" "), { self: "read" });
  add(proto("Date"), ofDates.filter((name) => name.startsWith("set")).join(" "), { self: "write" });
  add(proto("RegExp"), "exec test", { self: "advance", makes: "object" });
  add(proto("RegExp"), "flags global ignoreCase multiline sticky source unicode dotAll hasIndices toString");
  add(proto("Error"), "toString", { self: "read" });
  add(realm["Array"], "isArray of from", { given: "read", makes: "object" });
  const readers =
    "concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys";
  const more =
    "lastIndexOf map reduce reduceRight slice some toLocaleString toReversed toSorted toSpliced toString values with at";
  const writers = "pop shift unshift splice sort reverse fill copyWithin";
  const typedProto: unknown = Object.getPrototypeOf(proto("Uint8Array") ?? {});
  for (const owner of [proto("Array"), typedProto]) {
    add(owner, `${readers} ${more}`, { self: "read", given: "read" });
    add(owner, "concat filter flat flatMap map slice toReversed toSorted toSpliced with entries keys values", {
      self: "read",
      given: "read",
      makes: "object",
    });
    add(owner, "join toString toLocaleString", { self: "convert" });
    add(owner, writers, { self: "write" });
    add(owner, "splice", { self: "write", makes: "object" });
  }
  add(proto("Array"), "push", { self: "append" });
  add(typedProto, "length byteLength byteOffset buffer");
  add(typedProto, "set", { self: "write", given: "read" });
  add(typedProto, "subarray", { makes: "object" });
  add(proto("ArrayBuffer"), "byteLength");
  for (const name of ["Map", "Set", "WeakMap", "WeakSet"]) {
    add(proto(name), "get has", { self: "read-key" });
    add(proto(name), "set add delete", { self: "write-key" });
    add(proto(name), "clear", { self: "write" });
    add(proto(name), "forEach size", { self: "read" });
    add(proto(name), "entries keys values", { self: "read", makes: "object" });
  }
  add(realm["Object"], "is getPrototypeOf isFrozen isSealed isExtensible");
  add(realm["Object"], "keys values entries getOwnPropertyNames getOwnPropertyDescriptor", {
    given: "read",
    makes: "object",
  });
  add(realm["Object"], "fromEntries create hasOwn", { given: "read", makes: "object" });
  add(realm["Object"], "assign freeze seal defineProperty setPrototypeOf", { given: "read", changesFirst: true });
  add(proto("Object"), "hasOwnProperty propertyIsEnumerable isPrototypeOf", { self: "read-key" });
  add(proto("Object"), "toString valueOf");
  add(realm["JSON"], "stringify", { given: "read-deep" });
  add(realm["JSON"], "parse", { makes: "all" });
  const intl = realm["Intl"] as Realm | undefined;
  for (const name of ["Collator", "NumberFormat", "DateTimeFormat", "PluralRules", "Segmenter"]) {
    const owner = (intl?.[name] as { prototype?: object } | undefined)?.prototype;
    add(owner, "compare format formatToParts select resolvedOptions segment", { makes: "object" });
    if (intl !== undefined) add(intl, name, { makes: "object" });
  }
  for (const name of "Map Set WeakMap WeakSet Array Object RegExp ArrayBuffer DataView Date".split(" "))
    add(realm, name, { given: "read", makes: "object" });
  for (const name of realmNames.filter((each) => each.endsWith("Error"))) add(realm, name, { makes: "object" });
  for (const name of typedArrays) add(realm, name, { given: "read", makes: "object" });
  registerIterators(realm);
}

/** Functions that are nowhere by name: iterators, and what moves them on. */
function registerIterators(realm: Realm): void {
  const make = (self: Deed, values: readonly unknown[]) => {
    for (const value of values) if (typeof value === "function") natives.set(value, { ...pure, self });
  };
  const protoOf = (value: unknown): Record<PropertyKey, unknown> | undefined =>
    value === undefined || value === null ? undefined : (Object.getPrototypeOf(value) as Record<PropertyKey, unknown>);
  const list = realm["Array"] as typeof Array | undefined;
  if (list === undefined) return;
  const ofArrays = protoOf([][Symbol.iterator]());
  const here = [ofArrays, protoOf(new Map().entries()), protoOf(new Set().values()), protoOf("".matchAll(/x/g))];
  // To move it on is to write.
  make(
    "write",
    here.map((each) => each?.["next"]),
  );
  make("write", [protoOf(ofArrays)?.[Symbol.iterator]]);
  const generator = protoOf(
    (function* () {
      // Only its prototype is asked for.
    })(),
  );
  const ofGenerators = protoOf(generator);
  make("write", [ofGenerators?.["next"], ofGenerators?.["return"], ofGenerators?.["throw"]]);
  const dates = (realm["Date"] as { prototype?: Record<PropertyKey, unknown> } | undefined)?.prototype;
  make("read", [dates?.[Symbol.toPrimitive]]);
  for (const name of ["String", "Map", "Set", "Array"]) {
    const owner = (realm[name] as { prototype?: Record<PropertyKey, unknown> } | undefined)?.prototype;
    make(name === "String" ? "nothing" : "read", [owner?.[Symbol.iterator]]);
  }
}
