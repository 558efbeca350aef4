/**
 * C = alpha A A' + beta C, lower triangle (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     parallel map
 * @loop i/j   parallel map
 * @loop i/k   parallel reduction  whole rows are added up
 * @loop i/k/j parallel map
 */
export function syrk(alpha: number, beta: number, c: number[][], a: readonly number[][]): void {
  const m = a[0]!.length;
  for (let i = 0; i < c.length; i++) {
    for (let j = 0; j <= i; j++) c[i]![j] = c[i]![j]! * beta;
    for (let k = 0; k < m; k++) {
      for (let j = 0; j <= i; j++) c[i]![j] = c[i]![j]! + alpha * a[i]![k]! * a[j]![k]!;
    }
  }
}
