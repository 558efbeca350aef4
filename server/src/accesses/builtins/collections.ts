// Library functions of arrays, typed arrays, buffers, maps, sets and iterators.
import { typedArrays } from "../../loops/findLoops.js";
import {
  all,
  type Builtin,
  element,
  fluentMutator,
  fresh,
  freshThrowing,
  mutator,
  mutatorThrowing,
  opaque,
  pure,
  pureThrowing,
  type Rows,
  takingMutator,
  text,
} from "./row.js";

const itself: Builtin = { returns: "receiver" };
const asks: Builtin = { returns: "primitive", calls: [0] };

const readingMethods: Rows = {
  ...all("every some findIndex findLastIndex forEach", asks),
  ...all("includes indexOf lastIndexOf", pure),
  ...all("join toString", text),
  // Locales that nobody knows throw.
  toLocaleString: { ...text, throws: { from: 1 } },
  ...all("find findLast", { returns: "element", calls: [0] }),
  // Without a start value an empty array throws.
  ...all("reduce reduceRight", { returns: "element", calls: [0], throws: { below: 2 } }),
  at: element,
  ...all("keys values concat flat toSpliced", fresh),
  entries: { returns: "fresh", holds: "pairs" },
  ...all("slice toReversed", { returns: "fresh", holds: "elements" }),
  map: { returns: "fresh", calls: [0], holds: "results" },
  flatMap: { returns: "fresh", calls: [0], holds: "parts" },
  filter: { returns: "fresh", calls: [0], holds: "elements" },
  toSorted: { returns: "fresh", calls: [0], runs: ["text"], holds: "elements" },
  with: freshThrowing,
};

const ordering: Rows = {
  ...all("copyWithin fill reverse", fluentMutator),
  sort: { mutates: "receiver", returns: "receiver", calls: [0], runs: ["text"] },
};

const arrayMethods: Rows = {
  ...readingMethods,
  ...ordering,
  ...all("push unshift", mutator),
  ...all("pop shift", takingMutator),
  splice: { mutates: "receiver", returns: "fresh" },
};

const typedArrayMethods: Rows = {
  ...readingMethods,
  ...ordering,
  set: { mutates: "receiver", returns: "primitive", throws: true, runs: ["iterator"] },
  subarray: { returns: "view" },
  valueOf: itself,
  ...all("toBase64 toHex", pureThrowing),
  ...all("setFromBase64 setFromHex", { mutates: "receiver", returns: "fresh", throws: true }),
};

const readingMapMethods: Rows = {
  has: pure,
  get: element,
  ...all("keys values entries", fresh),
  forEach: asks,
};

const readingSetMethods: Rows = {
  has: pure,
  forEach: asks,
  ...all("keys values", fresh),
  entries: { returns: "fresh", holds: "pairs" },
  // The other set may be any object with `has` and `keys`.
  ...all("isSubsetOf isSupersetOf isDisjointFrom", { returns: "primitive", throws: true, runs: ["iterator"] }),
  ...all("union intersection difference symmetricDifference", { returns: "fresh", throws: true, runs: ["iterator"] }),
};

const numericViews = "Int8 Uint8 Int16 Uint16 Int32 Uint32 Float16 Float32 Float64 BigInt64 BigUint64".split(" ");
const named = (prefix: string) => numericViews.map((name) => prefix + name).join(" ");

/** Grouping calls its second argument with what its first one holds. */
const grouping: Builtin = { returns: "fresh", calls: [1], throws: true, runs: ["iterator"] };

/** Iterators of the library itself. What `map` or `filter` of an iterator is given runs later, whenever somebody asks. */
const iteratorMethods: Rows = all(
  "next return throw map filter take drop flatMap reduce toArray forEach some every find",
  opaque,
);
const ownIteratorMethods: Rows = { next: { mutates: "receiver", returns: "fresh" } };

export const typedArrayRows = typedArrayMethods;

export const collections: Readonly<Record<string, Rows>> = {
  Array: arrayMethods,
  ReadonlyArray: readingMethods,
  ConcatArray: { join: text, slice: fresh },
  ArrayConstructor: {
    from: { returns: "fresh", calls: [1], throws: true, runs: ["iterator"], holds: "results" },
    fromAsync: opaque,
    of: fresh,
    isArray: pure,
  },
  ...Object.fromEntries(
    [...typedArrays, "Float16Array"].flatMap((name) => [
      [name, typedArrayMethods],
      [
        `${name}Constructor`,
        {
          from: { returns: "fresh", calls: [1], throws: true, runs: ["iterator"], holds: "results" },
          of: freshThrowing,
          ...all("fromBase64 fromHex", freshThrowing),
        },
      ],
    ]),
  ),
  Map: {
    ...readingMapMethods,
    set: fluentMutator,
    ...all("delete clear", mutator),
    getOrInsert: { mutates: "receiver", returns: "element" },
    getOrInsertComputed: { mutates: "receiver", returns: "element", calls: [1] },
  },
  ReadonlyMap: readingMapMethods,
  MapConstructor: { groupBy: grouping },
  Set: { ...readingSetMethods, add: fluentMutator, ...all("delete clear", mutator) },
  ReadonlySet: readingSetMethods,
  ReadonlySetLike: all("has keys", opaque),
  // Keys that cannot be held weakly throw.
  WeakMap: {
    has: pure,
    get: element,
    set: { mutates: "receiver", returns: "receiver", throws: true },
    delete: mutator,
    getOrInsert: { mutates: "receiver", returns: "element", throws: true },
    getOrInsertComputed: { mutates: "receiver", returns: "element", calls: [1], throws: true },
  },
  WeakSet: { has: pure, add: { mutates: "receiver", returns: "receiver", throws: true }, delete: mutator },
  // Whether the object is still there depends on the garbage collector.
  WeakRef: { deref: opaque },
  FinalizationRegistry: all("register unregister", opaque),
  ArrayBuffer: {
    slice: freshThrowing,
    resize: mutatorThrowing,
    ...all("transfer transferToFixedLength", opaque),
  },
  SharedArrayBuffer: { slice: freshThrowing, grow: mutatorThrowing },
  ArrayBufferConstructor: { isView: pure },
  DataView: {
    ...all(named("get"), pureThrowing),
    ...all(named("set"), mutatorThrowing),
  },
  // Other threads take part in what these do.
  Atomics: all("add and compareExchange exchange isLockFree load notify or pause store sub wait waitAsync xor", opaque),
  Iterator: iteratorMethods,
  IteratorObject: iteratorMethods,
  IteratorConstructor: all("from concat zip zipKeyed", opaque),
  Generator: iteratorMethods,
  ArrayIterator: ownIteratorMethods,
  MapIterator: ownIteratorMethods,
  SetIterator: ownIteratorMethods,
  StringIterator: ownIteratorMethods,
  RegExpStringIterator: ownIteratorMethods,
  AsyncIterator: all("next return throw", opaque),
  AsyncIteratorObject: all("next return throw", opaque),
  AsyncGenerator: all("next return throw", opaque),
};
