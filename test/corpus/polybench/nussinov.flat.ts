/**
 * RNA folding by dynamic programming (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     serial [carried-dependence] table[i * n + j] -> table[(i + 1) * n + j]
 * @loop i/j   serial [carried-dependence] table[i * n + j] -> table[i * n + j - 1]
 * @loop i/j/k parallel reduction
 */
export function nussinov(n: number, sequence: Uint8Array, table: Int32Array): void {
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) {
      let best = Math.max(table[i * n + j]!, table[i * n + j - 1]!, table[(i + 1) * n + j]!);
      const pair = i < j - 1 && sequence[i]! + sequence[j]! === 3 ? 1 : 0;
      best = Math.max(best, table[(i + 1) * n + j - 1]! + pair);
      for (let k = i + 1; k < j; k++) best = Math.max(best, table[i * n + k]! + table[(k + 1) * n + j]!);
      table[i * n + j] = best;
    }
  }
}
