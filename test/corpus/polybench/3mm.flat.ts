/**
 * G = (A B) (C D) (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     parallel map
 * @loop i/j   parallel map
 * @loop i/j/k parallel reduction
 */
/** Sets `out`, of `rows` times `columns`, to the product of two matrices. */
function multiply(
  rows: number, columns: number, inner: number, left: Float64Array, right: Float64Array, out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left[i * inner + k]! * right[k * columns + j]!;
      out[i * columns + j] = sum;
    }
  }
}

export function threeProducts(
  ni: number, nj: number, nk: number, nl: number, nm: number,
  a: Float64Array, b: Float64Array, c: Float64Array, d: Float64Array,
): Float64Array {
  const e = new Float64Array(ni * nj);
  const f = new Float64Array(nj * nl);
  const g = new Float64Array(ni * nl);
  multiply(ni, nj, nk, a, b, e);
  multiply(nj, nl, nm, c, d, f);
  multiply(ni, nl, nj, e, f, g);
  return g;
}
