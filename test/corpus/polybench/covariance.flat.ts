/**
 * covariance matrix of the columns of a table (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop j       parallel map
 * @loop j/i     parallel reduction two loads for one addition
 * @loop i       parallel map
 * @loop i/j     parallel map
 * @loop i#2     parallel map a row above the diagonal and the column below it
 * @loop i#2/j   parallel map
 * @loop i#2/j/k parallel reduction
 */
export function covariance(m: number, n: number, data: Float64Array, cov: Float64Array, mean: Float64Array): void {
  for (let j = 0; j < m; j++) {
    mean[j] = 0;
    for (let i = 0; i < n; i++) mean[j]! += data[i * m + j]!;
    mean[j]! /= n;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) data[i * m + j]! -= mean[j]!;
  }
  for (let i = 0; i < m; i++) {
    for (let j = i; j < m; j++) {
      cov[i * m + j] = 0;
      for (let k = 0; k < n; k++) cov[i * m + j]! += data[k * m + i]! * data[k * m + j]!;
      cov[i * m + j]! /= n - 1;
      cov[j * m + i] = cov[i * m + j]!;
    }
  }
}
