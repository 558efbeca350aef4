/**
 * C = alpha (A B' + B A') + beta C, lower triangle (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     parallel map
 * @loop i/j   parallel map
 * @loop i/k   parallel reduction  whole rows are added up
 * @loop i/k/j parallel map
 */
export function syr2k(
  n: number, m: number, alpha: number, beta: number, c: Float64Array, a: Float64Array, b: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) c[i * n + j]! *= beta;
    for (let k = 0; k < m; k++) {
      for (let j = 0; j <= i; j++) {
        c[i * n + j]! += a[j * m + k]! * alpha * b[i * m + k]! + b[j * m + k]! * alpha * a[i * m + k]!;
      }
    }
  }
}
