/**
 * Cholesky decomposition in place (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     serial [carried-dependence] row[j] -> other[k]
 * @loop i/j   serial [carried-dependence] row[j] -> row[k]!
 * @loop i/j/k parallel reduction
 * @loop i/k   parallel reduction
 */
export function cholesky(a: number[][]): void {
  for (let i = 0; i < a.length; i++) {
    const row = a[i]!;
    for (let j = 0; j < i; j++) {
      const other = a[j]!;
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      row[j] = sum / other[j]!;
    }
    let square = row[i]!;
    for (let k = 0; k < i; k++) square -= row[k]! ** 2;
    row[i] = Math.sqrt(square);
  }
}
