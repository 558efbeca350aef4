/**
 * x1 += A y1 and x2 += A' y2 (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop i     parallel map
 * @loop i/j   parallel reduction
 * @loop i#2   parallel map
 * @loop i#2/j parallel reduction
 */
export function mvt(
  x1: number[], x2: number[], y1: readonly number[], y2: readonly number[], a: readonly number[][],
): void {
  for (let i = 0; i < x1.length; i++) {
    for (let j = 0; j < y1.length; j++) x1[i] = x1[i]! + a[i]![j]! * y1[j]!;
  }
  for (let i = 0; i < x2.length; i++) {
    for (let j = 0; j < y2.length; j++) x2[i] = x2[i]! + a[j]![i]! * y2[j]!;
  }
}
