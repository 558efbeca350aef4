// Iterables that may be longer than memory: taken in windows, each of which is a call of its own.
import { types } from "node:util";
import { type Items, itemSource } from "../data/items.js";
import { pack } from "../data/pack.js";
import { noteGarbage } from "../data/pressure.js";
import { samePacked } from "../data/samePacked.js";
import { elementAt } from "../data/unchanged.js";
import { unpack } from "../data/unpack.js";
import { range } from "../range.js";
import type { Request, Rest } from "./request.js";

/** What a window holds at most: items, and roughly bytes of them. */
const MOST_ITEMS = 2 ** 16;
const MOST_BYTES = 2 ** 25;

/**
 * Takes the first window of the items of a call. What is an iterator's business happens here: arrays, ranges and the like are no
 * iterables in this sense, and sets and maps are in memory already.
 * @returns the call over the first window, with its `rest` where that were not all items
 */
export function firstWindow(request: Request): Request {
  const { items, options } = request;
  const isHeld = types.isSet(items) || types.isMap(items) || !(Symbol.iterator in items);
  // What is aborted or over its time leaves written arrays as they were, so that nothing may be stored before its end.
  const undoes = options.signal !== undefined || options.timeout !== undefined;
  const stores = options.into !== undefined || (options.writes?.length ?? 0) > 0;
  if (isHeld || (undoes && stores)) {
    return { ...request, items: Array.from(items as Iterable<unknown>) };
  }
  const iterator = (items as Iterable<unknown>)[Symbol.iterator]();
  const first = takeWindow(iterator);
  const started = { ...request, items: first.items };
  return first.isLast
    ? started
    : { ...started, garbage: first.bytes, rest: restOf(request, iterator, first.items.length) };
}

function restOf(request: Request, iterator: Iterator<unknown>, taken: number): Rest {
  const envOfWindow = capture(request);
  const { into } = request.options;
  let base = taken;
  let isOver = false;
  return {
    next() {
      if (isOver) return undefined;
      // An iterator that throws has cleaned up by itself.
      isOver = true;
      const { items, isLast, bytes } = takeWindow(iterator);
      isOver = isLast;
      noteGarbage(bytes);
      if (items.length === 0) return undefined;
      const at = base;
      base += items.length;
      const { watch } = request;
      return {
        ...request,
        items: items as Items<unknown>,
        env: envOfWindow(),
        shift: at,
        garbage: bytes,
        options: into === undefined ? request.options : { ...request.options, into: into.subarray(at) },
        // How many there are in all, nobody knows before the end.
        watch: { left: () => watch.left(), look: (done, total) => watch.look(() => at + done(), at + total) },
      };
    },
    close() {
      if (!isOver) iterator.return?.();
      isOver = true;
    },
  };
}

/**
 * The env of a call is that of its beginning, also for later windows: the original while it is unchanged, else a copy of what it was.
 * Where the kernel writes, it is the original, which the call itself changes.
 */
function capture({ env, options }: Request): () => unknown {
  if ((options.writes?.length ?? 0) > 0) return () => env;
  const packEnv = () =>
    pack({ source: itemSource(range(0)), env, writes: [], into: undefined, starts: Uint32Array.of(0) });
  const before = packEnv();
  // What does not travel is used as it is by iterations in place.
  if ("obstacle" in before) return () => env;
  return () => {
    const now = packEnv();
    if ("packed" in now && samePacked(before.packed, now.packed)) return env;
    return unpack(before.packed, Uint32Array.of(0)).env;
  };
}

function takeWindow(iterator: Iterator<unknown>): {
  readonly items: unknown[];
  readonly isLast: boolean;
  readonly bytes: number;
} {
  const items: unknown[] = [];
  let bytes = 0;
  while (items.length < MOST_ITEMS && bytes < MOST_BYTES) {
    const { done, value } = iterator.next();
    if (done === true) return { items, isLast: true, bytes };
    items.push(value);
    bytes += roughBytes(value, 3);
  }
  return { items, isLast: false, bytes };
}

/** About as many bytes as a value takes; of what lies deep inside of it, a guess. O(number of values down to a depth). */
function roughBytes(value: unknown, depth: number): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (depth === 0 || types.isProxy(value)) return 64;
  let bytes = 32;
  if (Array.isArray(value)) {
    // The first elements stand for all.
    const looked = Math.min(value.length, 16);
    for (let index = 0; index < looked; index++) bytes += roughBytes(elementAt(value, index), depth - 1);
    return bytes * Math.max(1, value.length / 16);
  }
  for (const key of Object.keys(value)) {
    const held = Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
    bytes += 8 + roughBytes(held, depth - 1);
  }
  return bytes;
}
