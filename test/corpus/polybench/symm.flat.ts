/**
 * C = alpha A B + beta C with a symmetric A (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     serial [carried-dependence] c[k * n + j] -> c[i * n + j]
 * @loop i/j   parallel map columns of C are disjoint
 * @loop i/j/k parallel reduction
 */
export function symm(
  m: number, n: number, alpha: number, beta: number, a: Float64Array, b: Float64Array, c: Float64Array,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < i; k++) {
        c[k * n + j]! += alpha * b[i * n + j]! * a[i * m + k]!;
        sum += b[k * n + j]! * a[i * m + k]!;
      }
      c[i * n + j] = beta * c[i * n + j]! + alpha * b[i * n + j]! * a[i * m + i]! + alpha * sum;
    }
  }
}
