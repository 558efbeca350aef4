/**
 * Bodies that attract each other (application code: simulation with objects).
 *
 * @loop forces:i             parallel map
 * @loop forces:i/j           parallel reduction
 * @loop move:body            parallel map               the bodies are distinct objects
 * @loop moveLinked:body      serial [possible-alias] body.x -> body.next.x
 * @loop energy:body          parallel reduction
 * @loop pairForces:i         parallel commit            the sines are computed, the forces are summed in order
 * @loop pairForces:i/j       parallel map               force[i] is not among the elements that are written
 * @loop fall:i               serial [carried-dependence] height -> height
 * @loop simulate:t           serial [carried-dependence] bodies -> bodies
 */
export interface Body {
  x: number;
  v: number;
  readonly mass: number;
}

export interface LinkedBody {
  x: number;
  readonly next: LinkedBody;
}

export function forces(bodies: readonly Body[]): Float64Array {
  const force = new Float64Array(bodies.length);
  for (let i = 0; i < bodies.length; i++) {
    let sum = 0;
    for (let j = 0; j < bodies.length; j++) {
      const distance = bodies[j]!.x - bodies[i]!.x;
      sum += (bodies[j]!.mass * distance) / (Math.abs(distance) ** 3 + 1e-9);
    }
    force[i] = sum;
  }
  return force;
}

export function move(bodies: readonly Body[], dt: number): void {
  for (const body of bodies) {
    body.v = body.v * Math.exp(-dt);
    body.x = body.x + body.v * dt;
  }
}

export function moveLinked(bodies: readonly LinkedBody[], dt: number): void {
  for (const body of bodies) body.x = body.x + Math.sin(body.next.x) * dt;
}

export function energy(bodies: readonly Body[]): number {
  let total = 0;
  for (const body of bodies) total += 0.5 * body.mass * body.v ** 2;
  return total;
}

export function pairForces(bodies: readonly Body[]): Float64Array {
  const force = new Float64Array(bodies.length);
  for (let i = 0; i < bodies.length; i++) {
    for (let j = i + 1; j < bodies.length; j++) {
      const pull = Math.sin(bodies[j]!.x - bodies[i]!.x) + force[i]! * 1e-6;
      force[j] = force[j]! - pull;
    }
  }
  return force;
}

export function simulate(bodies: readonly Body[], steps: number): void {
  for (let t = 0; t < steps; t++) move(bodies, 0.01);
}

export function fall(drag: Float64Array, start: number): number {
  let height = start;
  for (let i = 0; i < drag.length; i++) height = Math.sqrt(height * drag[i]!);
  return height;
}
