/**
 * B = alpha A' B with a lower triangular A of unit diagonal (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     parallel commit only anti dependences: a row is read before a later iteration stores it
 * @loop i/j   parallel map
 * @loop i/j/k parallel reduction
 */
export function trmm(alpha: number, a: readonly number[][], b: number[][]): void {
  const m = b.length;
  const n = b[0]!.length;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = b[i]![j]!;
      for (let k = i + 1; k < m; k++) sum += a[k]![i]! * b[k]![j]!;
      b[i]![j] = alpha * sum;
    }
  }
}
