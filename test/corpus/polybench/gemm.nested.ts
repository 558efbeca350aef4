/**
 * C = alpha A B + beta C (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     parallel map rows of C are disjoint
 * @loop i/j   parallel map
 * @loop i/k   parallel reduction  whole rows are added up
 * @loop i/k/j parallel map
 */
export function gemm(alpha: number, beta: number, a: number[][], b: number[][], c: number[][]): void {
  for (let i = 0; i < c.length; i++) {
    const row = c[i]!;
    for (let j = 0; j < row.length; j++) row[j] = row[j]! * beta;
    for (let k = 0; k < b.length; k++) {
      const factor = alpha * a[i]![k]!;
      const other = b[k]!;
      for (let j = 0; j < row.length; j++) row[j] = row[j]! + factor * other[j]!;
    }
  }
}
