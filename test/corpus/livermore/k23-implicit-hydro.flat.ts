/**
 * Kernel 23 of the Livermore Fortran Kernels (McMahon 1986), two-dimensional implicit hydrodynamics, flat typed arrays.
 *
 * @loop j   serial [carried-dependence] za[j * n + k] -> za[(j - 1) * n + k]
 * @loop j/k serial [carried-dependence] za[j * n + k] -> za[j * n + k - 1]
 */
export function implicitHydro(
  rows: number, n: number,
  za: Float64Array, zb: Float64Array, zr: Float64Array, zu: Float64Array, zv: Float64Array, zz: Float64Array,
): void {
  for (let j = 1; j < rows - 1; j++) {
    for (let k = 1; k < n - 1; k++) {
      const qa =
        za[(j + 1) * n + k]! * zr[j * n + k]! +
        za[(j - 1) * n + k]! * zb[j * n + k]! +
        za[j * n + k + 1]! * zu[j * n + k]! +
        za[j * n + k - 1]! * zv[j * n + k]! +
        zz[j * n + k]!;
      za[j * n + k]! += 0.175 * (qa - za[j * n + k]!);
    }
  }
}
