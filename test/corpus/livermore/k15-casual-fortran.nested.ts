/**
 * Kernel 15 of the Livermore Fortran Kernels (McMahon 1986), casual Fortran, nested arrays.
 *
 * @loop j   parallel map
 * @loop j/k parallel map
 */
type Plane = readonly (readonly number[])[];

const ar = 0.053;
const br = 0.073;

export function casual(vf: Plane, vg: Plane, vh: Plane, vs: number[][], vy: number[][]): void {
  const ng = vy.length;
  for (let j = 1; j < ng; j++) {
    const nz = vy[j]!.length;
    for (let k = 1; k < nz; k++) {
      if (j === ng - 1) {
        vy[j]![k] = 0;
        continue;
      }
      const isFalling = vf[j]![k]! < vf[j]![k - 1]!;
      const from = isFalling ? k - 1 : k;
      const rise = Math.max(vh[j]![from]!, vh[j + 1]![from]!);
      const weight = vh[j + 1]![k]! > vh[j]![k]! ? ar : br;
      vy[j]![k] = (Math.sqrt(vg[j]![k]! ** 2 + rise ** 2) * weight) / vf[j]![from]!;
      if (k === nz - 1) {
        vs[j]![k] = 0;
        continue;
      }
      const isBelow = vf[j]![k]! < vf[j - 1]![k]!;
      const row = isBelow ? j - 1 : j;
      const run = Math.max(vg[row]![k]!, vg[row]![k + 1]!);
      vs[j]![k] = (Math.sqrt(vh[j]![k]! ** 2 + run ** 2) * (isBelow ? br : ar)) / vf[row]![k]!;
    }
  }
}
