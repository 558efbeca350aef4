/**
 * Kernel 3 of the Livermore Fortran Kernels (McMahon 1986), inner product, typed arrays.
 *
 * @loop k parallel reduction
 */
export function innerProduct(n: number, x: Float64Array, z: Float64Array): number {
  let q = 0;
  for (let k = 0; k < n; k++) q += z[k]! * x[k]!;
  return q;
}
