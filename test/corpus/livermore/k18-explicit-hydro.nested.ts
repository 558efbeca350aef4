/**
 * Kernel 18 of the Livermore Fortran Kernels (McMahon 1986), two-dimensional explicit hydrodynamics, nested arrays.
 *
 * @loop k     parallel map
 * @loop k/j   parallel map
 * @loop k#2   parallel map
 * @loop k#2/j parallel map
 * @loop k#3   parallel map
 * @loop k#3/j parallel map
 */
type Plane = number[][];

export interface Fluid {
  readonly za: Plane;
  readonly zb: Plane;
  readonly zm: Plane;
  readonly zp: Plane;
  readonly zq: Plane;
  readonly zr: Plane;
  readonly zu: Plane;
  readonly zv: Plane;
  readonly zz: Plane;
}

export function explicitHydro(kn: number, jn: number, { za, zb, zm, zp, zq, zr, zu, zv, zz }: Fluid): void {
  const t = 0.0037;
  const s = 0.0041;
  for (let k = 1; k < kn; k++) {
    for (let j = 1; j < jn; j++) {
      za[k]![j] =
        ((zp[k + 1]![j - 1]! + zq[k + 1]![j - 1]! - zp[k]![j - 1]! - zq[k]![j - 1]!) *
          (zr[k]![j]! + zr[k]![j - 1]!)) /
        (zm[k]![j - 1]! + zm[k + 1]![j - 1]!);
      zb[k]![j] =
        ((zp[k]![j - 1]! + zq[k]![j - 1]! - zp[k]![j]! - zq[k]![j]!) * (zr[k]![j]! + zr[k - 1]![j]!)) /
        (zm[k]![j]! + zm[k]![j - 1]!);
    }
  }
  for (let k = 1; k < kn; k++) {
    for (let j = 1; j < jn; j++) {
      zu[k]![j]! +=
        s *
        (za[k]![j]! * (zz[k]![j]! - zz[k]![j + 1]!) - za[k]![j - 1]! * (zz[k]![j]! - zz[k]![j - 1]!) -
          zb[k]![j]! * (zz[k]![j]! - zz[k - 1]![j]!) + zb[k + 1]![j]! * (zz[k]![j]! - zz[k + 1]![j]!));
      zv[k]![j]! +=
        s *
        (za[k]![j]! * (zr[k]![j]! - zr[k]![j + 1]!) - za[k]![j - 1]! * (zr[k]![j]! - zr[k]![j - 1]!) -
          zb[k]![j]! * (zr[k]![j]! - zr[k - 1]![j]!) + zb[k + 1]![j]! * (zr[k]![j]! - zr[k + 1]![j]!));
    }
  }
  for (let k = 1; k < kn; k++) {
    for (let j = 1; j < jn; j++) {
      zr[k]![j]! += t * zu[k]![j]!;
      zz[k]![j]! += t * zv[k]![j]!;
    }
  }
}
