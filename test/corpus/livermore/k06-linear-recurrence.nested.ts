/**
 * Kernel 6 of the Livermore Fortran Kernels (McMahon 1986), general linear recurrence equations, nested arrays.
 *
 * @loop i   serial [carried-dependence] w[i] -> w[i - k - 1]
 * @loop i/k parallel reduction
 */
export function linearRecurrence(w: number[], b: readonly number[][]): void {
  for (let i = 1; i < w.length; i++) {
    let sum = w[i]!;
    for (let k = 0; k < i; k++) sum += b[k]![i]! * w[i - k - 1]!;
    w[i] = sum;
  }
}
