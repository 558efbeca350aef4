/**
 * q = A p and s = A' r (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i   parallel commit q is computed, the sums in s are made in order
 * @loop i/j parallel reduction
 */
export function bicg(
  m: number, n: number, a: Float64Array, p: Float64Array, r: Float64Array, q: Float64Array, s: Float64Array,
): void {
  s.fill(0);
  for (let i = 0; i < n; i++) {
    q[i] = 0;
    for (let j = 0; j < m; j++) {
      s[j]! += r[i]! * a[i * m + j]!;
      q[i]! += a[i * m + j]! * p[j]!;
    }
  }
}
