// Library functions of objects, functions, errors and promises, the global functions and the constructors.
import { all, type Builtin, fresh, freshThrowing, opaque, pure, pureThrowing, type Rows, text } from "./row.js";

const givenBack: Builtin = { returns: "receiver" };
const withGetters: Builtin = { returns: "fresh", throws: true, runs: ["getters"] };

export const objects: Readonly<Record<string, Rows>> = {
  Object: {
    ...all("hasOwnProperty propertyIsEnumerable isPrototypeOf", { returns: "primitive", runs: ["text"] }),
    ...all("toString toLocaleString", text),
    valueOf: givenBack,
  },
  ObjectConstructor: {
    ...all("is isFrozen isSealed isExtensible", pure),
    hasOwn: { returns: "primitive", throws: true, runs: ["text"] },
    ...all("keys getOwnPropertyNames", freshThrowing),
    ...all("values entries", withGetters),
    fromEntries: { returns: "fresh", throws: true, runs: ["iterator"] },
    groupBy: { returns: "fresh", calls: [1], throws: true, runs: ["iterator"] },
    assign: { mutates: 0, returns: "element", throws: true, runs: ["getters"] },
    // What they make or change (prototypes, descriptors, frozen objects) does not arrive unchanged in another thread.
    ...all(
      "create freeze seal preventExtensions defineProperty defineProperties setPrototypeOf getPrototypeOf getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertySymbols",
      opaque,
    ),
  },
  // Whom they call is a value, and what they change a shape.
  Reflect: {
    ...all("has ownKeys", opaque),
    ...all(
      "apply construct defineProperty deleteProperty get getOwnPropertyDescriptor getPrototypeOf isExtensible preventExtensions set setPrototypeOf",
      opaque,
    ),
  },
  ProxyConstructor: { revocable: opaque },
  ProxyHandler: all(
    "apply construct defineProperty deleteProperty get getOwnPropertyDescriptor getPrototypeOf has isExtensible ownKeys preventExtensions set setPrototypeOf",
    opaque,
  ),
  ...Object.fromEntries(
    ["PropertyDescriptor", "TypedPropertyDescriptor"].map((name) => [name, all("get set", opaque)]),
  ),
  DisposableStack: all("dispose use adopt defer move", opaque),
  AsyncDisposableStack: all("disposeAsync use adopt defer move", opaque),
  Function: all("apply call bind toString", opaque),
  CallableFunction: all("apply call bind", opaque),
  NewableFunction: all("apply call bind", opaque),
  Error: { toString: text },
  // The trace tells which thread and which function it was.
  ErrorConstructor: all("captureStackTrace isError", opaque),
  // Their callbacks run later, when other code has run.
  Promise: all("then catch finally", opaque),
  PromiseLike: all("then", opaque),
  PromiseWithResolvers: all("resolve reject", opaque),
  PromiseConstructor: all("all allSettled any race reject resolve try withResolvers", opaque),
};

export const globalFunctions: Rows = {
  ...all("parseInt parseFloat isNaN isFinite Number", text),
  Boolean: pure,
  String: text,
  // A fraction or a text that is no number throws; a symbol is not what the type allows.
  ...all("BigInt decodeURI decodeURIComponent encodeURI encodeURIComponent", { ...text, throws: true }),
  ...all("escape unescape", text),
  Array: { returns: "fresh", throws: { from: 1 } },
  // Of the runner: a pure function of its two numbers.
  randomStream: freshThrowing,
  Object: { returns: "element" },
  ...all("Error TypeError RangeError SyntaxError EvalError URIError ReferenceError", {
    returns: "fresh",
    runs: ["text"],
  }),
  RegExp: freshThrowing,
  // What is transferred is taken from the one that had it.
  structuredClone: { returns: "fresh", throws: true, runs: ["getters"], opaqueFrom: 2 },
  // The time of the call is what comes back.
  Date: { returns: "primitive", effect: "time" },
  ...all("btoa atob", pureThrowing),
  ...all("Symbol eval Function", opaque),
  // Their callbacks run later.
  ...all(
    "setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask requestAnimationFrame cancelAnimationFrame requestIdleCallback fetch require alert confirm prompt",
    opaque,
  ),
};

export const constructors: Rows = {
  Object: { returns: "element" },
  Array: { returns: "fresh", throws: { from: 1 } },
  // An entry that is no pair throws.
  Map: { returns: "fresh", throws: { from: 1 }, runs: ["iterator"] },
  Set: { returns: "fresh", throws: { from: 1 }, runs: ["iterator"] },
  ...all("WeakMap WeakSet", { returns: "fresh", throws: { from: 1 }, runs: ["iterator"] }),
  ...all("Error TypeError RangeError SyntaxError EvalError URIError ReferenceError", {
    returns: "fresh",
    runs: ["text"],
  }),
  RegExp: freshThrowing,
  ArrayBuffer: freshThrowing,
  SharedArrayBuffer: freshThrowing,
  DataView: { returns: "view", throws: true },
  Date: { returns: "fresh", runs: ["text"] },
  // Texts and numbers in, texts and numbers out, with the tables of the platform.
  ...all("TextEncoder", fresh),
  ...all("TextDecoder URL URLSearchParams", freshThrowing),
  ...all("Promise Proxy Function WeakRef FinalizationRegistry AggregateError AbortController", opaque),
};

/** Classes of `Intl`, made with `new Intl.Name(…)`: a locale that nobody knows throws. */
export const intlConstructors: Rows = all(
  "NumberFormat DateTimeFormat ListFormat RelativeTimeFormat PluralRules Collator Segmenter DisplayNames DurationFormat Locale",
  freshThrowing,
);
