/**
 * Buffers that are used again in every iteration (application code: signal processing).
 *
 * @loop medians:i           parallel map           the window is written before it is read
 * @loop medians:i/k         parallel map
 * @loop stale:i             serial [carried-dependence] window[k] -> window[k]!   some elements are left from before
 * @loop stale:i/k           parallel map
 * @loop energies:i          parallel map
 * @loop energies:i/k        parallel reduction
 * @loop lagged:i            serial [carried-dependence] previous -> previous
 * @loop convolved:i         parallel map
 * @loop convolved:i/k       parallel reduction
 * @loop filtered:i          serial [carried-dependence] out[i] -> out[i - 1]!
 * @loop shared:i            serial [carried-dependence] scratch.fill(values[i]!) -> scratch.fill(values[i]!)   every row that is kept is the one buffer
 */
export function medians(values: Float64Array, size: number): Float64Array {
  const out = new Float64Array(values.length);
  const window = new Float64Array(size);
  for (let i = 0; i + size <= values.length; i++) {
    for (let k = 0; k < size; k++) window[k] = values[i + k]!;
    window.sort();
    out[i] = window[size >> 1]!;
  }
  return out;
}

export function stale(values: Float64Array, size: number): Float64Array {
  const out = new Float64Array(values.length);
  const window = new Float64Array(size);
  for (let i = 0; i + size <= values.length; i++) {
    for (let k = 0; k < size; k++) {
      if (values[i + k]! > 0) window[k] = values[i + k]!;
    }
    out[i] = Math.hypot(...window);
  }
  return out;
}

export function energies(values: Float64Array, size: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i + size <= values.length; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += values[i + k]! * values[i + k]!;
    out[i] = Math.sqrt(sum);
  }
  return out;
}

export function lagged(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  let previous = 0;
  for (let i = 0; i < values.length; i++) {
    previous = Math.tanh(previous + values[i]!);
    out[i] = previous;
  }
  return out;
}

export function convolved(values: Float64Array, weights: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = weights.length; i < values.length; i++) {
    for (let k = 0; k < weights.length; k++) out[i] = out[i]! + weights[k]! * values[i - k]!;
  }
  return out;
}

export function filtered(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 1; i < values.length; i++) out[i] = Math.tanh(values[i]! - out[i - 1]!);
  return out;
}

export function shared(values: Float64Array, size: number): Float64Array[] {
  const scratch = new Float64Array(size);
  const rows: Float64Array[] = [];
  for (let i = 0; i < values.length; i++) {
    scratch.fill(values[i]!);
    rows.push(scratch);
  }
  return rows;
}
