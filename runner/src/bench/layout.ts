// How V8 keeps arrays and objects in memory: noted when they are recorded, and made again when they are read. What comes out of the
// serialization format is kept in another way (every number of an array in a box of its own), and the loop would be timed on that.
import { types } from "node:util";
import v8 from "node:v8";
import { type KnownClasses, prototypeOf } from "./capture.js";

/** Elements of an array: small whole numbers, numbers, or anything; with holes, or without. */
type ArrayKind = "smi" | "double" | "any" | "holey-smi" | "holey-double" | "holey-any";

/** An instance of a class, by the name that it has in the recording. */
interface InstanceKind {
  readonly of: string;
  readonly keys: readonly string[];
}

/**
 * An array of a kind; an object as a literal with these keys makes it; an instance of a class as its constructor would; or what is left as
 * it is, but may hold others.
 */
type Kind = ArrayKind | readonly string[] | InstanceKind | "holder";

export interface Layout {
  /** The first is `holder`. */
  readonly kinds: readonly Kind[];
  /** For each of the targets, which of the kinds it is. */
  readonly codes: readonly number[];
  /** An object comes behind those that it holds, but for cycles and what several hold. */
  readonly targets: readonly object[];
}

const HOLDER = 0;

const noLayout: Layout = { kinds: ["holder"], codes: [], targets: [] };

/** No literal of a program has more properties. */
const MOST_KEYS = 64;

/** So many literals are told apart. */
const MOST_LITERALS = 500;

/** A longer array with holes cannot be made with room for all. */
const LONGEST_WITH_HOLES = 2 ** 25;

/** Arrays of each kind: those that a literal makes are of their kind from the start. */
const exampleText = `return {
  smi: [1], double: [1.5], any: [""], "holey-smi": [1, , 1], "holey-double": [1.5, , 1.5], "holey-any": ["", , ""],
};`;

type Examples = Readonly<Record<ArrayKind, readonly unknown[]>>;
type Maker = (from: Readonly<Record<string, unknown>>) => Record<string, unknown>;
type IsSame = (a: object, b: object) => boolean;

/**
 * Asks V8 how objects are kept. Runs none of the program's code. O(n) for n objects.
 * @param visited arrays, plain objects, instances, `Map`s and `Set`s, those that hold others before these
 * @param classes of the instances
 * @returns an empty layout where V8 does not tell
 */
export function layoutOf(visited: readonly object[], classes: KnownClasses = new Map()): Layout {
  try {
    v8.setFlagsFromString("--allow-natives-syntax");
    const isSame = new Function("a", "b", "return %HaveSameMap(a, b);") as IsSame;
    return ask(visited, isSame, classes);
  } catch {
    // An engine that knows other words, or a process that may not make code of text.
    return noLayout;
  } finally {
    v8.setFlagsFromString("--no-allow-natives-syntax");
  }
}

/** What is made in a realm can be compared only with what is made there. */
interface Realm {
  readonly examples: readonly (readonly [ArrayKind, readonly unknown[]])[];
  readonly literals: Map<string, { readonly code: number; readonly make: Maker }>;
  readonly compile: FunctionConstructor;
}

function ask(visited: readonly object[], isSame: IsSame, classes: KnownClasses): Layout {
  const kinds: Kind[] = ["holder"];
  const codeOf = new Map<ArrayKind, number>();
  const realms = new Map<object, Realm>();
  const realmOf = (prototype: object): Realm => {
    let realm = realms.get(prototype);
    if (realm === undefined) realms.set(prototype, (realm = makeRealm(prototype)));
    return realm;
  };
  const arrayCode = (array: readonly unknown[]): number => {
    const { examples } = realmOf(Object.getPrototypeOf(array) as object);
    const kind = examples.find(([, example]) => isSame(array, example))?.[0];
    // One that has properties of its own, is frozen, or sparse.
    if (kind === undefined) return HOLDER;
    if (kind.startsWith("holey") && array.length > LONGEST_WITH_HOLES) return HOLDER;
    if (!codeOf.has(kind)) codeOf.set(kind, kinds.push(kind) - 1);
    return codeOf.get(kind)!;
  };
  const objectCode = (object: object): number => {
    const prototype = Object.getPrototypeOf(object) as object | null;
    const keys = Object.keys(object);
    if (prototype === null || keys.length === 0 || keys.length > MOST_KEYS) return HOLDER;
    const { literals, compile } = realmOf(prototype);
    const name = JSON.stringify(keys);
    let literal = literals.get(name);
    if (literal === undefined) {
      if (literals.size === MOST_LITERALS || keys.includes("__proto__")) return HOLDER;
      const make = literalOf(keys, compile, (value) => value);
      literals.set(name, (literal = { code: kinds.push(keys) - 1, make }));
    }
    return isSame(object, literal.make(object as Record<string, unknown>)) ? literal.code : HOLDER;
  };
  const instances = new Map<string, number>();
  const instanceCode = (object: object, of: string): number => {
    const keys = Object.keys(object);
    if (keys.length === 0 || keys.length > MOST_KEYS || keys.includes("__proto__")) return HOLDER;
    if (!Object.isExtensible(object)) return HOLDER;
    const name = JSON.stringify([of, keys]);
    if (!instances.has(name) && instances.size === MOST_LITERALS) return HOLDER;
    if (!instances.has(name)) instances.set(name, kinds.push({ of, keys }) - 1);
    return instances.get(name)!;
  };
  const targets = [...visited].reverse();
  const codes = targets.map((target) => {
    if (Array.isArray(target)) return arrayCode(target);
    if (types.isMap(target) || types.isSet(target)) return HOLDER;
    const name = classes.get(Object.getPrototypeOf(target) as object);
    return name === undefined ? objectCode(target) : instanceCode(target, name);
  });
  return { kinds, codes, targets };
}

