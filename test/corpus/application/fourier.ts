/**
 * Discrete and fast Fourier transforms (application code: signal processing).
 *
 * @loop spectrum:k             parallel map
 * @loop spectrum:k/t           parallel reduction
 * @loop fast:level             serial [carried-dependence] re -> re
 * @loop stage:block            parallel map                blocks are disjoint
 * @loop stage:block/k          parallel map                butterflies of a block are disjoint
 * @loop magnitudes:k           parallel map
 * @loop goertzel:t             serial [carried-dependence] before -> last
 * @loop bands:frequency        parallel commit
 * @loop unwrapped:k            serial [carried-dependence] phase[k] -> phase[k - 1]!
 */
export function spectrum(signal: Float64Array): Float64Array {
  const power = new Float64Array(signal.length);
  for (let k = 0; k < signal.length; k++) {
    let re = 0;
    let im = 0;
    for (let t = 0; t < signal.length; t++) {
      const angle = (2 * Math.PI * k * t) / signal.length;
      re += signal[t]! * Math.cos(angle);
      im -= signal[t]! * Math.sin(angle);
    }
    power[k] = re * re + im * im;
  }
  return power;
}

function stage(re: Float64Array, im: Float64Array, half: number, blocks: number): void {
  for (let block = 0; block < blocks; block++) {
    for (let k = 0; k < half; k++) {
      const a = 2 * half * block + k;
      const b = a + half;
      const angle = (-Math.PI * k) / half;
      const x = re[b]! * Math.cos(angle) - im[b]! * Math.sin(angle);
      const y = re[b]! * Math.sin(angle) + im[b]! * Math.cos(angle);
      re[b] = re[a]! - x;
      im[b] = im[a]! - y;
      re[a] = re[a]! + x;
      im[a] = im[a]! + y;
    }
  }
}

/** The input is in bit-reversed order, its length a power of two. */
export function fast(re: Float64Array, im: Float64Array): void {
  let half = 1;
  for (let level = 0; level < Math.log2(re.length); level++) {
    stage(re, im, half, re.length / (2 * half));
    half *= 2;
  }
}

export function magnitudes(re: Float64Array, im: Float64Array): Float64Array {
  const out = new Float64Array(re.length);
  for (let k = 0; k < re.length; k++) out[k] = Math.hypot(re[k]!, im[k]!);
  return out;
}

function goertzel(signal: Float64Array, frequency: number): number {
  const factor = 2 * Math.cos(frequency);
  let last = 0;
  let before = 0;
  for (let t = 0; t < signal.length; t++) {
    const now = signal[t]! + factor * last - before;
    before = last;
    last = now;
  }
  return last * last + before * before - factor * last * before;
}

export function bands(signal: Float64Array, frequencies: readonly number[]): number[] {
  const powers: number[] = [];
  for (const frequency of frequencies) powers.push(goertzel(signal, frequency));
  return powers;
}

export function unwrapped(phase: Float64Array): void {
  for (let k = 1; k < phase.length; k++) phase[k] = Math.fround(phase[k - 1]! + phase[k]!);
}
