/** Pearson's correlation of all pairs of columns; only the lower triangle is computed. `data` holds the rows. */
export function correlations(data: number[][]): number[][] {
  const rows = data.length;
  const columns = data[0]?.length ?? 0;
  const means: number[] = [];
  const deviations: number[] = [];
  for (let c = 0; c < columns; c++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += data[r]![c]!;
    const mean = sum / rows;
    let squares = 0;
    for (let r = 0; r < rows; r++) squares += (data[r]![c]! - mean) ** 2;
    means.push(mean);
    deviations.push(Math.sqrt(squares));
  }
  const result: number[][] = [];
  for (let i = 0; i < columns; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += (data[r]![i]! - means[i]!) * (data[r]![j]! - means[j]!);
      row.push(sum / (deviations[i]! * deviations[j]!));
    }
    result.push(row);
  }
  return result;
}
