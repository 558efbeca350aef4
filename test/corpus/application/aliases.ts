/**
 * The same array under two names (application code: vectors).
 *
 * @loop doubled:i            parallel map              in place, element by element
 * @loop smoothed:i           parallel map              parameters may be one array: tested at the call
 * @loop smoothedInPlace:i    serial [carried-dependence] same[i] -> values[i - 1]!
 * @loop halves:i             parallel map              two halves of one buffer
 * @loop overlapping:i        serial [carried-dependence] right[i] -> left[i]!   the views overlap by all but one element
 * @loop rows:.map            parallel map
 * @loop twoNames:i           serial [carried-dependence] b[i] -> a[i - 1]!
 * @loop bytes:i              serial [carried-dependence] bytes[i] -> words[(i - 1) >> 2]!  one buffer under two types
 */
export function doubled(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = 2 * values[i]!;
}

export function smoothed(values: Float64Array, out: Float64Array): void {
  for (let i = 1; i < values.length; i++) out[i] = 0.5 * (values[i - 1]! + values[i]!);
}

export function smoothedInPlace(values: Float64Array): Float64Array {
  const same = values;
  for (let i = 1; i < values.length; i++) same[i] = 0.5 * (values[i - 1]! + values[i]!);
  return same;
}

export function halves(size: number): Float64Array {
  const buffer = new ArrayBuffer(16 * size);
  const left = new Float64Array(buffer, 0, size);
  const right = new Float64Array(buffer, 8 * size, size);
  for (let i = 0; i < size; i++) right[i] = Math.sqrt(left[i]! + i);
  return right;
}

export function overlapping(size: number): Float64Array {
  const all = new Float64Array(size + 1).fill(1);
  const left = all.subarray(0, size);
  const right = all.subarray(1);
  for (let i = 0; i < size; i++) right[i] = Math.sqrt(left[i]! + i);
  return all;
}

export function rows(table: readonly (readonly number[])[]): number[] {
  return table.map((row) => Math.max(...row) - Math.min(...row));
}

export function twoNames(count: number): number[] {
  const a: number[] = new Array<number>(count).fill(1);
  const holder = { values: a };
  const b = holder.values;
  for (let i = 1; i < count; i++) b[i] = Math.sqrt(a[i - 1]! + i);
  return a;
}

export function bytes(count: number): Uint32Array {
  const buffer = new ArrayBuffer(4 * count);
  const words = new Uint32Array(buffer).fill(0x01020304);
  const bytes = new Uint8Array(buffer);
  for (let i = 1; i < 4 * count; i++) bytes[i] = Math.clz32(words[(i - 1) >> 2]! + i);
  return words;
}
