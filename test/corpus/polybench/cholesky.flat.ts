/**
 * Cholesky decomposition in place (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     serial [carried-dependence] a[i * n + j] -> a[j * n + k]
 * @loop i/j   serial [carried-dependence] a[i * n + j] -> a[i * n + k]
 * @loop i/j/k parallel reduction
 * @loop i/k   parallel reduction
 */
export function cholesky(n: number, a: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < j; k++) a[i * n + j]! -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j]! /= a[j * n + j]!;
    }
    for (let k = 0; k < i; k++) a[i * n + i]! -= a[i * n + k]! * a[i * n + k]!;
    a[i * n + i] = Math.sqrt(a[i * n + i]!);
  }
}
