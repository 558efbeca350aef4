/**
 * Counts, cumulated counts, quantiles (application code: statistics).
 *
 * @loop histogram:value     parallel reduction          the bin is computed, the count is committed
 * @loop cumulated:i         serial [carried-dependence] sums[i - 1] -> sums[i]
 * @loop normalised:i        parallel map
 * @loop equalised:i         parallel map                gathers through a table that is not written
 * @loop scattered:i         serial [carried-dependence] out[order[i]!] -> out[i]!
 * @loop quantile:i          serial [early-exit] seen -> seen
 * @loop spread:value        parallel reduction
 */
export function histogram(values: Float64Array, low: number, high: number, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
    counts[bin]!++;
  }
  return counts;
}

export function cumulated(counts: Uint32Array): Float64Array {
  const sums = Float64Array.from(counts);
  for (let i = 1; i < sums.length; i++) sums[i] = sums[i]! + sums[i - 1]!;
  return sums;
}

export function normalised(sums: Float64Array, total: number): Float64Array {
  const shares = new Float64Array(sums.length);
  for (let i = 0; i < sums.length; i++) shares[i] = sums[i]! / total;
  return shares;
}

export function equalised(pixels: Uint8Array, table: Uint8Array): Uint8Array {
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) out[i] = table[pixels[i]!]!;
  return out;
}

export function scattered(values: Float64Array, order: Uint32Array, out: Float64Array): void {
  for (let i = 0; i < values.length; i++) out[order[i]!] = Math.sqrt(out[i]! + values[i]!);
}

export function quantile(counts: Uint32Array, total: number, q: number): number {
  const target = total * q;
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i]!;
    if (seen >= target) return i;
  }
  return counts.length;
}

export function spread(values: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of values) sum += (value - mean) * (value - mean);
  return Math.sqrt(sum / values.length);
}
