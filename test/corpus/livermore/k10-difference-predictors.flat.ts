/**
 * Kernel 10 of the Livermore Fortran Kernels (McMahon 1986), difference predictors, flat typed arrays.
 *
 * @loop i parallel map every row by itself
 */
const columns = 25;

export function differencePredictors(n: number, cx: Float64Array, px: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let a = cx[i * columns + 4]!;
    let b = a - px[i * columns + 4]!;
    px[i * columns + 4] = a;
    let c = b - px[i * columns + 5]!;
    px[i * columns + 5] = b;
    a = c - px[i * columns + 6]!;
    px[i * columns + 6] = c;
    b = a - px[i * columns + 7]!;
    px[i * columns + 7] = a;
    c = b - px[i * columns + 8]!;
    px[i * columns + 8] = b;
    a = c - px[i * columns + 9]!;
    px[i * columns + 9] = c;
    b = a - px[i * columns + 10]!;
    px[i * columns + 10] = a;
    c = b - px[i * columns + 11]!;
    px[i * columns + 11] = b;
    a = c - px[i * columns + 12]!;
    px[i * columns + 12] = c;
    px[i * columns + 13] = a;
  }
}
