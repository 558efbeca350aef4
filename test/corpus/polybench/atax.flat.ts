/**
 * y = A' (A x) (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     parallel commit the product of a row is computed, the sums are made in order
 * @loop i/j   parallel reduction
 * @loop i/j#2 parallel map
 */
export function atax(m: number, n: number, a: Float64Array, x: Float64Array, y: Float64Array): void {
  y.fill(0, 0, n);
  for (let i = 0; i < m; i++) {
    let product = 0;
    for (let j = 0; j < n; j++) product += a[i * n + j]! * x[j]!;
    for (let j = 0; j < n; j++) y[j]! += a[i * n + j]! * product;
  }
}
