// What a kernel has written, where memory is not shared: found by comparing, byte by byte, with what was there before.

/** Bytes that changed in one view: runs of them, each by where it starts and how long it is. */
export interface Changes {
  /** Start and length of one run after the other. */
  readonly runs: Float64Array;
  /** The bytes of all runs, one after the other. */
  readonly bytes: Uint8Array;
}

/** Bytes that are compared at once by the machine's own means before any is looked at. */
const BLOCK = 4096;

/**
 * Remembers what a view holds.
 * @returns a function that gives what has changed since it was asked the last time. Exactly the bytes that changed, never one
 *   between two of them: another process may have written it. O(length), most of it at the speed of memory.
 */
export function watchChanges(view: Uint8Array): () => Changes {
  const known = view.slice();
  return () => {
    const runs: number[] = [];
    const bytes: number[] = [];
    for (let block = 0; block < view.length; block += BLOCK) {
      const end = Math.min(block + BLOCK, view.length);
      if (Buffer.compare(view.subarray(block, end), known.subarray(block, end)) === 0) continue;
      for (let at = block; at < end; at++) {
        if (view[at] === known[at]) continue;
        const start = at;
        while (at < end && view[at] !== known[at]) {
          bytes.push(view[at]!);
          known[at] = view[at]!;
          at++;
        }
        runs.push(start, at - start);
      }
    }
    return { runs: Float64Array.from(runs), bytes: Uint8Array.from(bytes) };
  };
}

/** Makes the same changes to another view of the same length. */
export function applyChanges(view: Uint8Array, { runs, bytes }: Changes): void {
  let place = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const [start, length] = [runs[run]!, runs[run + 1]!];
    for (let at = 0; at < length; at++) view[start + at] = bytes[place++]!;
  }
}
