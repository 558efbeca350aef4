/**
 * C = alpha A B + beta C with a symmetric A (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     serial [carried-dependence] c[k]![j] -> c[i]![j]
 * @loop i/j   parallel map columns of C are disjoint
 * @loop i/j/k parallel reduction
 */
export function symm(
  alpha: number, beta: number, a: readonly number[][], b: readonly number[][], c: number[][],
): void {
  for (let i = 0; i < c.length; i++) {
    for (let j = 0; j < b[i]!.length; j++) {
      let sum = 0;
      for (let k = 0; k < i; k++) {
        c[k]![j] = c[k]![j]! + alpha * b[i]![j]! * a[i]![k]!;
        sum += b[k]![j]! * a[i]![k]!;
      }
      c[i]![j] = beta * c[i]![j]! + alpha * b[i]![j]! * a[i]![i]! + alpha * sum;
    }
  }
}
