// What the functions of the ECMAScript library and the usual Node globals read, write, return and call back. A name that is
// not in the table is an unknown call.
import type { ts } from "ts-morph";
import { typedArrays } from "../loops/findLoops.js";

export interface Builtin {
  /** Object whose content the call may change: the receiver, or an argument by position. */
  readonly mutates?: "receiver" | number;
  /**
   * What comes back: a primitive; a new object (which may hold what the receiver and the arguments held); the receiver; something
   * that the receiver held; a view of the memory of the receiver or of the first argument.
   */
  readonly returns: "primitive" | "fresh" | "receiver" | "element" | "view";
  readonly effect?: "output" | "random" | "time";
  /** The call can throw for arguments of the declared types. */
  readonly throws?: boolean;
  /** Only some fields are read, not the content (`length`, `size`). */
  readonly shallow?: boolean;
}

const pure: Builtin = { returns: "primitive" };
const pureThrowing: Builtin = { returns: "primitive", throws: true };
const fresh: Builtin = { returns: "fresh" };
const freshThrowing: Builtin = { returns: "fresh", throws: true };
const element: Builtin = { returns: "element" };
const mutator: Builtin = { mutates: "receiver", returns: "primitive" };
const fluentMutator: Builtin = { mutates: "receiver", returns: "receiver" };
const takingMutator: Builtin = { mutates: "receiver", returns: "element" };

function all(names: string, builtin: Builtin): Record<string, Builtin> {
  return Object.fromEntries(names.split(" ").map((name) => [name, builtin]));
}

const mathNames =
  "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 f16round floor fround hypot imul log log10 log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc";

const stringMethods = {
  ...all(
    "at charAt charCodeAt codePointAt concat endsWith includes indexOf isWellFormed lastIndexOf localeCompare padEnd padStart search slice startsWith substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed trim trimEnd trimStart valueOf replace replaceAll",
    pure,
  ),
  ...all("normalize repeat", pureThrowing),
  ...all("split match matchAll", fresh),
};

const readingArrayMethods = {
  ...all("every some includes indexOf lastIndexOf findIndex findLastIndex join toString toLocaleString forEach", pure),
  ...all("concat entries filter flat flatMap keys map slice toReversed toSorted toSpliced values with", fresh),
  ...all("at find findLast reduce reduceRight", element),
};

const arrayMethods = {
  ...readingArrayMethods,
  ...all("push unshift", mutator),
  ...all("pop shift", takingMutator),
  ...all("copyWithin fill reverse sort", fluentMutator),
  splice: { mutates: "receiver", returns: "fresh" } satisfies Builtin,
};

const typedArrayMethods = {
  ...readingArrayMethods,
  ...all("copyWithin fill reverse sort", fluentMutator),
  set: { mutates: "receiver", returns: "primitive", throws: true } satisfies Builtin,
  subarray: { returns: "view" } satisfies Builtin,
};

const typedArrayStatics = all("from of", freshThrowing);

