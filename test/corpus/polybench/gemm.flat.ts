/**
 * C = alpha A B + beta C (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     parallel map rows of C are disjoint
 * @loop i/j   parallel map
 * @loop i/k   parallel reduction  whole rows are added up
 * @loop i/k/j parallel map
 */
export function gemm(
  ni: number, nj: number, nk: number, alpha: number, beta: number,
  a: Float64Array, b: Float64Array, c: Float64Array,
): void {
  for (let i = 0; i < ni; i++) {
    for (let j = 0; j < nj; j++) c[i * nj + j]! *= beta;
    for (let k = 0; k < nk; k++) {
      for (let j = 0; j < nj; j++) c[i * nj + j]! += alpha * a[i * nk + k]! * b[k * nj + j]!;
    }
  }
}
