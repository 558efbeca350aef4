/** C = A·B for square matrices, row by row in flat typed arrays. */
export function multiplyFlat(a: Float64Array, b: Float64Array, c: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * n + j]!;
      c[i * n + j] = sum;
    }
  }
}

/** The same for arrays of rows. */
export function multiplyRows(a: number[][], b: number[][]): number[][] {
  const n = a.length;
  const c: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i]![k]! * b[k]![j]!;
      row.push(sum);
    }
    c.push(row);
  }
  return c;
}
