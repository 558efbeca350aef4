/**
 * q = A p and s = A' r (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i   parallel commit q is computed, the sums in s are made in order
 * @loop i/j parallel reduction
 */
export function bicg(
  a: readonly number[][], p: readonly number[], r: readonly number[], q: number[], s: number[],
): void {
  s.fill(0);
  for (let i = 0; i < a.length; i++) {
    const row = a[i]!;
    let sum = 0;
    for (let j = 0; j < p.length; j++) {
      s[j] = s[j]! + r[i]! * row[j]!;
      sum += row[j]! * p[j]!;
    }
    q[i] = sum;
  }
}
