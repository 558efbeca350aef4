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
