export interface Body {
  x: number;
  y: number;
  z: number;
  vx: number;
  vy: number;
  vz: number;
  mass: number;
}

const softening = 1e-3;

/** One step of direct summation (leapfrog): every body is drawn by every other one, then all move. */
export function step(bodies: Body[], dt: number): void {
  for (const body of bodies) {
    let ax = 0;
    let ay = 0;
    let az = 0;
    for (const other of bodies) {
      if (other === body) continue;
      const dx = other.x - body.x;
      const dy = other.y - body.y;
      const dz = other.z - body.z;
      const squared = dx * dx + dy * dy + dz * dz + softening;
      const pull = other.mass / (squared * Math.sqrt(squared));
      ax += pull * dx;
      ay += pull * dy;
      az += pull * dz;
    }
    body.vx += ax * dt;
    body.vy += ay * dt;
    body.vz += az * dt;
  }
  for (const body of bodies) {
    body.x += body.vx * dt;
    body.y += body.vy * dt;
    body.z += body.vz * dt;
  }
}

/** Kinetic energy of all bodies. */
export function kineticEnergy(bodies: Body[]): number {
  let energy = 0;
  for (const { vx, vy, vz, mass } of bodies) energy += (mass * (vx * vx + vy * vy + vz * vz)) / 2;
  return energy;
}
