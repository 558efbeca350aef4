/**
 * finite differences in the time domain (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop t       serial [carried-dependence] hz[i * ny + j] -> hz[(i - 1) * ny + j]
 * @loop t/j     parallel map
 * @loop t/i     parallel map
 * @loop t/i/j   parallel map
 * @loop t/i#2   parallel map
 * @loop t/i#2/j parallel map
 * @loop t/i#3   parallel map
 * @loop t/i#3/j parallel map
 */
export function fdtd2d(
  steps: number, nx: number, ny: number,
  ex: Float64Array, ey: Float64Array, hz: Float64Array, source: Float64Array,
): void {
  for (let t = 0; t < steps; t++) {
    for (let j = 0; j < ny; j++) ey[j] = source[t]!;
    for (let i = 1; i < nx; i++) {
      for (let j = 0; j < ny; j++) ey[i * ny + j]! -= 0.5 * (hz[i * ny + j]! - hz[(i - 1) * ny + j]!);
    }
    for (let i = 0; i < nx; i++) {
      for (let j = 1; j < ny; j++) ex[i * ny + j]! -= 0.5 * (hz[i * ny + j]! - hz[i * ny + j - 1]!);
    }
    for (let i = 0; i < nx - 1; i++) {
      for (let j = 0; j < ny - 1; j++) {
        hz[i * ny + j]! -=
          0.7 * (ex[i * ny + j + 1]! - ex[i * ny + j]! + ey[(i + 1) * ny + j]! - ey[i * ny + j]!);
      }
    }
  }
}
