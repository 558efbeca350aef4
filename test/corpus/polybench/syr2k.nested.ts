/**
 * C = alpha (A B' + B A') + beta C, lower triangle (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     parallel map
 * @loop i/j   parallel map
 * @loop i/k   parallel reduction  whole rows are added up
 * @loop i/k/j parallel map
 */
export function syr2k(
  alpha: number, beta: number, c: number[][], a: readonly number[][], b: readonly number[][],
): void {
  const m = a[0]!.length;
  for (let i = 0; i < c.length; i++) {
    const row = c[i]!;
    for (let j = 0; j <= i; j++) row[j] = row[j]! * beta;
    for (let k = 0; k < m; k++) {
      const left = alpha * a[i]![k]!;
      const right = alpha * b[i]![k]!;
      for (let j = 0; j <= i; j++) row[j] = row[j]! + a[j]![k]! * right + b[j]![k]! * left;
    }
  }
}