function makeRealm(prototype: object): Realm {
  const compile = prototype.constructor.constructor as FunctionConstructor;
  const examples = new compile(exampleText)() as Examples;
  return { examples: Object.entries(examples) as [ArrayKind, unknown[]][], literals: new Map(), compile };
}

/** A function that makes a literal with these keys of the values of an object, each handed through `of`. */
function literalOf(keys: readonly string[], compile: FunctionConstructor, of: (value: unknown) => unknown): Maker {
  const properties = keys.map((key) => JSON.stringify(key)).map((key) => `${key}: of(from[${key}])`);
  return new compile("of", `return (from) => ({ ${properties.join(", ")} });`)(of) as Maker;
}

/**
 * Puts objects that are kept as the recorded ones were in the places of those that came out of the serialization format.
 * O(n) for n values.
 * @param root holds all others, and is changed itself
 * @param prototypes of the classes, by their names in the recording
 * @throws Error where one of them is missing
 */
export function layOut(
  root: Record<string, unknown>,
  { kinds, codes, targets }: Layout,
  prototypes: ReadonlyMap<string, object> = new Map(),
): void {
  if (kinds.length === 1) return;
  const made = new Map<object, object>();
  let isLate = false;
  const of = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const now = made.get(value);
    isLate ||= now === undefined;
    return now ?? value;
  };
  const examples = new Function(exampleText)() as Examples;
  const makers = kinds.map((kind) => {
    if (kind === "holder") return undefined;
    if (typeof kind === "string") return arrayMaker(kind, examples[kind], of);
    return "of" in kind ? instanceMaker(kind, prototypes, of) : literalOf(kind, Function, of);
  });
  const holders: object[] = [root];
  for (let index = 0; index < targets.length; index++) {
    const target = targets[index]!;
    const make = makers[codes[index]!] as ((from: object) => object) | undefined;
    isLate = false;
    const now = make?.(target);
    if (now !== undefined) made.set(target, now);
    // What it holds is made later, or is nothing that is made.
    if (now === undefined || isLate) holders.push(now ?? target);
  }
  for (const holder of holders) exchange(holder, made);
}

/** With room for its fields inside of it, as a constructor makes it. */
function instanceMaker(kind: InstanceKind, prototypes: ReadonlyMap<string, object>, of: (value: unknown) => unknown) {
  const fields = kind.keys.map((key) => JSON.stringify(key)).map((key) => `this[${key}] = of(from[${key}]);`);
  const text = `function Made(from) { ${fields.join(" ")} }
    Made.prototype = prototype;
    return (from) => new Made(from);`;
  return new Function("of", "prototype", text)(of, prototypeOf(kind.of, prototypes)) as Maker;
}

/**
 * Neither literals nor `new Array`: V8 remembers what became of the arrays that a place of the text made, and makes the next ones so.
 * Nor one function for all kinds: what is stored in one place becomes of one kind, once it is optimized.
 */
function arrayMaker(kind: ArrayKind, example: readonly unknown[], of: (value: unknown) => unknown) {
  const fill = kind.startsWith("holey")
    ? `to.length = from.length;
      for (let index = 0; index < from.length; index++) {
        const value = from[index];
        if (value !== undefined || index in from) to[index] = of(value);
      }`
    : "for (let index = 0; index < from.length; index++) to.push(of(from[index]));";
  const text = `return (from) => { const to = example.slice(0, 0); ${fill} return to; }; // ${kind}`;
  return new Function("example", "of", text)(example, of) as (from: readonly unknown[]) => unknown[];
}

function exchange(holder: object, made: ReadonlyMap<object, object>): void {
  const current = (value: unknown): unknown => made.get(value as object) ?? value;
  if (types.isMap(holder)) {
    const entries = [...holder];
    if (!entries.some(([key, value]) => made.has(key as object) || made.has(value as object))) return;
    holder.clear();
    for (const [key, value] of entries) holder.set(current(key), current(value));
  } else if (types.isSet(holder)) {
    const values = [...holder];
    if (!values.some((value) => made.has(value as object))) return;
    holder.clear();
    for (const value of values) holder.add(current(value));
  } else {
    const record = holder as Record<string, unknown>;
    for (const key of Object.keys(record)) {
      const now = made.get(record[key] as object);
      if (now !== undefined) record[key] = now;
    }
  }
}
