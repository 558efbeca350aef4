// Packs the items and the env of a call into shared memory, once, whatever the number of workers.
import { type PackedBuffers, packBuffers, serialize } from "./buffers.js";
import type { ItemSource } from "./items.js";
import { type PackedNumbers, packDense, packNumbers, packRows } from "./numbers.js";
import { packRecords } from "./records.js";
import { inspect, newSurvey, type Obstacle, type Survey } from "./travel.js";
import { elementAt } from "./unchanged.js";

export type PackedItems =
  | { readonly kind: "range"; readonly start: number; readonly step: number }
  | { readonly kind: "grid"; readonly columns: number }
  /** All items, from the first of all on; booleans as bytes. */
  | { readonly kind: "numbers"; readonly data: Float64Array | Uint8Array }
  /** The items from the first one that is packed on. */
  | { readonly kind: "rows"; readonly rows: PackedNumbers }
  /** The items are packed together with env, because they share objects with it or with each other. */
  | { readonly kind: "together" }
  /** Numbers of all items by column; the other columns of each chunk by themselves. */
  | {
      readonly kind: "records";
      readonly keys: readonly string[];
      readonly numbers: readonly (Float64Array | undefined)[];
      readonly others: readonly Uint8Array[];
    }
  /** The items of each chunk are packed by themselves, so that a worker unpacks only what it draws. */
  | { readonly kind: "segments"; readonly segments: readonly Uint8Array[] };

export interface Packed {
  /** The serialized `Unit`; or an env that holds nothing but a few short primitives, which is sent as it is. */
  readonly unit: Uint8Array | { readonly env: unknown };
  readonly buffers: PackedBuffers;
  /** Properties of env that travel as packed numbers. */
  readonly numbers: readonly (readonly [key: string, packed: PackedNumbers])[];
  readonly items: PackedItems;
  /** Ordinal of the first item that is packed. */
  readonly first: number;
}

/** What is serialized in one piece; `bare` and `patterns` repair what a structured clone loses. */
export interface Unit {
  readonly value: unknown;
  readonly items: unknown;
  readonly bare: readonly object[];
  readonly patterns: readonly (readonly [pattern: RegExp, lastIndex: number])[];
}

/** A view that workers write: the caller's, and the staged one. */
export interface Staged {
  readonly live: Uint8Array;
  readonly staging: Uint8Array;
}

export type PackAnswer =
  | { readonly packed: Packed; readonly staged: readonly Staged[] }
  | { readonly obstacle: Obstacle };

export interface PackRequest {
  readonly source: ItemSource<unknown>;
  readonly env: unknown;
  /** Keys of env whose typed arrays the kernel writes. */
  readonly writes: readonly PropertyKey[];
  /** Array that receives the results; the kernel must not see it. */
  readonly into: ArrayBufferView | undefined;
  /** Ordinal of the first item of each chunk, and at the end the number of items. */
  readonly starts: ArrayLike<number>;
}

