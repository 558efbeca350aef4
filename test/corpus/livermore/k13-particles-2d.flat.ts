/**
 * Kernel 13 of the Livermore Fortran Kernels (McMahon 1986), particles in a two-dimensional cell, flat typed arrays.
 *
 * @loop ip parallel reduction every particle moves by itself, the cells are counted in order
 */
const cells = 64;

/** A particle is x, y and its velocities. */
export function moveParticles(
  n: number, p: Float64Array, b: Float64Array, c: Float64Array,
  y: Float64Array, z: Float64Array, e: Int32Array, f: Int32Array, h: Float64Array,
): void {
  for (let ip = 0; ip < n; ip++) {
    const at = ip * 4;
    const i1 = p[at]! & (cells - 1);
    const j1 = p[at + 1]! & (cells - 1);
    p[at + 2]! += b[j1 * cells + i1]!;
    p[at + 3]! += c[j1 * cells + i1]!;
    p[at]! += p[at + 2]!;
    p[at + 1]! += p[at + 3]!;
    let i2 = p[at]! & (cells - 1);
    let j2 = p[at + 1]! & (cells - 1);
    p[at]! += y[i2 + 32]!;
    p[at + 1]! += z[j2 + 32]!;
    i2 += e[i2 + 32]!;
    j2 += f[j2 + 32]!;
    h[j2 * (cells + 1) + i2]! += 1;
  }
}
