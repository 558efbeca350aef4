// Whether a kernel has changed its env, which no caller of a worker would ever see: looked for under `strict`.
import { types } from "node:util";
import type { Packed } from "./pack.js";
import { sharedCopy } from "./recycling.js";
import { unpack } from "./unpack.js";

/**
 * Remembers what an env holds.
 * @param packed the call that the env was unpacked from, or was packed into
 * @param env the env that kernels are given
 * @param writes keys of env whose typed arrays kernels may change, and with them whatever else lies in the same memory
 * @returns a function that says where the env has changed since, as a path; undefined where it has not. O(size of env)
 */
export function watchEnv(packed: Packed, env: unknown, writes: readonly PropertyKey[]): () => string | undefined {
  const { buffers, unit, first } = packed;
  const memory = buffers.memory.map(sharedCopy);
  const kept = unit instanceof Uint8Array ? unit : structuredClone(unit);
  const before = unpack({ ...packed, unit: kept, buffers: { ...buffers, memory } }, Uint32Array.of(first)).env;
  const written = new Set<ArrayBufferLike>();
  for (const key of writes) {
    const view = (env as Readonly<Record<PropertyKey, unknown>>)[key];
    if (ArrayBuffer.isView(view)) written.add(view.buffer);
  }
  return () => firstChange(before, env, "env", { written, seen: new Map(), seenBefore: new Map() });
}

interface Comparison {
  readonly written: ReadonlySet<ArrayBufferLike>;
  /** Objects that were looked at, each with what it was. */
  readonly seen: Map<object, object>;
  /** The same the other way round: one object may not have become two. */
  readonly seenBefore: Map<object, object>;
}

function firstChange(before: unknown, now: unknown, path: string, comparison: Comparison): string | undefined {
  if (typeof now !== "object" || now === null || typeof before !== "object" || before === null)
    return Object.is(before, now) ? undefined : path;
  const [known, was] = [comparison.seen.get(now), comparison.seenBefore.get(before)];
  if (known !== undefined || was !== undefined) return known === before && was === now ? undefined : path;
  comparison.seen.set(now, before);
  comparison.seenBefore.set(before, now);
  // Not `instanceof`: test runners give the caller a world of its own (see data/world.ts).
  if (kindOf(now) !== kindOf(before)) return path;
  if (ArrayBuffer.isView(now)) return changeOfView(before as ArrayBufferView, now, path, comparison);
  if (types.isArrayBuffer(now)) {
    return changeOfView(new Uint8Array(before as ArrayBuffer), new Uint8Array(now), path, comparison);
  }
  if (types.isDate(now)) return Object.is(now.getTime(), (before as Date).getTime()) ? undefined : path;
  if (types.isRegExp(now)) return now.lastIndex === (before as RegExp).lastIndex ? undefined : `${path}.lastIndex`;
  if (types.isMap(now) || types.isSet(now)) {
    const [entries, others] = [[...now], [...(before as Set<unknown>)]];
    // A key that has changed is named like the collection that holds it.
    if (entries.length !== others.length) return path;
    return firstChange(others, entries, path, comparison) === undefined ? undefined : path;
  }
  return changeOfProperties(before, now, path, comparison);
}

/** What travels has no `Symbol.toStringTag` of its own. */
function kindOf(value: object): string {
  return Object.prototype.toString.call(value);
}

function changeOfProperties(before: object, now: object, path: string, comparison: Comparison): string | undefined {
  const isArray = Array.isArray(now);
  if (isArray && now.length !== (before as unknown[]).length) return `${path}.length`;
  const [keys, others] = [Object.keys(now), Object.keys(before)];
  const gone = others.find((key) => !Object.hasOwn(now, key));
  if (gone !== undefined) return `${path}.${gone}`;
  for (const [index, key] of keys.entries()) {
    const place = isArray && /^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`;
    if (key !== others[index]) return place;
    const was = (before as Record<string, unknown>)[key];
    const change = firstChange(was, (now as Record<string, unknown>)[key], place, comparison);
    if (change !== undefined) return change;
  }
  return undefined;
}

function changeOfView(before: ArrayBufferView, now: ArrayBufferView, path: string, { written }: Comparison) {
  if (written.has(now.buffer)) return undefined;
  const [bytes, others] = [now, before].map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const at = bytes!.findIndex((byte, index) => byte !== others![index]);
  if (at === -1) return undefined;
  return `${path}[${Math.floor(at / ((now as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1))}]`;
}
