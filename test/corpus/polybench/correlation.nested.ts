/**
 * correlation matrix of the columns of a table (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop j       parallel map
 * @loop j/i     parallel reduction two loads for one addition
 * @loop j#2     parallel map
 * @loop j#2/i   parallel reduction
 * @loop i       parallel map
 * @loop i/j     parallel map
 * @loop i#2     parallel map a row above the diagonal and the column below it
 * @loop i#2/j   parallel map
 * @loop i#2/j/k parallel reduction
 */
export function correlation(data: number[][], corr: number[][]): void {
  const n = data.length;
  const m = data[0]!.length;
  const mean = new Array<number>(m).fill(0);
  const deviation = new Array<number>(m).fill(0);
  for (let j = 0; j < m; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += data[i]![j]!;
    mean[j] = sum / n;
  }
  for (let j = 0; j < m; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (data[i]![j]! - mean[j]!) ** 2;
    const root = Math.sqrt(sum / n);
    deviation[j] = root <= 0.1 ? 1 : root;
  }
  for (let i = 0; i < n; i++) {
    const row = data[i]!;
    for (let j = 0; j < m; j++) row[j] = (row[j]! - mean[j]!) / (Math.sqrt(n) * deviation[j]!);
  }
  for (let i = 0; i < m - 1; i++) {
    corr[i]![i] = 1;
    for (let j = i + 1; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += data[k]![i]! * data[k]![j]!;
      corr[i]![j] = sum;
      corr[j]![i] = sum;
    }
  }
  corr[m - 1]![m - 1] = 1;
}
