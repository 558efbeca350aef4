/**
 * D = alpha A B C + beta D (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i       parallel map
 * @loop i/j     parallel map
 * @loop i/j/k   parallel reduction
 * @loop i#2     parallel map
 * @loop i#2/j   parallel map
 * @loop i#2/j/k parallel reduction
 */
export function twoProducts(
  alpha: number, beta: number, a: number[][], b: number[][], c: number[][], d: number[][],
): void {
  const inner = b[0]!.length;
  const tmp: number[][] = [];
  for (let i = 0; i < a.length; i++) {
    const row: number[] = [];
    for (let j = 0; j < inner; j++) {
      let sum = 0;
      for (let k = 0; k < b.length; k++) sum += alpha * a[i]![k]! * b[k]![j]!;
      row.push(sum);
    }
    tmp.push(row);
  }
  for (let i = 0; i < d.length; i++) {
    for (let j = 0; j < d[i]!.length; j++) {
      let sum = d[i]![j]! * beta;
      for (let k = 0; k < inner; k++) sum += tmp[i]![k]! * c[k]![j]!;
      d[i]![j] = sum;
    }
  }
}
