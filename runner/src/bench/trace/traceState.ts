// What a trace knows: which iteration and call is running, who touched which place, and what followed from it.
import { types } from "node:util";
import type { TracedDependence, TracedImpurity, TracedUnknown, TraceResult } from "./traceProtocol.js";

/** Last write and first and last exposed read of a place. An iteration of -1 says: never. */
interface Place {
  writer: Toucher;
  reader: Toucher;
  lastReader: Toucher;
  /** Touched by the loop itself, and written by a call on trial: then the call's own state is not its own. */
  outside: boolean;
  inside: boolean;
}

interface Toucher {
  readonly iteration: number;
  readonly site: number;
  readonly anchor: number;
  readonly call: number;
}

const nobody: Toucher = { iteration: -1, site: 0, anchor: 0, call: 0 };

/** Stands for all places of an object at once. */
export const everything = Symbol("everything");

type Key = unknown;
type Table = Map<Key, Place>;

/** After so many iterations only some are traced: a window of neighbours in each stretch. */
const FULL = 4096;
const STRETCH = 256;
const WINDOW = 16;
const MOST_DEPENDENCES = 2000;
const MOST_REACHED = 20_000;

export interface TraceState {
  /** Accesses are written down. */
  on: boolean;
  iteration: number;
  anchor: number;
  /** The call on trial that runs; 0: none. */
  call: number;
  depth: number;
}

export const state: TraceState = { on: false, iteration: -1, anchor: 0, call: 0, depth: 0 };

let tables = new WeakMap<object, Table>();
/** By the clock, which goes on at each iteration and each call on trial. */
let born = new WeakMap<object, number>();
/** Changed after the modules of packages had been loaded. */
const changed = new WeakSet<object>();
let clock = 0;
let iterationStart = 0;
let callStart = 0;
let given: readonly unknown[] = [];
let reached: Set<object> | undefined;
let loading = 0;
let traced = 0;
let accesses = 0;
let begin = 0;
const dependences = new Map<string, { -readonly [K in keyof TracedDependence]: TracedDependence[K] }>();
const unknowns = new Map<string, TracedUnknown>();
const trials = new Set<number>();
const impure = new Map<string, TracedImpurity>();

export function beginLoop(): void {
  tables = new WeakMap();
  born = new WeakMap();
  state.iteration = -1;
  begin = performance.now();
}

/** @returns whether the iteration is traced */
export function beginIteration(): boolean {
  const k = ++state.iteration;
  iterationStart = ++clock;
  state.on = k < FULL || k % STRETCH < WINDOW;
  if (state.on) traced++;
  return state.on;
}

export function elapsed(): number {
  return performance.now() - begin;
}

export function resultOf(ended: TraceResult["ended"]): TraceResult {
  return {
    ended,
    iterations: state.iteration + 1,
    traced,
    accesses,
    ms: elapsed(),
    dependences: [...dependences.values()],
    unknowns: [...unknowns.values()],
    trials: [...trials],
    impure: [...impure.values()],
  };
}

/** Modules of packages are being evaluated: what they write belongs to their beginning. */
export function load(by: 1 | -1): void {
  loading += by;
}

export function noteUnknown(site: number, what: string): void {
  if (state.on) unknowns.set(`${site} ${what}`, { site, anchor: state.anchor || site, what });
}

/** An object that was made just now. */
export function noteBirth<T>(value: T): T {
  if (state.on && isObject(value)) born.set(value, clock);
  return value;
}

/** Outside of the traced iterations: who reads this in a worker finds another value there. */
export function noteChange(owner: object): void {
  if (loading === 0) changed.add(owner);
}

/** A read or a write of a place. O(1); O(places known of the object) for `everything`. */
export function touch(owner: object, key: Key, isWrite: boolean, site: number): void {
  accesses++;
  const birth = born.get(owner) ?? -1;
  if (state.call !== 0) judge(owner, birth, key, isWrite, site);
  if (isWrite) noteChange(owner);
  // What an iteration has made itself no other can have touched.
  if (birth >= iterationStart) return;
  let table = tables.get(owner);
  if (table === undefined) {
    if (types.isProxy(owner)) noteUnknown(site, "a proxy");
    tables.set(owner, (table = new Map()));
  }
  const place = table.get(key) ?? makePlace(table, key);
  const toucher: Toucher = {
    iteration: state.iteration,
    site,
    anchor: state.anchor || site,
    call: state.call,
  };
  if (key === everything) {
    for (const [other, each] of table) compare(each, toucher, isWrite, owner, other);
  } else {
    compare(place, toucher, isWrite, owner, key);
    const all = table.get(everything);
    if (all !== undefined) compare(all, toucher, isWrite, owner, key);
  }
  if (isWrite) place.writer = toucher;
  else if (place.writer.iteration !== state.iteration) {
    if (place.reader === nobody) place.reader = toucher;
    place.lastReader = toucher;
  }
  mark(place, isWrite, site);
}

