/**
 * Kernel 10 of the Livermore Fortran Kernels (McMahon 1986), difference predictors, nested arrays.
 *
 * @loop i parallel map every row by itself
 */
export function differencePredictors(cx: readonly (readonly number[])[], px: number[][]): void {
  for (let i = 0; i < px.length; i++) {
    const row = px[i]!;
    let a = cx[i]![4]!;
    let b = a - row[4]!;
    row[4] = a;
    let c = b - row[5]!;
    row[5] = b;
    a = c - row[6]!;
    row[6] = c;
    b = a - row[7]!;
    row[7] = a;
    c = b - row[8]!;
    row[8] = b;
    a = c - row[9]!;
    row[9] = c;
    b = a - row[10]!;
    row[10] = a;
    c = b - row[11]!;
    row[11] = b;
    a = c - row[12]!;
    row[12] = c;
    row[13] = a;
  }
}
