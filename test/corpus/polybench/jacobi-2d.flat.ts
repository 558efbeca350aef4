/**
 * Jacobi stencil on a plane (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop t       serial [carried-dependence] a[i * n + j] -> a[(i - 1) * n + j]
 * @loop t/i     parallel map
 * @loop t/i/j   parallel map
 * @loop t/i#2   parallel map
 * @loop t/i#2/j parallel map
 */
export function jacobi2d(steps: number, n: number, a: Float64Array, b: Float64Array): void {
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        b[i * n + j] =
          0.2 * (a[i * n + j]! + a[i * n + j - 1]! + a[i * n + j + 1]! + a[(i + 1) * n + j]! + a[(i - 1) * n + j]!);
      }
    }
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        a[i * n + j] =
          0.2 * (b[i * n + j]! + b[i * n + j - 1]! + b[i * n + j + 1]! + b[(i + 1) * n + j]! + b[(i - 1) * n + j]!);
      }
    }
  }
}
