/**
 * heat equation in space (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop t         serial [carried-dependence] b[i]![j]![k] -> b[i + 1]![j]![k]!
 * @loop t/i       parallel map
 * @loop t/i/j     parallel map
 * @loop t/i/j/k   parallel map
 * @loop t/i#2     parallel map
 * @loop t/i#2/j   parallel map
 * @loop t/i#2/j/k parallel map
 */
export function heat3d(steps: number, a: number[][][], b: number[][][]): void {
  const n = a.length;
  for (let t = 1; t <= steps; t++) {
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        for (let k = 1; k < n - 1; k++) {
          b[i]![j]![k] =
            0.125 * (a[i + 1]![j]![k]! - 2 * a[i]![j]![k]! + a[i - 1]![j]![k]!) +
            0.125 * (a[i]![j + 1]![k]! - 2 * a[i]![j]![k]! + a[i]![j - 1]![k]!) +
            0.125 * (a[i]![j]![k + 1]! - 2 * a[i]![j]![k]! + a[i]![j]![k - 1]!) +
            a[i]![j]![k]!;
        }
      }
    }
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        for (let k = 1; k < n - 1; k++) {
          a[i]![j]![k] =
            0.125 * (b[i + 1]![j]![k]! - 2 * b[i]![j]![k]! + b[i - 1]![j]![k]!) +
            0.125 * (b[i]![j + 1]![k]! - 2 * b[i]![j]![k]! + b[i]![j - 1]![k]!) +
            0.125 * (b[i]![j]![k + 1]! - 2 * b[i]![j]![k]! + b[i]![j]![k - 1]!) +
            b[i]![j]![k]!;
        }
      }
    }
  }
}