/** Checks that every value arrives unchanged, and packs; or says which one does not. */
export function pack(request: PackRequest): PackAnswer {
  const { source, env, writes, starts } = request;
  const { shape } = source;
  const survey = newSurvey();
  if (!inspect(survey, env, "env", 0)) return { obstacle: survey.obstacle! };
  const first = starts[0] ?? 0;
  const packedItems = shape.kind === "values" ? packPlainItems(shape.values, survey, starts) : undefined;
  if (packedItems === undefined && !inspectItems(survey, request)) return { obstacle: survey.obstacle! };
  const views = writtenViews(survey, env, writes);
  if ("path" in views) return { obstacle: views };
  if (request.into !== undefined && survey.buffers.has(request.into.buffer)) {
    return { obstacle: { path: "into", what: "memory that the kernel also sees" } };
  }

  const buffers = packBuffers(survey, new Set(views.map((view) => view.buffer)));
  const envNumbers = packEnvNumbers(survey, env);
  const together =
    shape.kind === "elements" || (shape.kind === "values" && packedItems === undefined && survey.entangled);
  try {
    const items = packedItems ?? packItems(request, together, survey, buffers.numbers);
    if (!together && isSlight(survey, env)) {
      // A copy, because it may be looked at again after the caller has changed it.
      const unit = { env: typeof env === "object" && env !== null ? { ...env } : env };
      return { packed: { unit, buffers: buffers.packed, numbers: [], items, first }, staged: [] };
    }
    const unit = sealUnit(survey, (owner) => together || owner === 0, buffers.numbers, {
      value: withoutNumbers(env, envNumbers),
      items: together ? itemsFrom(source, first) : undefined,
    });
    const packed: Packed = { unit, buffers: buffers.packed, numbers: envNumbers, items, first };
    return { packed, staged: views.map((view) => stagedView(view, buffers)) };
  } catch (error) {
    // What the check lets through and v8 still refuses, such as a string beyond its limits, stays in this thread.
    return {
      obstacle: { path: "env", what: `not serializable (${error instanceof Error ? error.message : "unknown"})` },
    };
  }
}

/** Serializing a piece apart costs more than all else in a small call; env is known to arrive unchanged. */
function isSlight({ owners, bare }: Survey, env: unknown): boolean {
  if (bare.length > 0) return false;
  if (typeof env !== "object" || env === null) return typeof env !== "string" || env.length <= SLIGHT_TEXT;
  if (Array.isArray(env) || Object.getPrototypeOf(env) !== Object.prototype) return false;
  // Items have owners of their own.
  if (owners.get(env) !== 0) return false;
  const values = Object.values(env);
  if (values.length > 16) return false;
  return values.every((value) => (typeof value === "string" ? value.length <= SLIGHT_TEXT : isSlightValue(value)));
}

const SLIGHT_TEXT = 100;

function isSlightValue(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "bigint");
}

function inspectItems(survey: Survey, { source, starts }: PackRequest): boolean {
  const { shape } = source;
  if (shape.kind === "elements") return inspect(survey, shape.view, "items", 0);
  if (shape.kind !== "values") return true;
  for (let chunk = 0; chunk + 1 < starts.length; chunk++) {
    for (let index = starts[chunk]!; index < starts[chunk + 1]!; index++) {
      const item = elementAt(shape.values, index);
      if (!inspect(survey, item, () => `items[${index}]`, chunk + 1)) return false;
    }
  }
  return true;
}

/** Items that hold nothing but numbers, or records of primitives that are not also reachable from env. */
function packPlainItems(
  values: ArrayLike<unknown>,
  { owners }: Survey,
  starts: ArrayLike<number>,
): PackedItems | undefined {
  const data = packDense(values);
  if (data !== undefined) return { kind: "numbers", data };
  const first = starts[0] ?? 0;
  const records = packRecords(values, first, owners);
  if (records === undefined) return undefined;
  const { keys, columns } = records;
  const numbers = columns.map((column) => (column instanceof Float64Array ? column : undefined));
  const others: Uint8Array[] = [];
  for (let chunk = 0; chunk + 1 < starts.length; chunk++) {
    const [start, end] = [starts[chunk]! - first, starts[chunk + 1]! - first];
    const slices = columns.map((column) => (column instanceof Float64Array ? undefined : column.slice(start, end)));
    others.push(sharedBytes(serialize(slices, new Map())));
  }
  return { kind: "records", keys, numbers, others };
}

function sharedBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/** Rows of numbers or booleans, none of which is reachable on another way. */
function packItemRows(values: ArrayLike<unknown>, survey: Survey, first: number): PackedNumbers | undefined {
  if (!Array.isArray(elementAt(values, first)) || values.length - first < 16) return undefined;
  const rows: unknown[] = [];
  for (let index = first; index < values.length; index++) rows.push(elementAt(values, index));
  return packRows(rows, survey);
}

