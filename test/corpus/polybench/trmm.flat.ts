/**
 * B = alpha A' B with a lower triangular A of unit diagonal (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     parallel commit only anti dependences: a row is read before a later iteration stores it
 * @loop i/j   parallel map
 * @loop i/j/k parallel reduction
 */
export function trmm(m: number, n: number, alpha: number, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = i + 1; k < m; k++) b[i * n + j]! += a[k * m + i]! * b[k * n + j]!;
      b[i * n + j]! *= alpha;
    }
  }
}
