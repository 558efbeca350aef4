/**
 * correlation matrix of the columns of a table (PolyBench/C 4.2.1), flat typed arrays.
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
export function correlation(
  m: number, n: number, data: Float64Array, corr: Float64Array, mean: Float64Array, deviation: Float64Array,
): void {
  for (let j = 0; j < m; j++) {
    mean[j] = 0;
    for (let i = 0; i < n; i++) mean[j]! += data[i * m + j]!;
    mean[j]! /= n;
  }
  for (let j = 0; j < m; j++) {
    deviation[j] = 0;
    for (let i = 0; i < n; i++) {
      deviation[j]! += (data[i * m + j]! - mean[j]!) * (data[i * m + j]! - mean[j]!);
    }
    const root = Math.sqrt(deviation[j]! / n);
    deviation[j] = root <= 0.1 ? 1 : root;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      data[i * m + j] = (data[i * m + j]! - mean[j]!) / (Math.sqrt(n) * deviation[j]!);
    }
  }
  for (let i = 0; i < m - 1; i++) {
    corr[i * m + i] = 1;
    for (let j = i + 1; j < m; j++) {
      corr[i * m + j] = 0;
      for (let k = 0; k < n; k++) corr[i * m + j]! += data[k * m + i]! * data[k * m + j]!;
      corr[j * m + i] = corr[i * m + j]!;
    }
  }
  corr[m * m - 1] = 1;
}
