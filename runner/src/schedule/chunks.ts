// Guided self-scheduling: large chunks first, small ones at the end, fixed at the call so that one counter hands them out.

/**
 * The ordinals at which chunks begin, and at the end the number of items: chunk k is `[starts[k], starts[k + 1])`.
 * Each chunk takes a fixed part of what remains, so that the last ones are small and the workers end together
 * (guided self-scheduling, Polychronopoulos and Kuck 1987, with a quarter of the usual share because the first items
 * of a triangular loop are the heaviest).
 * @param first ordinal of the first item
 * @param end number of items
 * @param workers number of computing threads
 * @param size number of items of a chunk, or `auto`
 */
export function chunkStarts(first: number, end: number, workers: number, size: "auto" | number): Uint32Array {
  const starts = [first];
  const count = end - first;
  const least = size === "auto" ? Math.max(1, Math.ceil(count / (workers * 64))) : size;
  for (let at = first; at < end; ) {
    const share = size === "auto" ? Math.ceil((end - at) / (workers * 4)) : size;
    at = Math.min(end, at + Math.max(least, share));
    starts.push(at);
  }
  return Uint32Array.from(starts);
}
