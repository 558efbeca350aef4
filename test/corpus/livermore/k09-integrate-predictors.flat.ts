/**
 * Kernel 9 of the Livermore Fortran Kernels (McMahon 1986), integrate predictors, flat typed arrays.
 *
 * @loop i parallel map every row by itself
 */
const columns = 25;

export function integratePredictors(n: number, c0: number, dm: Float64Array, px: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const at = i * columns;
    px[at] =
      dm[28]! * px[at + 12]! + dm[27]! * px[at + 11]! + dm[26]! * px[at + 10]! + dm[25]! * px[at + 9]! +
      dm[24]! * px[at + 8]! + dm[23]! * px[at + 7]! + dm[22]! * px[at + 6]! +
      c0 * (px[at + 4]! + px[at + 5]!) + px[at + 2]!;
  }
}
