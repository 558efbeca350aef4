/**
 * Kernel 9 of the Livermore Fortran Kernels (McMahon 1986), integrate predictors, nested arrays.
 *
 * @loop row parallel map every row by itself
 */
export function integratePredictors(c0: number, dm: readonly number[], px: number[][]): void {
  for (const row of px) {
    row[0] =
      dm[28]! * row[12]! + dm[27]! * row[11]! + dm[26]! * row[10]! + dm[25]! * row[9]! +
      dm[24]! * row[8]! + dm[23]! * row[7]! + dm[22]! * row[6]! +
      c0 * (row[4]! + row[5]!) + row[2]!;
  }
}
