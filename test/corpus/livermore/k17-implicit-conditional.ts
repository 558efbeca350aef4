/**
 * Kernel 17 of the Livermore Fortran Kernels (McMahon 1986), implicit conditional computation, typed arrays.
 *
 * @loop i serial [carried-dependence] xnm -> xnm
 */
export function implicitConditional(
  n: number, vsp: Float64Array, vstp: Float64Array, vxne: Float64Array, vxnd: Float64Array,
  ve3: Float64Array, vlr: Float64Array, vlin: Float64Array,
): void {
  const scale = 5 / 3;
  let xnm = 1 / 3;
  let e6 = 1.03 / 3.07;
  for (let i = n - 1; i > 0; i--) {
    const e3 = xnm * vlr[i]! + vlin[i]!;
    const xnei = vxne[i]!;
    const xnc = scale * e3;
    vxnd[i] = e6;
    if (xnm > xnc || xnei > xnc) {
      e6 = xnm * vsp[i]! + vstp[i]!;
      vxne[i] = e6;
      ve3[i] = e6;
    } else {
      ve3[i] = e3;
      e6 = e3 + e3 - xnm;
      vxne[i] = e3 + e3 - xnei;
    }
    xnm = e6;
  }
}
