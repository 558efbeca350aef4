/**
 * Small differences that make a loop serial (application code: cursors, iterators, closures with state).
 *
 * @loop averaged:i            parallel map
 * @loop packed:i              parallel commit           the place in the output is counted in order
 * @loop packedFrom:i          serial [carried-dependence] cursor -> cursor    the place decides what is read
 * @loop strided:i             parallel map              the place grows by four in every iteration
 * @loop nextOf:i              serial [carried-dependence] reader.at -> reader.at
 * @loop zipped:i              serial [carried-dependence] other.next() -> other.next()
 * @loop swapped:i             parallel map              mirrored pairs are disjoint
 * @loop rotatedBy:i           serial [carried-dependence] values[(i + shift) % values.length] -> values[i]!
 * @loop once:value            serial [carried-dependence] first -> first
 */
export function averaged(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length - 1; i++) out[i] = Math.sqrt(values[i]! * values[i + 1]!);
  return out;
}

export function packed(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  let filled = 0;
  for (let i = 0; i < values.length; i++) {
    const root = Math.cbrt(Math.sin(values[i]!));
    if (root > 0) out[filled++] = root;
  }
  return out;
}

export function packedFrom(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  let cursor = 0;
  for (let i = 0; i < values.length; i++) {
    const root = Math.cbrt(Math.sin(values[cursor]!));
    cursor += root > 0 ? 2 : 1;
    out[i] = root;
  }
  return out;
}

export function strided(values: Float64Array, out: Float64Array): void {
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    out[at] = Math.exp(values[i]!);
    at += 4;
  }
}

export interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function take(reader: Reader): number {
  const byte = reader.bytes[reader.at] ?? 0;
  reader.at += 1 + (byte & 1);
  return byte;
}

export function nextOf(reader: Reader, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = Math.sqrt(take(reader));
  return out;
}

export function zipped(values: Float64Array, others: Iterable<number>): Float64Array {
  const out = new Float64Array(values.length);
  const other = others[Symbol.iterator]();
  for (let i = 0; i < values.length; i++) {
    const step = other.next();
    out[i] = Math.hypot(values[i]!, step.done === true ? 0 : step.value);
  }
  return out;
}

export function swapped(values: Float64Array): void {
  for (let i = 0; i < values.length >> 1; i++) {
    const other = values.length - 1 - i;
    const left = values[i]!;
    const right = values[other]!;
    values[i] = Math.sqrt(right);
    values[other] = Math.sqrt(left);
  }
}

export function rotatedBy(values: Float64Array, shift: number): void {
  for (let i = 0; i < values.length; i++) values[(i + shift) % values.length] = Math.sqrt(values[i]!);
}

export function once(values: readonly string[]): number {
  let first = true;
  let sum = 0;
  const weigh = (value: string): number => {
    const factor = first ? 2 : 1;
    first = value.length % 2 === 0;
    return factor * value.trim().length;
  };
  for (const value of values) sum += weigh(value);
  return sum;
}
