/**
 * Kernel 21 of the Livermore Fortran Kernels (McMahon 1986), matrix times matrix product, nested arrays.
 *
 * @loop k     parallel reduction  whole rows are added up
 * @loop k/i   parallel map columns of PX are disjoint
 * @loop k/i/j parallel map
 */
export function matrixProduct(px: number[][], vy: readonly number[][], cx: readonly number[][]): void {
  for (let k = 0; k < vy.length; k++) {
    for (let i = 0; i < vy[k]!.length; i++) {
      for (let j = 0; j < px.length; j++) px[j]![i]! += vy[k]![i]! * cx[j]![k]!;
    }
  }
}
