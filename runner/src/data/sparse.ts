// Whether an array is long, but holds little: `a[4e9] = 1` makes it four thousand million elements long, and nothing may go through it.

/** A shorter array is gone through in some milliseconds, whatever it holds. */
const SHORT = 2 ** 20;

/** So many places are looked at, */
const PROBES = 256;

/** and where fewer than this part of them hold something, listing what there is takes less than going through all. */
const SPARSE = 1 / 8;

/**
 * Whether to ask an array for its keys instead of going through it. A guess from places that lie evenly: both ways come to the same.
 * Runs no code of the array's, which may not be a proxy. O(1)
 */
export function isSparse(array: readonly unknown[]): boolean {
  const { length } = array;
  if (length < SHORT) return false;
  let held = 0;
  for (let probe = 0; probe < PROBES; probe++) {
    if (Object.hasOwn(array, Math.floor(((probe + 0.5) / PROBES) * length))) held++;
  }
  return held < SPARSE * PROBES;
}
