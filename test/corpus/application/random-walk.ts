/**
 * Estimates by chance (application code: simulation with random numbers).
 *
 * @loop inside:i            parallel reduction         on the listed assumption that it matters not which numbers are drawn
 * @loop generated:i         serial [carried-dependence] state -> state
 * @loop streams:i           parallel map                a stream of its own for every iteration
 * @loop walk:step           serial [carried-dependence] state -> state
 * @loop walks:i             parallel map
 * @loop sharedStream:i      serial [carried-dependence] stream.state -> stream.state   the helper moves the stream on
 */
function mix(seed: number): number {
  let x = (seed + 0x9e3779b9) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}

export function inside(count: number): number {
  let hits = 0;
  for (let i = 0; i < count; i++) {
    const x = Math.random();
    const y = Math.random();
    if (x * x + y * y <= 1) hits++;
  }
  return (4 * hits) / count;
}

export function generated(count: number, seed: number): Float64Array {
  const out = new Float64Array(count);
  let state = seed >>> 0;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[i] = state / 4294967296;
  }
  return out;
}

export function streams(count: number, seed: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = Math.sqrt(-2 * Math.log(mix(seed + i) + 1e-12));
  return out;
}

function walk(seed: number, steps: number): number {
  let state = seed >>> 0;
  let place = 0;
  for (let step = 0; step < steps; step++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    place += state > 2147483648 ? 1 : -1;
  }
  return place;
}

export function walks(count: number, steps: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = walk(i + 1, steps);
  return out;
}

function next(stream: { state: number }): number {
  stream.state = (Math.imul(stream.state, 1664525) + 1013904223) >>> 0;
  return stream.state / 4294967296;
}

export function sharedStream(count: number, seed: number): Float64Array {
  const stream = { state: seed };
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = Math.log(next(stream) + 1);
  return out;
}
