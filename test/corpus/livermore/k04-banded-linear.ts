/**
 * Kernel 4 of the Livermore Fortran Kernels (McMahon 1986), banded linear equations, typed arrays.
 *
 * @loop banded:k     parallel map what the third part of the bands reads ends before what the others write
 * @loop banded:k/j   parallel reduction
 * @loop bandedBy:k   serial [carried-dependence] x[k - 1] -> x[lw]  with a short step, a later band reads it
 * @loop bandedBy:k/j parallel reduction
 */
const order = 1001;
const step = (order - 7) / 2;

export function banded(x: Float64Array, y: Float64Array): void {
  for (let k = 6; k < order; k += step) {
    let lw = k - 6;
    let temp = x[k - 1]!;
    for (let j = 4; j < order; j += 5) {
      temp -= x[lw]! * y[j]!;
      lw++;
    }
    x[k - 1] = y[4]! * temp;
  }
}

/** The same with any number of equations, which lie three apart. */
export function bandedBy(n: number, x: Float64Array, y: Float64Array): void {
  for (let k = 6; k < n; k += 3) {
    let lw = k - 6;
    let temp = x[k - 1]!;
    for (let j = 4; j < n; j += 5) {
      temp -= x[lw]! * y[j]!;
      lw++;
    }
    x[k - 1] = y[4]! * temp;
  }
}
