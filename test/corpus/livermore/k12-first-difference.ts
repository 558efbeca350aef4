/**
 * Kernel 12 of the Livermore Fortran Kernels (McMahon 1986), first difference, typed arrays.
 *
 * @loop k parallel map
 */
export function firstDifference(n: number, x: Float64Array, y: Float64Array): void {
  for (let k = 0; k < n; k++) x[k] = y[k + 1]! - y[k]!;
}
