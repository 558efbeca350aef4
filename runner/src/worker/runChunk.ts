// Running the iterations of one chunk in a worker.
import type { LoopItems } from "../data/items.js";
import { unpackNumbers } from "../data/numbers.js";
import type { Unpacked } from "../data/unpack.js";
import { runSpan } from "../run/inPlace.js";
import { ownLoop, writeWith } from "../run/ownLoop.js";
import type { AnyKernel } from "../state.js";
import { isThenable } from "../thenable.js";

/** What of a call its chunks need. */
export interface ChunkedCall {
  /** Ordinal of the first item of each chunk, and at the end the number of items. */
  readonly starts: Uint32Array;
  /** Where results go that are numbers, one for each packed item. */
  readonly numbers: Float64Array;
  readonly packed: { readonly first: number };
  /** Whether the kernel may return promises. */
  readonly asynchronous: boolean;
  /** See `Request`. */
  readonly shift: number;
}

type LooseKernel = (item: unknown, env: unknown, index: number) => unknown;

/**
 * The results of a chunk; undefined where they are numbers, which are then in their place in the call's numbers.
 * @throws what the kernel throws
 */
export function runChunk(
  call: ChunkedCall,
  kernel: AnyKernel,
  { env, items }: Unpacked,
  chunk: number,
): unknown[] | undefined | Promise<unknown[]> {
  const [first, end] = [call.starts[chunk]!, call.starts[chunk + 1]!];
  const places = items(chunk);
  const loop = ownLoop(kernel, end - first);
  let values: unknown[] = [];
  let index = first;
  if (loop !== undefined) {
    const { numbers, packed } = call;
    const rest: unknown[] = [];
    index = writeWith(
      loop,
      places,
      { kernel, env, first, end, shift: call.shift },
      { numbers, base: packed.first, rest },
    );
    if (index === end) return undefined;
    values = unpackNumbers({ data: numbers.subarray(first - packed.first, index - packed.first), rows: undefined });
    values.push(rest[0]);
    index++;
  }
  const request = { kernel: kernel as LooseKernel, env, shift: call.shift };
  if (!isThenable(values.at(-1))) index = runSpan(request, places, index, end, values);
  return isThenable(values.at(-1)) ? finishAsynchronously(call, request, places, { index, end }, values) : values;
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
