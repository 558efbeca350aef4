/**
 * Kernel 18 of the Livermore Fortran Kernels (McMahon 1986), two-dimensional explicit hydrodynamics, flat typed arrays.
 *
 * @loop k     parallel map
 * @loop k/j   parallel map
 * @loop k#2   parallel map
 * @loop k#2/j parallel map
 * @loop k#3   parallel map
 * @loop k#3/j parallel map
 */
export function explicitHydro(
  kn: number, jn: number,
  za: Float64Array, zb: Float64Array, zm: Float64Array, zp: Float64Array, zq: Float64Array,
  zr: Float64Array, zu: Float64Array, zv: Float64Array, zz: Float64Array,
): void {
  const t = 0.0037;
  const s = 0.0041;
  const w = jn + 1;
  for (let k = 1; k < kn; k++) {
    for (let j = 1; j < jn; j++) {
      za[k * w + j] =
        ((zp[(k + 1) * w + j - 1]! + zq[(k + 1) * w + j - 1]! - zp[k * w + j - 1]! - zq[k * w + j - 1]!) *
          (zr[k * w + j]! + zr[k * w + j - 1]!)) /
        (zm[k * w + j - 1]! + zm[(k + 1) * w + j - 1]!);
      zb[k * w + j] =
        ((zp[k * w + j - 1]! + zq[k * w + j - 1]! - zp[k * w + j]! - zq[k * w + j]!) *
          (zr[k * w + j]! + zr[(k - 1) * w + j]!)) /
        (zm[k * w + j]! + zm[k * w + j - 1]!);
    }
  }
  for (let k = 1; k < kn; k++) {
    for (let j = 1; j < jn; j++) {
      const at = k * w + j;
      zu[at]! +=
        s *
        (za[at]! * (zz[at]! - zz[at + 1]!) - za[at - 1]! * (zz[at]! - zz[at - 1]!) -
          zb[at]! * (zz[at]! - zz[at - w]!) + zb[at + w]! * (zz[at]! - zz[at + w]!));
      zv[at]! +=
        s *
        (za[at]! * (zr[at]! - zr[at + 1]!) - za[at - 1]! * (zr[at]! - zr[at - 1]!) -
          zb[at]! * (zr[at]! - zr[at - w]!) + zb[at + w]! * (zr[at]! - zr[at + w]!));
    }
  }
  for (let k = 1; k < kn; k++) {
    for (let j = 1; j < jn; j++) {
      zr[k * w + j] = zr[k * w + j]! + t * zu[k * w + j]!;
      zz[k * w + j] = zz[k * w + j]! + t * zv[k * w + j]!;
    }
  }
}
