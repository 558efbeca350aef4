// Guided self-scheduling: large chunks first, small ones at the end, fixed at the call so that one counter hands them out.

/** Milliseconds after which a worker looks for other calls, and an abort is noticed. */
const LONGEST = 20;

/** Chunks of a call that takes very long, apart from the small ones at its end. */
const MOST_CHUNKS = 4096;

/**
 * The ordinals at which chunks begin, and at the end the number of items: chunk k is `[starts[k], starts[k + 1])`.
 * Each chunk takes a fixed part of what remains, so that the last ones are small and the workers end together
 * (guided self-scheduling, Polychronopoulos and Kuck 1987, with a quarter of the usual share because the first items
 * of a triangular loop are the heaviest).
 * @param first ordinal of the first item
 * @param end number of items
 * @param workers number of computing threads
 * @param size number of items of a chunk, or `auto`
 * @param perItem milliseconds of one item, where it is known: no chunk is then expected to take longer than `LONGEST`
 */
export function chunkStarts(
  first: number,
  end: number,
  workers: number,
  size: "auto" | number,
  perItem?: number,
): Uint32Array {
  const starts = [first];
  const count = end - first;
  const most = Math.max(1, LONGEST / (perItem ?? 0), count / MOST_CHUNKS);
  const least = size === "auto" ? Math.min(most, Math.max(1, count / (workers * 64))) : size;
  for (let at = first; at < end; ) {
    const share = size === "auto" ? Math.min(most, (end - at) / (workers * 4)) : size;
    at = Math.min(end, at + Math.ceil(Math.max(least, share)));
    starts.push(at);
  }
  return Uint32Array.from(starts);
}
