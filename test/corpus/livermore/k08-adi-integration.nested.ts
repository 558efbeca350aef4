/**
 * Kernel 8 of the Livermore Fortran Kernels (McMahon 1986), integration by alternating directions, nested arrays.
 *
 * @loop kx    parallel map the differences are made anew for each column
 * @loop kx/ky parallel map
 */
type Levels = number[][][];

export function integrate(
  u1: Levels, u2: Levels, u3: Levels, a: readonly (readonly number[])[], sig: number,
): void {
  const n = u1[0]!.length - 1;
  const du1 = new Array<number>(n).fill(0);
  const du2 = new Array<number>(n).fill(0);
  const du3 = new Array<number>(n).fill(0);
  for (let kx = 1; kx < 3; kx++) {
    for (let ky = 1; ky < n; ky++) {
      du1[ky] = u1[0]![ky + 1]![kx]! - u1[0]![ky - 1]![kx]!;
      du2[ky] = u2[0]![ky + 1]![kx]! - u2[0]![ky - 1]![kx]!;
      du3[ky] = u3[0]![ky + 1]![kx]! - u3[0]![ky - 1]![kx]!;
      u1[1]![ky]![kx] =
        u1[0]![ky]![kx]! +
        a[0]![0]! * du1[ky]! + a[0]![1]! * du2[ky]! + a[0]![2]! * du3[ky]! +
        sig * (u1[0]![ky]![kx + 1]! - 2 * u1[0]![ky]![kx]! + u1[0]![ky]![kx - 1]!);
      u2[1]![ky]![kx] =
        u2[0]![ky]![kx]! +
        a[1]![0]! * du1[ky]! + a[1]![1]! * du2[ky]! + a[1]![2]! * du3[ky]! +
        sig * (u2[0]![ky]![kx + 1]! - 2 * u2[0]![ky]![kx]! + u2[0]![ky]![kx - 1]!);
      u3[1]![ky]![kx] =
        u3[0]![ky]![kx]! +
        a[2]![0]! * du1[ky]! + a[2]![1]! * du2[ky]! + a[2]![2]! * du3[ky]! +
        sig * (u3[0]![ky]![kx + 1]! - 2 * u3[0]![ky]![kx]! + u3[0]![ky]![kx - 1]!);
    }
  }
}
