/**
 * finite differences in the time domain (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop t       serial [carried-dependence] hz[i]![j] -> hz[i - 1]![j]!
 * @loop t/i     parallel map
 * @loop t/i/j   parallel map
 * @loop t/i#2   parallel map
 * @loop t/i#2/j parallel map
 * @loop t/i#3   parallel map
 * @loop t/i#3/j parallel map
 */
export function fdtd2d(steps: number, ex: number[][], ey: number[][], hz: number[][], source: readonly number[]): void {
  const nx = hz.length;
  const ny = hz[0]!.length;
  for (let t = 0; t < steps; t++) {
    ey[0]!.fill(source[t]!);
    for (let i = 1; i < nx; i++) {
      for (let j = 0; j < ny; j++) ey[i]![j] = ey[i]![j]! - 0.5 * (hz[i]![j]! - hz[i - 1]![j]!);
    }
    for (let i = 0; i < nx; i++) {
      const row = ex[i]!;
      for (let j = 1; j < ny; j++) row[j] = row[j]! - 0.5 * (hz[i]![j]! - hz[i]![j - 1]!);
    }
    for (let i = 0; i < nx - 1; i++) {
      for (let j = 0; j < ny - 1; j++) {
        hz[i]![j] = hz[i]![j]! - 0.7 * (ex[i]![j + 1]! - ex[i]![j]! + ey[i + 1]![j]! - ey[i]![j]!);
      }
    }
  }
}
