/**
 * RNA folding by dynamic programming (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     serial [carried-dependence] row[j] -> below[j]!
 * @loop i/j   serial [carried-dependence] row[j] -> row[j - 1]!
 * @loop i/j/k parallel reduction
 */
export function nussinov(sequence: readonly number[], table: number[][]): void {
  const n = sequence.length;
  for (let i = n - 2; i >= 0; i--) {
    const row = table[i]!;
    const below = table[i + 1]!;
    for (let j = i + 1; j < n; j++) {
      const pair = i < j - 1 && sequence[i]! + sequence[j]! === 3 ? 1 : 0;
      row[j] = Math.max(row[j]!, row[j - 1]!, below[j]!, below[j - 1]! + pair);
      for (let k = i + 1; k < j; k++) row[j] = Math.max(row[j]!, row[k]! + table[k + 1]![j]!);
    }
  }
}
