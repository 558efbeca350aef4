/**
 * Kernel 14 of the Livermore Fortran Kernels (McMahon 1986), particles in a one-dimensional cell, typed arrays.
 *
 * @loop k   parallel map
 * @loop k#2 parallel map
 * @loop k#3 parallel reduction the charge of a particle is shared between two cells, in order
 */
export interface Particles {
  readonly grd: Float64Array;
  readonly vx: Float64Array;
  readonly xx: Float64Array;
  readonly xi: Float64Array;
  readonly rx: Float64Array;
  readonly ex1: Float64Array;
  readonly dex1: Float64Array;
  readonly ix: Int32Array;
  readonly ir: Int32Array;
}

export function moveParticles(
  n: number, { grd, vx, xx, xi, rx, ex1, dex1, ix, ir }: Particles,
  flx: number, ex: Float64Array, dex: Float64Array, rh: Float64Array,
): void {
  for (let k = 0; k < n; k++) {
    vx[k] = 0;
    xx[k] = 0;
    ix[k] = Math.trunc(grd[k]!);
    xi[k] = ix[k]!;
    ex1[k] = ex[ix[k]! - 1]!;
    dex1[k] = dex[ix[k]! - 1]!;
  }
  for (let k = 0; k < n; k++) {
    vx[k] = vx[k]! + ex1[k]! + (xx[k]! - xi[k]!) * dex1[k]!;
    xx[k] = xx[k]! + vx[k]! + flx;
    ir[k] = Math.trunc(xx[k]!);
    rx[k] = xx[k]! - ir[k]!;
    ir[k] = (ir[k]! & 2047) + 1;
    xx[k] = rx[k]! + ir[k]!;
  }
  for (let k = 0; k < n; k++) {
    rh[ir[k]! - 1]! += 1 - rx[k]!;
    rh[ir[k]!]! += rx[k]!;
  }
}
