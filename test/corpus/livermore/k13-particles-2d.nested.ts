/**
 * Kernel 13 of the Livermore Fortran Kernels (McMahon 1986), particles in a two-dimensional cell, nested arrays.
 *
 * @loop ip parallel reduction every particle moves by itself, the cells are counted in order
 */
export function moveParticles(
  p: number[][], b: readonly number[][], c: readonly number[][],
  y: readonly number[], z: readonly number[], e: readonly number[], f: readonly number[], h: number[][],
): void {
  for (let ip = 0; ip < p.length; ip++) {
    const particle = p[ip]!;
    const i1 = particle[0]! & 63;
    const j1 = particle[1]! & 63;
    particle[2]! += b[j1]![i1]!;
    particle[3]! += c[j1]![i1]!;
    particle[0]! += particle[2]!;
    particle[1]! += particle[3]!;
    let i2 = particle[0]! & 63;
    let j2 = particle[1]! & 63;
    particle[0]! += y[i2 + 32]!;
    particle[1]! += z[j2 + 32]!;
    i2 += e[i2 + 32]!;
    j2 += f[j2 + 32]!;
    h[j2]![i2]! += 1;
  }
}
