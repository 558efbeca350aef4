/**
 * LU decomposition in place, without pivoting (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i       serial [carried-dependence] a[i * n + j] -> a[k * n + j]
 * @loop i/j     serial [carried-dependence] a[i * n + j] -> a[i * n + k]
 * @loop i/j/k   parallel reduction
 * @loop i/j#2   parallel map rows above and the part to the left are only read
 * @loop i/j#2/k parallel reduction
 */
export function lu(n: number, a: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < j; k++) a[i * n + j]! -= a[i * n + k]! * a[k * n + j]!;
      a[i * n + j]! /= a[j * n + j]!;
    }
    for (let j = i; j < n; j++) {
      for (let k = 0; k < i; k++) a[i * n + j]! -= a[i * n + k]! * a[k * n + j]!;
    }
  }
}
