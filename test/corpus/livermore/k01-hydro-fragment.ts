/**
 * Kernel 1 of the Livermore Fortran Kernels (McMahon 1986), hydrodynamics fragment, typed arrays.
 *
 * @loop k parallel map
 */
export function hydroFragment(
  n: number, q: number, r: number, t: number, x: Float64Array, y: Float64Array, z: Float64Array,
): void {
  for (let k = 0; k < n; k++) x[k] = q + y[k]! * (r * z[k + 10]! + t * z[k + 11]!);
}
