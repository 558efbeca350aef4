/**
 * Kernel 7 of the Livermore Fortran Kernels (McMahon 1986), equation of state fragment, typed arrays.
 *
 * @loop k parallel map
 */
export function equationOfState(
  n: number, q: number, r: number, t: number,
  x: Float64Array, y: Float64Array, z: Float64Array, u: Float64Array,
): void {
  for (let k = 0; k < n; k++) {
    x[k] =
      u[k]! +
      r * (z[k]! + r * y[k]!) +
      t * (u[k + 3]! + r * (u[k + 2]! + r * u[k + 1]!) + t * (u[k + 6]! + q * (u[k + 5]! + q * u[k + 4]!)));
  }
}
