/**
 * LU decomposition in place, without pivoting (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i       serial [carried-dependence] row[j] -> a[k]![j]!
 * @loop i/j     serial [carried-dependence] row[j] -> row[k]!
 * @loop i/j/k   parallel reduction
 * @loop i/j#2   parallel map rows above and the part to the left are only read
 * @loop i/j#2/k parallel reduction
 */
export function lu(a: number[][]): void {
  const n = a.length;
  for (let i = 0; i < n; i++) {
    const row = a[i]!;
    for (let j = 0; j < i; j++) {
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * a[k]![j]!;
      row[j] = sum / a[j]![j]!;
    }
    for (let j = i; j < n; j++) {
      let sum = row[j]!;
      for (let k = 0; k < i; k++) sum -= row[k]! * a[k]![j]!;
      row[j] = sum;
    }
  }
}
