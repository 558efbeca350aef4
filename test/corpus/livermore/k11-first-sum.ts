/**
 * Kernel 11 of the Livermore Fortran Kernels (McMahon 1986), first sum, typed arrays.
 *
 * @loop k serial [carried-dependence] x[k] -> x[k - 1]
 */
export function firstSum(n: number, x: Float64Array, y: Float64Array): void {
  x[0] = y[0]!;
  for (let k = 1; k < n; k++) x[k] = x[k - 1]! + y[k]!;
}
