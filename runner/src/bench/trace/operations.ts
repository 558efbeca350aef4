// What instrumented text calls: one function for each kind of expression, with the number of its place in the source first.
// Each does what the expression does, and writes down what it touches while an iteration is traced.
import { call, checkClass, construct, isFollowed, nameOf } from "./follow.js";
import { nativeOf } from "./natives.js";
import { read, readAll, readConverted, touchPlace, write } from "./objects.js";
import {
  everything,
  isObject,
  load,
  makeOwner,
  noteBirth,
  noteChange,
  noteUnknown,
  onTrial,
  state,
  touch,
} from "./traceState.js";

type Bag = Record<PropertyKey, unknown>;
/** Keys with what is taken apart in turn; `deep`: more than can be told here. */
type Pattern = readonly (readonly [key: string, inner: Pattern | null])[] | "all" | "deep";

const owners = new Map<number, object>();

/** A variable of a module has an owner for itself, one of a function that of the call. */
function ownerOf(variable: number, scope: object | undefined): object {
  if (scope !== undefined) return scope;
  let owner = owners.get(variable);
  if (owner === undefined) owners.set(variable, (owner = makeOwner()));
  return owner;
}

function noteWrite(site: number, value: unknown, key: PropertyKey): void {
  if (state.on) write(site, value, key);
  else if (isObject(value)) noteChange(value);
}

function noteVariable(site: number, variable: number, scope: object | undefined): void {
  const owner = ownerOf(variable, scope);
  if (state.on) touch(owner, variable, true, site);
  else noteChange(owner);
}

