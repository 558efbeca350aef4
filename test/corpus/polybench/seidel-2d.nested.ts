/**
 * Gauss-Seidel stencil on a plane (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop t     serial [carried-dependence] row[j] -> below[j]!
 * @loop t/i   serial [carried-dependence] row[j] -> above[j]!
 * @loop t/i/j serial [carried-dependence] row[j] -> row[j - 1]!
 */
export function seidel2d(steps: number, a: number[][]): void {
  const n = a.length;
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < n - 1; i++) {
      const above = a[i - 1]!;
      const row = a[i]!;
      const below = a[i + 1]!;
      for (let j = 1; j < n - 1; j++) {
        const sum =
          above[j - 1]! + above[j]! + above[j + 1]! + row[j - 1]! + row[j]! + row[j + 1]! +
          below[j - 1]! + below[j]! + below[j + 1]!;
        row[j] = sum / 9;
      }
    }
  }
}
