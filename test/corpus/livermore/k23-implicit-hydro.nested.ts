/**
 * Kernel 23 of the Livermore Fortran Kernels (McMahon 1986), two-dimensional implicit hydrodynamics, nested arrays.
 *
 * @loop j   serial [carried-dependence] row[k] -> above[k]
 * @loop j/k serial [carried-dependence] row[k] -> row[k - 1]
 */
type Plane = readonly (readonly number[])[];

export function implicitHydro(za: number[][], zb: Plane, zr: Plane, zu: Plane, zv: Plane, zz: Plane): void {
  for (let j = 1; j < za.length - 1; j++) {
    const above = za[j - 1]!;
    const row = za[j]!;
    const below = za[j + 1]!;
    for (let k = 1; k < row.length - 1; k++) {
      const qa =
        below[k]! * zr[j]![k]! +
        above[k]! * zb[j]![k]! +
        row[k + 1]! * zu[j]![k]! +
        row[k - 1]! * zv[j]![k]! +
        zz[j]![k]!;
      row[k]! += 0.175 * (qa - row[k]!);
    }
  }
}
