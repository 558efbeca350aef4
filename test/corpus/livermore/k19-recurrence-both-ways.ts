/**
 * Kernel 19 of the Livermore Fortran Kernels (McMahon 1986), general linear recurrence equations, typed arrays.
 *
 * @loop k serial [carried-dependence] stb5 -> stb5
 * @loop i serial [carried-dependence] stb5 -> stb5
 */
export function recurrenceBothWays(
  n: number, start: number, b5: Float64Array, sa: Float64Array, sb: Float64Array,
): number {
  let stb5 = start;
  for (let k = 0; k < n; k++) {
    b5[k] = sa[k]! + stb5 * sb[k]!;
    stb5 = b5[k]! - stb5;
  }
  for (let i = 1; i <= n; i++) {
    const k = n - i;
    b5[k] = sa[k]! + stb5 * sb[k]!;
    stb5 = b5[k]! - stb5;
  }
  return stb5;
}