function packItems(
  { source, starts }: PackRequest,
  together: boolean,
  survey: Survey,
  buffers: ReadonlyMap<ArrayBufferLike, number>,
): PackedItems {
  const { shape } = source;
  if (shape.kind === "range" || shape.kind === "grid") return shape;
  if (together || shape.kind === "elements") return { kind: "together" };
  const rows = packItemRows(shape.values, survey, starts[0] ?? 0);
  if (rows !== undefined) return { kind: "rows", rows };
  const segments: Uint8Array[] = [];
  for (let chunk = 0; chunk + 1 < starts.length; chunk++) {
    const items: unknown[] = [];
    for (let index = starts[chunk]!; index < starts[chunk + 1]!; index++) items.push(elementAt(shape.values, index));
    segments.push(sealUnit(survey, (owner) => owner === chunk + 1, buffers, { value: undefined, items }));
  }
  return { kind: "segments", segments };
}

function itemsFrom({ shape, length, at }: ItemSource<unknown>, first: number): unknown {
  if (shape.kind === "elements") return shape.view;
  const items: unknown[] = [];
  for (let index = first; index < length; index++) items.push(at(index));
  return items;
}

function sealUnit(
  survey: Survey,
  belongs: (owner: number) => boolean,
  buffers: ReadonlyMap<ArrayBufferLike, number>,
  content: { readonly value: unknown; readonly items: unknown },
): Uint8Array {
  const mine = (object: object): boolean => belongs(survey.owners.get(object)!);
  const bare = survey.bare.length === 0 ? [] : survey.bare.filter(mine);
  const patterns = survey.patterns.filter(mine).map((pattern) => [pattern, pattern.lastIndex] as const);
  return sharedBytes(serialize({ ...content, bare, patterns } satisfies Unit, buffers));
}

/** The properties of env that are arrays of numbers, or rows of them, and that nothing else in the call refers to. */
function packEnvNumbers(survey: Survey, env: unknown): [string, PackedNumbers][] {
  const found: [string, PackedNumbers][] = [];
  if (typeof env !== "object" || env === null || Object.getPrototypeOf(env) !== Object.prototype) return found;
  if (survey.repeated.has(env)) return found;
  for (const [key, value] of Object.entries(env)) {
    if (!Array.isArray(value) || key === "__proto__" || survey.repeated.has(value)) continue;
    const packed = packNumbers(value, survey);
    if (packed !== undefined) found.push([key, packed]);
  }
  return found;
}

function withoutNumbers(env: unknown, numbers: readonly (readonly [string, unknown])[]): unknown {
  if (numbers.length === 0) return env;
  // The keys stay, in their order; the worker puts the arrays in their places.
  const copy: Record<string, unknown> = { ...(env as object) };
  for (const [key] of numbers) copy[key] = undefined;
  return copy;
}

function writtenViews(survey: Survey, env: unknown, writes: readonly PropertyKey[]): ArrayBufferView[] | Obstacle {
  const views: ArrayBufferView[] = [];
  for (const key of writes) {
    const view = (env as Readonly<Record<PropertyKey, unknown>>)[key];
    const path = `env.${String(key)}`;
    if (!ArrayBuffer.isView(view)) return { path, what: "no typed array, so workers cannot write into it" };
    if (survey.bareBuffers.has(view.buffer as ArrayBuffer)) {
      return { path, what: "a view of a buffer that env also holds by itself" };
    }
    views.push(view);
  }
  return views;
}

function stagedView(
  { buffer, byteOffset, byteLength }: ArrayBufferView,
  { numbers, packed }: ReturnType<typeof packBuffers>,
): Staged {
  return {
    live: new Uint8Array(buffer, byteOffset, byteLength),
    staging: new Uint8Array(packed.memory[numbers.get(buffer)!]!, byteOffset, byteLength),
  };
}
