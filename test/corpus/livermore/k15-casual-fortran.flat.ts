/**
 * Kernel 15 of the Livermore Fortran Kernels (McMahon 1986), casual Fortran, flat typed arrays.
 *
 * @loop j   parallel map
 * @loop j/k parallel map
 */
export function casual(
  ng: number, nz: number, vf: Float64Array, vg: Float64Array, vh: Float64Array, vs: Float64Array, vy: Float64Array,
): void {
  const ar = 0.053;
  const br = 0.073;
  let r: number;
  let s: number;
  let t: number;
  for (let j = 1; j < ng; j++) {
    for (let k = 1; k < nz; k++) {
      if (j + 1 >= ng) {
        vy[j * nz + k] = 0;
        continue;
      }
      t = vh[(j + 1) * nz + k]! > vh[j * nz + k]! ? ar : br;
      if (vf[j * nz + k]! < vf[j * nz + k - 1]!) {
        r = Math.max(vh[j * nz + k - 1]!, vh[(j + 1) * nz + k - 1]!);
        s = vf[j * nz + k - 1]!;
      } else {
        r = Math.max(vh[j * nz + k]!, vh[(j + 1) * nz + k]!);
        s = vf[j * nz + k]!;
      }
      vy[j * nz + k] = (Math.sqrt(vg[j * nz + k]! ** 2 + r * r) * t) / s;
      if (k + 1 >= nz) {
        vs[j * nz + k] = 0;
        continue;
      }
      if (vf[j * nz + k]! < vf[(j - 1) * nz + k]!) {
        r = Math.max(vg[(j - 1) * nz + k]!, vg[(j - 1) * nz + k + 1]!);
        s = vf[(j - 1) * nz + k]!;
        t = br;
      } else {
        r = Math.max(vg[j * nz + k]!, vg[j * nz + k + 1]!);
        s = vf[j * nz + k]!;
        t = ar;
      }
      vs[j * nz + k] = (Math.sqrt(vh[j * nz + k]! ** 2 + r * r) * t) / s;
    }
  }
}
