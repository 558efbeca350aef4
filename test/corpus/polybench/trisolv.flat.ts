/**
 * forward substitution (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i   serial [carried-dependence] x[i] -> x[j]
 * @loop i/j parallel reduction
 */
export function trisolv(n: number, l: Float64Array, x: Float64Array, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    x[i] = b[i]!;
    for (let j = 0; j < i; j++) x[i]! -= l[i * n + j]! * x[j]!;
    x[i]! /= l[i * n + i]!;
  }
}
