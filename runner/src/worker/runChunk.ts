// Running the iterations of one chunk in a worker.
import type { LoopItems } from "../data/items.js";
import { isPlainRow, rowsFrom, unpackNumbers } from "../data/numbers.js";
import type { Unpacked } from "../data/unpack.js";
import { runSpan } from "../run/inPlace.js";
import { type OwnLoop, ownLoop, writeRowsWith, writeWith } from "../run/ownLoop.js";
import type { AnyKernel } from "../state.js";
import { isThenable } from "../thenable.js";

/** What of a call its chunks need. */
export interface ChunkedCall {
  /** Ordinal of the first item of each chunk, and at the end the number of items. */
  readonly starts: Uint32Array;
  /** Where results go that are numbers, one for each packed item. */
  readonly numbers: Float64Array;
  /** Where results go that are rows of numbers, with so many places for each packed item, where such are expected. */
  readonly expected?:
    | { readonly rows: Float64Array; readonly lengths: Uint32Array; readonly width: number }
    | undefined;
  readonly packed: { readonly first: number };
  /** Whether the kernel may return promises. */
  readonly asynchronous: boolean;
  /** See `Request`. */
  readonly shift: number;
}

type LooseKernel = (item: unknown, env: unknown, index: number) => unknown;

/**
 * The results of a chunk; or that they are numbers, or rows of numbers, and in their place in the call's memory.
 * @throws what the kernel throws
 */
export function runChunk(
  call: ChunkedCall,
  kernel: AnyKernel,
  { env, items }: Unpacked,
  chunk: number,
): unknown[] | "numbers" | "rows" | Promise<unknown[]> {
  const [first, end] = [call.starts[chunk]!, call.starts[chunk + 1]!];
  const places = items(chunk);
  // A row takes about as long as so many numbers.
  const loop = ownLoop(kernel, (end - first) * (call.expected?.width ?? 1));
  let values: unknown[] = [];
  let index = first;
  if (loop !== undefined) {
    const run = { kernel, env, first, end, shift: call.shift };
    const written = (call.expected === undefined ? writeNumbers : writeRows)(call, loop, places, run);
    if (typeof written === "string") return written;
    values = written;
    index = first + values.length;
  }
  const request = { kernel: kernel as LooseKernel, env, shift: call.shift };
  if (!isThenable(values.at(-1))) index = runSpan(request, places, index, end, values);
  return isThenable(values.at(-1)) ? finishAsynchronously(call, request, places, { index, end }, values) : values;
}

interface Span {
  readonly kernel: AnyKernel;
  readonly env: unknown;
  readonly first: number;
  readonly end: number;
  readonly shift: number;
}

/** Writes the results of a chunk as long as they are numbers. @returns all up to the first that is none */
function writeNumbers(
  { numbers, packed }: ChunkedCall,
  loop: OwnLoop,
  places: LoopItems,
  run: Span,
): unknown[] | "numbers" {
  const base = packed.first;
  const rest: unknown[] = [];
  const index = writeWith(loop, places, run, { numbers, base, rest });
  if (index === run.end) return "numbers";
  const values: unknown[] = unpackNumbers({ data: numbers.subarray(run.first - base, index - base), rows: undefined });
  values.push(rest[0]);
  return values;
}

/** Rows that are looked at together whether they are more than their numbers: one by one, each look would find the caches full of a kernel's data. */
const LOOKED_AT = 64;

/** The same for rows of numbers. @returns all results up to the first that is none */
function writeRows({ expected, packed }: ChunkedCall, loop: OwnLoop, places: LoopItems, run: Span): unknown[] | "rows" {
  const { rows, lengths, width } = expected!;
  const base = packed.first;
  const [begin, limit] = [(run.first - base) * width, (run.end - base) * width];
  let place = begin;
  for (let first = run.first; first < run.end; ) {
    const end = Math.min(run.end, first + LOOKED_AT);
    const results: unknown[] = [];
    const next = writeRowsWith(loop, places, { ...run, first, end }, { rows, lengths, base, place, limit, results });
    if (next < end || !results.every(isPlainRow) || new Set(results).size < results.length) {
      const before: unknown[] = rowsFrom(rows, begin, lengths.subarray(run.first - base, first - base));
      return before.concat(results);
    }
    for (; first < end; first++) place += lengths[first - base]!;
  }
  return "rows";
}

async function finishAsynchronously(
  call: ChunkedCall,
  request: { readonly kernel: LooseKernel; readonly env: unknown; readonly shift: number },
  places: LoopItems,
  { index, end }: { index: number; readonly end: number },
  values: unknown[],
): Promise<unknown[]> {
  for (;;) {
    const last = values.length - 1;
    if (isThenable(values[last])) {
      if (!call.asynchronous) throw new TypeError("The caller says this better.");
      values[last] = await values[last];
    }
    if (index === end) return values;
    index = runSpan(request, places, index, end, values);
  }
}
