/**
 * QR decomposition by modified Gram-Schmidt (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop k       serial [carried-dependence] a[i]![j] -> a[i]![k]!
 * @loop k/i     parallel reduction
 * @loop k/i#2   parallel map
 * @loop k/j     parallel map columns of A are disjoint
 * @loop k/j/i   parallel reduction
 * @loop k/j/i#2 parallel map
 */
export function gramschmidt(a: number[][], r: number[][], q: number[][]): void {
  const m = a.length;
  const n = a[0]!.length;
  for (let k = 0; k < n; k++) {
    let square = 0;
    for (let i = 0; i < m; i++) square += a[i]![k]! ** 2;
    const norm = Math.sqrt(square);
    r[k]![k] = norm;
    for (let i = 0; i < m; i++) q[i]![k] = a[i]![k]! / norm;
    for (let j = k + 1; j < n; j++) {
      let dot = 0;
      for (let i = 0; i < m; i++) dot += q[i]![k]! * a[i]![j]!;
      r[k]![j] = dot;
      for (let i = 0; i < m; i++) a[i]![j] = a[i]![j]! - q[i]![k]! * dot;
    }
  }
}
