/**
 * Kernel 2 of the Livermore Fortran Kernels (McMahon 1986), incomplete Cholesky conjugate gradient, typed arrays.
 *
 * @loop do   serial [carried-dependence] x[i] -> x[k]     a level reads what the level before has made
 * @loop do/k parallel map a level is stored behind all that it reads
 */
export function incompleteCholesky(n: number, x: Float64Array, v: Float64Array): void {
  let width = n;
  let end = 0;
  do {
    const start = end;
    end += width;
    width >>= 1;
    let i = end;
    for (let k = start + 1; k < end; k += 2) {
      i++;
      x[i] = x[k]! - v[k]! * x[k - 1]! - v[k + 1]! * x[k + 1]!;
    }
  } while (width > 0);
}
