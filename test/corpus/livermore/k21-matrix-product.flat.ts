/**
 * Kernel 21 of the Livermore Fortran Kernels (McMahon 1986), matrix times matrix product, flat typed arrays.
 *
 * @loop k     parallel reduction  whole rows are added up
 * @loop k/i   parallel map columns of PX are disjoint
 * @loop k/i/j parallel map
 */
const size = 25;

export function matrixProduct(n: number, px: Float64Array, vy: Float64Array, cx: Float64Array): void {
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < n; j++) px[j * size + i]! += vy[k * size + i]! * cx[j * size + k]!;
    }
  }
}
