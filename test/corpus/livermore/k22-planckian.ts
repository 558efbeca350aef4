/**
 * Kernel 22 of the Livermore Fortran Kernels (McMahon 1986), Planckian distribution, typed arrays.
 *
 * @loop k parallel map
 */
export function planckian(
  n: number, u: Float64Array, v: Float64Array, w: Float64Array, x: Float64Array, y: Float64Array,
): void {
  const expmax = 20;
  u[n - 1] = 0.99 * expmax * v[n - 1]!;
  for (let k = 0; k < n; k++) {
    y[k] = u[k]! / v[k]!;
    w[k] = x[k]! / (Math.exp(y[k]!) - 1);
  }
}
