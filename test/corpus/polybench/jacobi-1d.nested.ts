/**
 * Jacobi stencil on a line (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop smoothed:i parallel map
 * @loop jacobi1d:t serial [carried-dependence] from -> from
 */
function smoothed(from: readonly number[]): number[] {
  const to = [...from];
  for (let i = 1; i < from.length - 1; i++) to[i] = 0.33333 * (from[i - 1]! + from[i]! + from[i + 1]!);
  return to;
}

export function jacobi1d(steps: number, values: readonly number[]): readonly number[] {
  let from = values;
  for (let t = 0; t < steps; t++) from = smoothed(smoothed(from));
  return from;
}
