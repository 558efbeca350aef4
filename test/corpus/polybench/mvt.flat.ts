/**
 * x1 += A y1 and x2 += A' y2 (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     parallel map
 * @loop i/j   parallel reduction
 * @loop i#2   parallel map
 * @loop i#2/j parallel reduction
 */
export function mvt(
  n: number, x1: Float64Array, x2: Float64Array, y1: Float64Array, y2: Float64Array, a: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) x1[i]! += a[i * n + j]! * y1[j]!;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) x2[i]! += a[j * n + i]! * y2[j]!;
  }
}
