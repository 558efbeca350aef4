/**
 * shortest paths between all pairs of nodes (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop k     serial [carried-dependence] path[i * n + j] -> path[i * n + k]
 * @loop k/i   serial [carried-dependence] path[i * n + j] -> path[k * n + j]  row k is written where i is k
 * @loop k/i/j serial [carried-dependence] path[i * n + j] -> path[i * n + k]  the way to k itself may be written where j is k
 */
export function floydWarshall(n: number, path: Int32Array): void {
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        path[i * n + j] = Math.min(path[i * n + j]!, path[i * n + k]! + path[k * n + j]!);
      }
    }
  }
}
