/**
 * Kernel 6 of the Livermore Fortran Kernels (McMahon 1986), general linear recurrence equations, flat typed arrays.
 *
 * @loop i   serial [carried-dependence] w[i] -> w[i - k - 1]
 * @loop i/k parallel reduction
 */
export function linearRecurrence(n: number, w: Float64Array, b: Float64Array): void {
  for (let i = 1; i < n; i++) {
    for (let k = 0; k < i; k++) w[i]! += b[k * n + i]! * w[i - k - 1]!;
  }
}
