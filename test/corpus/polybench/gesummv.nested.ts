/**
 * y = alpha A x + beta B x (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop dot:i parallel reduction
 * @loop .map  parallel map
 */
function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  return sum;
}

export function gesummv(
  alpha: number, beta: number, a: readonly number[][], b: readonly number[][], x: readonly number[],
): number[] {
  return a.map((row, i) => alpha * dot(row, x) + beta * dot(b[i]!, x));
}
