/**
 * A += u1 v1' + u2 v2', x = beta A' y + z, w = alpha A x (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     parallel map
 * @loop i/j   parallel map
 * @loop i#2   parallel map
 * @loop i#2/j parallel reduction
 * @loop i#3   parallel map
 * @loop i#4   parallel map
 * @loop i#4/j parallel reduction
 */
export function gemver(
  alpha: number, beta: number, a: number[][],
  u1: number[], v1: number[], u2: number[], v2: number[], w: number[], x: number[], y: number[], z: number[],
): void {
  const n = a.length;
  for (let i = 0; i < n; i++) {
    const row = a[i]!;
    for (let j = 0; j < n; j++) row[j] = row[j]! + u1[i]! * v1[j]! + u2[i]! * v2[j]!;
  }
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let j = 0; j < n; j++) sum += beta * a[j]![i]! * y[j]!;
    x[i] = sum;
  }
  for (let i = 0; i < n; i++) x[i]! += z[i]!;
  for (let i = 0; i < n; i++) {
    let sum = w[i]!;
    for (let j = 0; j < n; j++) sum += alpha * a[i]![j]! * x[j]!;
    w[i] = sum;
  }
}