const byOwner: Record<string, Record<string, Builtin>> = {
  Math: { ...all(mathNames, pure), random: { returns: "primitive", effect: "random" } },
  String: stringMethods,
  StringConstructor: all("fromCharCode fromCodePoint raw", pureThrowing),
  Number: all("toExponential toFixed toPrecision toString valueOf toLocaleString", pureThrowing),
  NumberConstructor: all("isFinite isInteger isNaN isSafeInteger parseFloat parseInt", pure),
  Boolean: all("valueOf toString", pure),
  BigInt: all("toString valueOf", pureThrowing),
  BigIntConstructor: all("asIntN asUintN", pureThrowing),
  Array: arrayMethods,
  ReadonlyArray: readingArrayMethods,
  ArrayConstructor: { from: freshThrowing, of: fresh, isArray: pure },
  Map: {
    ...all("has", pure),
    ...all("get", element),
    ...all("keys values entries", fresh),
    forEach: pure,
    set: fluentMutator,
    ...all("delete clear", mutator),
  },
  Set: {
    ...all("has forEach isSubsetOf isSupersetOf isDisjointFrom", pure),
    ...all("keys values entries union intersection difference symmetricDifference", fresh),
    add: fluentMutator,
    ...all("delete clear", mutator),
  },
  JSON: { parse: freshThrowing, stringify: pureThrowing },
  ObjectConstructor: {
    ...all("is hasOwn isFrozen isSealed isExtensible", pure),
    ...all("keys values entries fromEntries getOwnPropertyNames", freshThrowing),
    assign: { mutates: 0, returns: "element", throws: true },
  },
  Object: all("hasOwnProperty", pure),
  DateConstructor: { now: { returns: "primitive", effect: "time" }, UTC: pure, parse: pure },
  Date: {
    ...all(
      "getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds valueOf",
      pure,
    ),
    ...all("toISOString toJSON", pureThrowing),
    ...all(
      "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear setUTCHours",
      mutator,
    ),
  },
  RegExp: {
    test: mutator,
    exec: { mutates: "receiver", returns: "fresh" },
    toString: pure,
  },
  ArrayBuffer: { slice: freshThrowing },
  ArrayBufferConstructor: { isView: pure },
  DataView: {
    ...all(
      "getInt8 getUint8 getInt16 getUint16 getInt32 getUint32 getFloat32 getFloat64 getBigInt64 getBigUint64",
      pureThrowing,
    ),
    ...all("setInt8 setUint8 setInt16 setUint16 setInt32 setUint32 setFloat32 setFloat64 setBigInt64 setBigUint64", {
      mutates: "receiver",
      returns: "primitive",
      throws: true,
    }),
  },
  Performance: { now: { returns: "primitive", effect: "time" } },
  Console: all(
    "assert count countReset debug dir dirxml error group groupCollapsed groupEnd info log table time timeEnd timeLog trace warn",
    {
      returns: "primitive",
      effect: "output",
    },
  ),
};

for (const name of typedArrays) {
  byOwner[name] = typedArrayMethods;
  byOwner[`${name}Constructor`] = typedArrayStatics;
}

const globalFunctions: Record<string, Builtin> = {
  ...all("parseInt parseFloat isNaN isFinite Number Boolean", pure),
  ...all("String BigInt decodeURI decodeURIComponent encodeURI encodeURIComponent", pureThrowing),
  ...all("Array Object structuredClone", freshThrowing),
};

const constructors: Record<string, Builtin> = {
  ...all("Array Object Map Set", freshThrowing),
  ...all("Error TypeError RangeError SyntaxError EvalError URIError ReferenceError", fresh),
  RegExp: freshThrowing,
  ArrayBuffer: freshThrowing,
  SharedArrayBuffer: freshThrowing,
  DataView: { returns: "view", throws: true },
  Date: fresh,
};

/** Table look-up of a method or a function declared by the standard library or by Node. `owner` is undefined for a global function. */
export function builtinCall(owner: string | undefined, name: string): Builtin | undefined {
  const table = owner === undefined ? globalFunctions : byOwner[owner === "CallableFunction" ? "" : owner];
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What `new Name(…)` of a library class does; `argumentIsBuffer` tells whether its first argument is an ArrayBuffer. */
export function builtinConstructor(name: string, argumentIsBuffer: boolean): Builtin | undefined {
  if (byOwner[name] === typedArrayMethods) return { returns: argumentIsBuffer ? "view" : "fresh", throws: true };
  return Object.hasOwn(constructors, name) ? constructors[name] : undefined;
}

/** True for a declaration that comes with the language or with Node, so that its name in the table means what the table says. */
export function isLibraryDeclaration(declaration: ts.Node, program: ts.Program): boolean {
  const source = declaration.getSourceFile();
  return program.isSourceFileDefaultLibrary(source) || source.fileName.includes("/node_modules/@types/node/");
}
