/**
 * Kernel 8 of the Livermore Fortran Kernels (McMahon 1986), integration by alternating directions, flat typed arrays.
 *
 * @loop kx    parallel map the differences are made anew for each column
 * @loop kx/ky parallel map
 */
const width = 5;

export interface Coefficients {
  readonly a11: number;
  readonly a12: number;
  readonly a13: number;
  readonly a21: number;
  readonly a22: number;
  readonly a23: number;
  readonly a31: number;
  readonly a32: number;
  readonly a33: number;
  readonly sig: number;
}

/** Each array holds two levels of `n + 1` rows; reads the first one and sets the second. */
export function integrate(
  n: number, u1: Float64Array, u2: Float64Array, u3: Float64Array,
  { a11, a12, a13, a21, a22, a23, a31, a32, a33, sig }: Coefficients,
): void {
  const level = (n + 1) * width;
  const du1 = new Float64Array(n);
  const du2 = new Float64Array(n);
  const du3 = new Float64Array(n);
  for (let kx = 1; kx < 3; kx++) {
    for (let ky = 1; ky < n; ky++) {
      const at = ky * width + kx;
      du1[ky] = u1[at + width]! - u1[at - width]!;
      du2[ky] = u2[at + width]! - u2[at - width]!;
      du3[ky] = u3[at + width]! - u3[at - width]!;
      u1[level + at] =
        u1[at]! + a11 * du1[ky]! + a12 * du2[ky]! + a13 * du3[ky]! + sig * (u1[at + 1]! - 2 * u1[at]! + u1[at - 1]!);
      u2[level + at] =
        u2[at]! + a21 * du1[ky]! + a22 * du2[ky]! + a23 * du3[ky]! + sig * (u2[at + 1]! - 2 * u2[at]! + u2[at - 1]!);
      u3[level + at] =
        u3[at]! + a31 * du1[ky]! + a32 * du2[ky]! + a33 * du3[ky]! + sig * (u3[at + 1]! - 2 * u3[at]! + u3[at - 1]!);
    }
  }
}
