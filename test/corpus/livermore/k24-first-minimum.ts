/**
 * Kernel 24 of the Livermore Fortran Kernels (McMahon 1986), location of the first minimum, typed arrays.
 *
 * @loop k parallel reduction argmin
 */
export function firstMinimum(n: number, x: Float64Array): number {
  let m = 0;
  for (let k = 1; k < n; k++) {
    if (x[k]! < x[m]!) m = k;
  }
  return m;
}
