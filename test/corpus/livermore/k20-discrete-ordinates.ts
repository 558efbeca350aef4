/**
 * Kernel 20 of the Livermore Fortran Kernels (McMahon 1986), discrete ordinates transport, typed arrays.
 *
 * @loop k serial [carried-dependence] xx[k + 1] -> xx[k]
 */
export function discreteOrdinates(
  n: number, dk: number, s: number, t: number,
  g: Float64Array, u: Float64Array, v: Float64Array, vx: Float64Array, w: Float64Array,
  x: Float64Array, xx: Float64Array, y: Float64Array, z: Float64Array,
): void {
  for (let k = 0; k < n; k++) {
    const di = y[k]! - g[k]! / (xx[k]! + dk);
    let dn = 0.2;
    if (di !== 0) {
      dn = z[k]! / di;
      if (t < dn) dn = t;
      if (s > dn) dn = s;
    }
    x[k] = ((w[k]! + v[k]! * dn) * xx[k]! + u[k]!) / (vx[k]! + v[k]! * dn);
    xx[k + 1] = (x[k]! - xx[k]!) * dn + xx[k]!;
  }
}
