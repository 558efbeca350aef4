/**
 * State that is carried in small syntax (application code: logical assignment, finally, in, own results).
 *
 * @loop firstOnly:value      serial [carried-dependence] found -> found            ||= computes only once
 * @loop known:i              serial [carried-dependence] key in seen -> seen[key]
 * @loop fromOwn:i            serial [carried-dependence] out.push(Math.sqrt(out.length + i)) -> out.length
 * @loop fresh:i              parallel commit
 * @loop finallyCounts:i      serial [carried-dependence] done -> done
 * @loop reversed:i           serial [carried-dependence] row.reverse() -> row.reverse()
 * @loop reversedCopy:i       parallel map
 * @loop assigned:i           serial [carried-dependence] settings.level -> settings.level
 * @loop defaulted:i          serial [carried-dependence] base -> base
 * @loop shiftedBy:i          parallel map                                          a constant offset, both halves apart
 * @loop shiftedNear:i        serial [carried-dependence] values[i + 3] -> values[i]!
 * @loop shared:i             serial [carried-dependence] copy.sum -> row.sum       a copy of the reference
 * @loop sharedSpread:i       parallel map                                          a copy of the object
 * @loop commaed:i            serial [carried-dependence] k -> k
 */
export function firstOnly(values: readonly string[]): string {
  let found = "";
  for (const value of values) found ||= `${found}${value}`.trim();
  return found;
}

export function known(keys: Float64Array): Record<string, number> {
  const seen: Record<string, number> = {};
  for (let i = 0; i < keys.length; i++) {
    const key = `k${keys[i]}`;
    seen[key in seen ? `${key}${Object.keys(seen).length}` : key] = i;
  }
  return seen;
}

export function fromOwn(count: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < count; i++) out.push(Math.sqrt(out.length + i * out.length));
  return out;
}

export function fresh(count: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < count; i++) out.push(Math.sqrt(i) + Math.cbrt(i));
  return out;
}

export function finallyCounts(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  let done = 0;
  for (let i = 0; i < values.length; i++) {
    try {
      out[i] = Math.sqrt(values[i]! + done);
    } finally {
      done = out[i]!;
    }
  }
  return out;
}

export function reversed(row: number[], count: number): number[] {
  const heads: number[] = [];
  for (let i = 0; i < count; i++) {
    row.reverse();
    heads.push(Math.sqrt(row[0]! + i));
  }
  return heads;
}

export function reversedCopy(rows: readonly number[][]): Float64Array {
  const heads = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!.slice().reverse();
    heads[i] = Math.sqrt(row[0] ?? 0);
  }
  return heads;
}

export function assigned(values: Float64Array): Float64Array {
  const settings = { level: 1 };
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    Object.assign(settings, { level: Math.sqrt(settings.level + values[i]!) });
    out[i] = settings.level;
  }
  return out;
}

export function defaulted(values: Float64Array): Float64Array {
  let base = 1;
  const weigh = (value: number, weight: number = base): number => Math.sqrt(value * weight);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    out[i] = weigh(values[i]!);
    base = out[i]! + 1;
  }
  return out;
}

export function shiftedBy(values: Float64Array, half: number): void {
  for (let i = 0; i < half; i++) values[i + half] = Math.sqrt(values[i]!);
}

export function shiftedNear(values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) values[i + 3] = Math.sqrt(values[i]!);
}

export interface Sum {
  sum: number;
}

export function shared(row: Sum, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const copy = row;
    copy.sum = Math.sqrt(row.sum + i);
    out[i] = copy.sum;
  }
  return out;
}

export function sharedSpread(row: Sum, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const copy = { ...row };
    copy.sum = Math.sqrt(row.sum + i);
    out[i] = copy.sum;
  }
  return out;
}

export function commaed(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  let k = 0;
  for (let i = 0; i < values.length; i++) out[i] = Math.sqrt(((k = (k * 5 + 1) % 64), values[k] ?? 0));
  return out;
}
