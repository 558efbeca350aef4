/**
 * Jacobi stencil on a plane (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop t       serial [carried-dependence] a[i]![j] -> a[i - 1]![j]!
 * @loop t/i     parallel map
 * @loop t/i/j   parallel map
 * @loop t/i#2   parallel map
 * @loop t/i#2/j parallel map
 */
export function jacobi2d(steps: number, a: number[][], b: number[][]): void {
  const n = a.length;
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        b[i]![j] = 0.2 * (a[i]![j]! + a[i]![j - 1]! + a[i]![j + 1]! + a[i + 1]![j]! + a[i - 1]![j]!);
      }
    }
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        a[i]![j] = 0.2 * (b[i]![j]! + b[i]![j - 1]! + b[i]![j + 1]! + b[i + 1]![j]! + b[i - 1]![j]!);
      }
    }
  }
}