export const operations = {
  /** `o.k`, `o[k]` */
  g(site: number, o: unknown, k: PropertyKey): unknown {
    if (state.on) read(site, o, toKey(k));
    return (o as Bag)[k];
  },
  /** `o.k = value` in strict code */
  s(site: number, o: unknown, k: PropertyKey, value: unknown): unknown {
    noteWrite(site, o, toKey(k));
    (o as Bag)[k] = value;
    return value;
  },
  /** `o.k = value` in sloppy code, where what cannot be written is left as it is */
  S(site: number, o: unknown, k: PropertyKey, value: unknown): unknown {
    noteWrite(site, o, toKey(k));
    if (isObject(o)) Reflect.set(o, k, value);
    else (o as Bag)[k] = value;
    return value;
  },
  /** `o.k += value` */
  u(site: number, o: unknown, k: PropertyKey, change: (old: unknown) => unknown): unknown {
    if (state.on) read(site, o, toKey(k));
    const value = change((o as Bag)[k]);
    noteWrite(site, o, toKey(k));
    (o as Bag)[k] = value;
    return value;
  },
  /** `o.k ??= value` */
  l(site: number, o: unknown, k: PropertyKey, operator: string, make: () => unknown): unknown {
    if (state.on) read(site, o, toKey(k));
    const old = (o as Bag)[k];
    const keeps = operator === "??=" ? old !== undefined && old !== null : operator === "||=" ? Boolean(old) : !old;
    return keeps ? old : operations.s(site, o, k, make());
  },
  /** `o.k++`, `--o.k` */
  i(site: number, o: unknown, k: PropertyKey, by: 1 | -1, isPrefix: boolean): unknown {
    if (state.on) read(site, o, toKey(k));
    let value = (o as Record<PropertyKey, number>)[k]!;
    const old = by === 1 ? value++ : value--;
    noteWrite(site, o, toKey(k));
    (o as Bag)[k] = value;
    return isPrefix ? value : old;
  },
  /** `delete o.k` */
  d(site: number, o: unknown, k: PropertyKey): boolean {
    noteWrite(site, o, toKey(k));
    return delete (o as Bag)[k];
  },
  /** `k in o` */
  h(site: number, k: PropertyKey, o: unknown): boolean {
    if (state.on) read(site, o, toKey(k));
    return k in (o as object);
  },
  /** A target of a destructuring assignment. */
  t(site: number, o: unknown, k: PropertyKey): { v: unknown } {
    return {
      get v() {
        return operations.g(site, o, k);
      },
      set v(value: unknown) {
        operations.s(site, o, k, value);
      },
    };
  },
  /** A private name, which only its class can reach: it has been read, or written. */
  p(site: number, o: unknown, name: string, isWrite: boolean, value: unknown): unknown {
    if (isWrite) noteWrite(site, o, name);
    else if (state.on && isObject(o)) touchPlace(site, o, name, false);
    return value;
  },
  /** A variable is read. */
  r(site: number, variable: number, value: unknown, scope?: object): unknown {
    if (state.on) touch(ownerOf(variable, scope), variable, false, site);
    return value;
  },
  /** A variable has been written. */
  w(site: number, variable: number, value: unknown, scope?: object): unknown {
    noteVariable(site, variable, scope);
    return value;
  },
  /** A variable has been read and written. */
  x(site: number, variable: number, value: unknown, scope?: object): unknown {
    if (state.on) touch(ownerOf(variable, scope), variable, false, site);
    noteVariable(site, variable, scope);
    return value;
  },
  /** The owner of the variables of one call of a function, or of one iteration. */
  v: () => noteBirth(makeOwner()),
  /** `f(…)` */
  f(site: number, f: unknown, ...args: unknown[]): unknown {
    return call(site, f, undefined, args);
  },
  /** `o.k(…)` */
  m(site: number, o: unknown, k: PropertyKey, ...args: unknown[]): unknown {
    return call(site, method(site, o, k), o, args);
  },
  /** `f.call(self, …)` */
  c(site: number, f: unknown, self: unknown, ...args: unknown[]): unknown {
    return call(site, f, self, args);
  },
  /** `new f(…)` */
  n(site: number, f: unknown, ...args: unknown[]): unknown {
    return construct(site, f, args);
  },
  /** The same for calls that are on trial: do they no more than compute a value of their arguments? */
  af(site: number, f: unknown, ...args: unknown[]): unknown {
    return onTrial(site, args, () => call(site, f, undefined, args));
  },
  am(site: number, o: unknown, k: PropertyKey, ...args: unknown[]): unknown {
    return onTrial(site, [o, ...args], () => call(site, method(site, o, k), o, args));
  },
  /** Before `super(…)`: the classes that are extended. */
  b(site: number, f: unknown): void {
    if (state.on) checkClass(site, f);
  },
  /** An object or an array that is made here. */
  o: noteBirth,
  /** `...value`, `of value` */
  y<T>(site: number, value: T): T {
    if (!state.on || !isObject(value)) return value;
    const iterator = (value as Partial<Iterable<unknown>>)[Symbol.iterator];
    if (!isFollowed(iterator)) noteUnknown(site, `the iterator ${nameOf(iterator)}`);
    const deed = nativeOf(iterator)?.self;
    if (deed === "read" || ArrayBuffer.isView(value)) readAll(site, value);
    // An iterator moves on.
    if (deed === "write") touchPlace(site, value, everything, true);
    return value;
  },
  /** `{ ...value }`, `in value` */
  a<T>(site: number, value: T): T {
    if (state.on) readAll(site, value);
    return value;
  },
  /** What a destructuring pattern takes. */
  D<T>(site: number, value: T, pattern: Pattern): T {
    if (state.on) take(site, value, pattern);
    return value;
  },
  /** An operand that is converted to a number or a text. */
  k<T>(site: number, value: T): T {
    if (state.on && isObject(value)) readConverted(site, value);
    return value;
  },
  /** What cannot be followed. */
  q<T>(site: number, what: string, value?: T): T | undefined {
    noteUnknown(site, what);
    return value;
  },
  /** Evaluation of a module of a package begins, ends. */
  L: load,
  /** The object of a method that may be missing. */
  z(value: unknown, rest: (value: unknown) => unknown): unknown {
    return rest(value);
  },
  /** The rest of an optional chain. */
  j(value: unknown, rest: (value: unknown) => unknown): unknown {
    return value === undefined || value === null ? undefined : rest(value);
  },
} as const;

function method(site: number, o: unknown, k: PropertyKey): unknown {
  if (state.on) read(site, o, toKey(k));
  return (o as Bag)[k];
}

function toKey(key: unknown): PropertyKey {
  return typeof key === "symbol" || typeof key === "number" ? key : String(key);
}

function take(site: number, value: unknown, pattern: Pattern): void {
  if (!isObject(value)) return;
  if (pattern === "deep") noteUnknown(site, "a pattern within a pattern");
  if (pattern === "all" || pattern === "deep") {
    operations.y(site, value);
    touchPlace(site, value, everything, false);
    return;
  }
  for (const [key, inner] of pattern) {
    read(site, value, key);
    if (inner === null) continue;
    const found = Object.getOwnPropertyDescriptor(value, key);
    if (found !== undefined && "value" in found) take(site, found.value, inner);
    else if (found !== undefined) noteUnknown(site, `the accessor ${key}`);
  }
}
