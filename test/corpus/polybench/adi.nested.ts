/**
 * alternating direction implicit solver (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop t         serial [carried-dependence] u[i]![j] -> u[j]![i]!
 * @loop t/i       parallel map every column by itself
 * @loop t/i/j     serial [carried-dependence] pRow[j] -> pRow[j - 1]!
 * @loop t/i/j#2   serial [carried-dependence] v[j]![i] -> v[j + 1]![i]!
 * @loop t/i#2     parallel map every row by itself
 * @loop t/i#2/j   serial [carried-dependence] pRow[j] -> pRow[j - 1]!
 * @loop t/i#2/j#2 serial [carried-dependence] row[j] -> row[j + 1]!
 */
export function adi(steps: number, u: number[][], v: number[][], p: number[][], q: number[][]): void {
  const n = u.length;
  const mul1 = (2 * n * n) / steps;
  const mul2 = (n * n) / steps;
  const a = -mul1 / 2;
  const b = 1 + mul1;
  const d = -mul2 / 2;
  const e = 1 + mul2;
  for (let t = 1; t <= steps; t++) {
    for (let i = 1; i < n - 1; i++) {
      const pRow = p[i]!;
      const qRow = q[i]!;
      v[0]![i] = 1;
      pRow[0] = 0;
      qRow[0] = 1;
      for (let j = 1; j < n - 1; j++) {
        const below = a * pRow[j - 1]! + b;
        pRow[j] = -a / below;
        qRow[j] =
          (-d * u[j]![i - 1]! + (1 + 2 * d) * u[j]![i]! - d * u[j]![i + 1]! - a * qRow[j - 1]!) / below;
      }
      v[n - 1]![i] = 1;
      for (let j = n - 2; j >= 1; j--) v[j]![i] = pRow[j]! * v[j + 1]![i]! + qRow[j]!;
    }
    for (let i = 1; i < n - 1; i++) {
      const row = u[i]!;
      const pRow = p[i]!;
      const qRow = q[i]!;
      row[0] = 1;
      pRow[0] = 0;
      qRow[0] = 1;
      for (let j = 1; j < n - 1; j++) {
        const below = d * pRow[j - 1]! + e;
        pRow[j] = -d / below;
        qRow[j] =
          (-a * v[i - 1]![j]! + (1 + 2 * a) * v[i]![j]! - a * v[i + 1]![j]! - d * qRow[j - 1]!) / below;
      }
      row[n - 1] = 1;
      for (let j = n - 2; j >= 1; j--) row[j] = pRow[j]! * row[j + 1]! + qRow[j]!;
    }
  }
}
