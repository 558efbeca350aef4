/**
 * shortest paths between all pairs of nodes (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop k     serial [carried-dependence] row[j] -> path[i]![k]!
 * @loop k/i   serial [carried-dependence] row[j] -> via[j]!  row k is written where i is k
 * @loop k/i/j parallel map the way to k is read before the loop, so each entry depends on its own column alone
 */
export function floydWarshall(path: number[][]): void {
  const n = path.length;
  for (let k = 0; k < n; k++) {
    const via = path[k]!;
    for (let i = 0; i < n; i++) {
      const row = path[i]!;
      const first = row[k]!;
      for (let j = 0; j < n; j++) row[j] = Math.min(row[j]!, first + via[j]!);
    }
  }
}
