/**
 * heat equation in space (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop heated:i     parallel map
 * @loop heated:i/j   parallel map
 * @loop heated:i/j/k parallel map
 * @loop heat3d:t     serial [carried-dependence] heated(n, a, b) -> heated(n, b, a)
 */
/** One half step: sets the inner points of `to`. */
function heated(n: number, from: Float64Array, to: Float64Array): void {
  const plane = n * n;
  for (let i = 1; i < n - 1; i++) {
    for (let j = 1; j < n - 1; j++) {
      for (let k = 1; k < n - 1; k++) {
        const at = i * plane + j * n + k;
        to[at] =
          0.125 * (from[at + plane]! - 2 * from[at]! + from[at - plane]!) +
          0.125 * (from[at + n]! - 2 * from[at]! + from[at - n]!) +
          0.125 * (from[at + 1]! - 2 * from[at]! + from[at - 1]!) +
          from[at]!;
      }
    }
  }
}

export function heat3d(steps: number, n: number, a: Float64Array, b: Float64Array): void {
  for (let t = 1; t <= steps; t++) {
    heated(n, a, b);
    heated(n, b, a);
  }
}
