/**
 * covariance matrix of the columns of a table (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop columnMean:i     parallel reduction two loads for one addition
 * @loop covariance:j     parallel map
 * @loop covariance:row   parallel map
 * @loop covariance:row/j parallel map
 * @loop covariance:i     parallel map a row above the diagonal and the column below it
 * @loop covariance:i/j   parallel map
 * @loop covariance:i/j/k parallel reduction
 */
function columnMean(data: readonly number[][], j: number): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]![j]!;
  return sum / data.length;
}

export function covariance(data: number[][], cov: number[][]): void {
  const n = data.length;
  const m = cov.length;
  const mean = new Array<number>(m).fill(0);
  for (let j = 0; j < m; j++) mean[j] = columnMean(data, j);
  for (const row of data) {
    for (let j = 0; j < m; j++) row[j] = row[j]! - mean[j]!;
  }
  for (let i = 0; i < m; i++) {
    for (let j = i; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += data[k]![i]! * data[k]![j]!;
      sum /= n - 1;
      cov[i]![j] = sum;
      cov[j]![i] = sum;
    }
  }
}
