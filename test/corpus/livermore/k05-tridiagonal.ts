/**
 * Kernel 5 of the Livermore Fortran Kernels (McMahon 1986), tri-diagonal elimination below the diagonal, typed arrays.
 *
 * @loop i serial [carried-dependence] x[i] -> x[i - 1]
 */
export function tridiagonal(n: number, x: Float64Array, y: Float64Array, z: Float64Array): void {
  for (let i = 1; i < n; i++) x[i] = z[i]! * (y[i]! - x[i - 1]!);
}