/** Of a call on trial: starts it, and judges what it gives. */
export function onTrial<T>(site: number, values: readonly unknown[], run: () => T): T {
  if (!state.on || state.call !== 0) return run();
  state.call = site;
  trials.add(site);
  callStart = ++clock;
  given = values;
  reached = undefined;
  try {
    const result = run();
    if (!isOwn(result, 0)) noteImpure(site, "returns an object that it did not make");
    return result;
  } finally {
    state.call = 0;
    clock++;
  }
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function makePlace(table: Table, key: Key): Place {
  const place: Place = { writer: nobody, reader: nobody, lastReader: nobody, outside: false, inside: false };
  table.set(key, place);
  return place;
}

function compare(place: Place, now: Toucher, isWrite: boolean, owner: object, key: Key): void {
  const { writer, reader, lastReader } = place;
  const isOther = ({ iteration }: Toucher) => iteration !== -1 && iteration !== now.iteration;
  const isOwn = ({ iteration, site }: Toucher) => iteration === now.iteration && site !== now.site;
  if (isOwn(writer)) add("within", writer, now, owner, key);
  if (isWrite && isOwn(lastReader)) add("within", lastReader, now, owner, key);
  if (!isWrite) {
    if (isOther(writer)) add("flow", writer, now, owner, key);
    return;
  }
  if (isOther(writer)) add("output", writer, now, owner, key);
  if (isOther(reader)) add("anti", reader, now, owner, key);
  else if (isOther(lastReader)) add("anti", lastReader, now, owner, key);
}

function add(kind: TracedDependence["kind"], source: Toucher, sink: Toucher, owner: object, key: Key): void {
  const id = `${kind} ${source.site} ${sink.site} ${source.anchor} ${sink.anchor} ${source.call} ${sink.call}`;
  const known = dependences.get(id);
  if (known !== undefined) {
    known.count++;
    return;
  }
  // So many different ones say no more than the first.
  if (dependences.size >= MOST_DEPENDENCES) return;
  const isVariable = variables.has(owner);
  dependences.set(id, {
    kind,
    source: { site: source.site, anchor: source.anchor, call: source.call },
    sink: { site: sink.site, anchor: sink.anchor, call: sink.call },
    iterations: [source.iteration, sink.iteration],
    count: 1,
    place: isVariable ? "variable" : "object",
    key: isVariable || key === everything ? "" : keyText(key),
  });
}

function keyText(key: Key): string {
  if (typeof key === "string") return key.slice(0, 60);
  return typeof key === "number" || typeof key === "symbol" ? String(key) : "";
}

/** The owners of variables: one for each variable of a module, one for each call of a function. */
const variables = new WeakSet<object>();

/** Of a variable that was there before anybody asked. */
export function makeOwner(): object {
  const owner = {};
  variables.add(owner);
  return owner;
}

/** Whether a call on trial keeps to itself. */
function judge(owner: object, birth: number, key: Key, isWrite: boolean, site: number): void {
  if (birth >= callStart) return;
  if (isWrite) {
    if (birth >= iterationStart || isGiven(owner)) noteImpure(site, "changes what it is given");
  } else if (changed.has(owner) && !isGiven(owner)) {
    const writer = tables.get(owner)?.get(key)?.writer;
    if (writer?.iteration !== state.iteration || writer.call === 0)
      noteImpure(site, "reads what the program has changed since it started");
  }
}

function mark(place: Place, isWrite: boolean, site: number): void {
  if (state.call === 0) place.outside = true;
  else if (isWrite) place.inside = true;
  if (place.inside && place.outside) noteImpure(site, "changes what others use, too");
}

function noteImpure(site: number, what: string): void {
  const call = state.call;
  impure.set(`${call} ${site} ${what}`, { call, site, what });
}

/** Whether an object can be reached from what the call on trial was given; too many to tell count as yes. */
function isGiven(owner: object): boolean {
  if (reached === undefined) {
    reached = new Set();
    const queue = given.filter(isObject);
    while (queue.length > 0 && reached.size < MOST_REACHED) {
      const next = queue.pop()!;
      if (reached.has(next)) continue;
      reached.add(next);
      // What a function closes over or a class defines is not handed over by naming it.
      if (typeof next === "function") continue;
      if (ArrayBuffer.isView(next)) reached.add(next.buffer);
      else queue.push(...insidesOf(next));
    }
  }
  return reached.size >= MOST_REACHED || reached.has(owner);
}

function isOwn(value: unknown, depth: number): boolean {
  if (!isObject(value)) return true;
  if (typeof value === "function" || depth > 16 || (born.get(value) ?? -1) < callStart) return false;
  if (ArrayBuffer.isView(value)) return (born.get(value.buffer) ?? -1) >= callStart;
  return insidesOf(value).every((inner) => isOwn(inner, depth + 1));
}

function insidesOf(value: object): object[] {
  if (value instanceof Map) return [...value.keys(), ...value.values()].filter(isObject);
  if (value instanceof Set) return [...value].filter(isObject);
  return Object.values(Object.getOwnPropertyDescriptors(value)).flatMap((property) =>
    isObject(property.value) ? [property.value] : [],
  );
}
