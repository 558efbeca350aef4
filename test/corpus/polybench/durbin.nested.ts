/**
 * Toeplitz system solver (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop k      serial [carried-dependence] y -> y
 * @loop k/i    parallel reduction
 * @loop k/.map parallel map
 */
export function durbin(r: readonly number[]): number[] {
  let y = [-r[0]!];
  let beta = 1;
  let alpha = -r[0]!;
  for (let k = 1; k < r.length; k++) {
    beta *= 1 - alpha * alpha;
    let sum = 0;
    for (let i = 0; i < k; i++) sum += r[k - i - 1]! * y[i]!;
    alpha = -(r[k]! + sum) / beta;
    const before = y;
    const factor = alpha;
    y = before.map((value, i) => value + factor * before[k - i - 1]!);
    y.push(alpha);
  }
  return y;
}
