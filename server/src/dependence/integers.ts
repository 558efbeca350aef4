// Whole-number arithmetic that the subscript tests share.

/** The greatest common divisor of the absolute values; 0 when all are 0 or there are none. */
export function greatestCommonDivisor(values: Iterable<number>): number {
  let divisor = 0;
  for (const value of values) {
    let rest = Math.abs(value);
    while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  }
  return divisor;
}

/** One solution of `a*x + b*y = c` in whole numbers; undefined when there is none. Extended Euclid; `a` and `b` are not 0. */
export function solveLinear(a: number, b: number, c: number): { readonly x: number; readonly y: number } | undefined {
  let [divisor, rest] = [a, b];
  let [x, nextX, y, nextY] = [1, 0, 0, 1];
  while (rest !== 0) {
    const quotient = Math.trunc(divisor / rest);
    [divisor, rest] = [rest, divisor - quotient * rest];
    [x, nextX] = [nextX, x - quotient * nextX];
    [y, nextY] = [nextY, y - quotient * nextY];
  }
  if (c % divisor !== 0) return undefined;
  return { x: (x * c) / divisor, y: (y * c) / divisor };
}
