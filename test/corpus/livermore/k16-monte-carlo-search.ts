/**
 * Kernel 16 of the Livermore Fortran Kernels (McMahon 1986), Monte Carlo search loop, typed arrays.
 *
 * @loop do   serial [loop-form] m -> m  where the search goes on is found by the search
 * @loop do/k parallel commit a test depends on its own zone alone; counting and leaving is done in order
 */
export interface Search {
  readonly zone: Int32Array;
  readonly plan: Float64Array;
  readonly d: Float64Array;
  readonly r: number;
  readonly s: number;
  readonly t: number;
}

/** How many zones were looked at, and for how many of them a distance was needed. */
export function search(n: number, { zone, plan, d, r, s, t }: Search): { tests: number; distances: number } {
  const third = Math.floor(n / 3);
  let tests = 0;
  let distances = 0;
  let m = 1;
  do {
    const first = 2 * n * (m - 1) + 1;
    let isLeft = false;
    for (let k = 1; k <= n; k++) {
      tests++;
      const at = first + 2 * k;
      const j = zone[at]!;
      if (j === n) return { tests, distances };
      let side: number;
      if (j < n) {
        const limit = j < n - 2 * third ? t : j < n - third ? s : r;
        side = plan[j]! - limit;
      } else {
        distances++;
        side = d[j]! - (d[j - 1]! * (t - d[j - 2]!) ** 2 + (s - d[j - 3]!) ** 2 + (r - d[j - 4]!) ** 2);
      }
      const turn = zone[at - 1]!;
      if (side === 0 || turn === 0) return { tests, distances };
      if (side > 0 === turn < 0) {
        isLeft = true;
        break;
      }
    }
    if (!isLeft) return { tests, distances };
    m = m + 1 > zone[1]! ? 1 : m + 1;
  } while (m !== 1);
  return { tests, distances };
}
