/**
 * QR decomposition by modified Gram-Schmidt (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop k       serial [carried-dependence] a[i * n + j] -> a[i * n + k]
 * @loop k/i     parallel reduction
 * @loop k/i#2   parallel map
 * @loop k/j     parallel map columns of A are disjoint
 * @loop k/j/i   parallel reduction
 * @loop k/j/i#2 parallel map
 */
export function gramschmidt(m: number, n: number, a: Float64Array, r: Float64Array, q: Float64Array): void {
  for (let k = 0; k < n; k++) {
    let square = 0;
    for (let i = 0; i < m; i++) square += a[i * n + k]! * a[i * n + k]!;
    r[k * n + k] = Math.sqrt(square);
    for (let i = 0; i < m; i++) q[i * n + k] = a[i * n + k]! / r[k * n + k]!;
    for (let j = k + 1; j < n; j++) {
      r[k * n + j] = 0;
      for (let i = 0; i < m; i++) r[k * n + j]! += q[i * n + k]! * a[i * n + j]!;
      for (let i = 0; i < m; i++) a[i * n + j] = a[i * n + j]! - q[i * n + k]! * r[k * n + j]!;
    }
  }
}
