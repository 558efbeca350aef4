/**
 * Gauss-Seidel stencil on a plane (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop t     serial [carried-dependence] a[i * n + j] -> a[i * n + j + 1]
 * @loop t/i   serial [carried-dependence] a[i * n + j] -> a[(i - 1) * n + j]
 * @loop t/i/j serial [carried-dependence] a[i * n + j] -> a[i * n + j - 1]
 */
export function seidel2d(steps: number, n: number, a: Float64Array): void {
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i <= n - 2; i++) {
      for (let j = 1; j <= n - 2; j++) {
        a[i * n + j] =
          (a[(i - 1) * n + j - 1]! + a[(i - 1) * n + j]! + a[(i - 1) * n + j + 1]! +
            a[i * n + j - 1]! + a[i * n + j]! + a[i * n + j + 1]! +
            a[(i + 1) * n + j - 1]! + a[(i + 1) * n + j]! + a[(i + 1) * n + j + 1]!) / 9;
      }
    }
  }
}
