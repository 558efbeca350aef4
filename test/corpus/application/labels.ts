/**
 * Leaves loops early and goes on with outer ones (application code: control flow).
 *
 * @loop primes:candidate               parallel commit              the work of a candidate concerns nobody else
 * @loop primes:candidate/divisor       parallel commit
 * @loop firstPair:i                    parallel commit
 * @loop firstPair:i/j                  parallel commit
 * @loop cleaned:record                 parallel commit              JSON that cannot be read is left out
 * @loop checked:value                  parallel commit              throws in order
 * @loop untilFull:value                parallel commit
 * @loop converge:i                     serial [carried-dependence] x -> x
 * @loop counted:do                     parallel map
 * @loop digits:do                      serial [loop-form] rest -> rest
 */
export function primes(limit: number): number[] {
  const found: number[] = [];
  next: for (let candidate = 2; candidate < limit; candidate++) {
    const root = Math.floor(Math.sqrt(candidate));
    for (let divisor = 2; divisor <= root; divisor++) {
      if (candidate % divisor === 0) continue next;
    }
    found.push(candidate);
  }
  return found;
}

export function firstPair(values: Float64Array, sum: number): [number, number] | undefined {
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      if (Math.abs(values[i]! + values[j]! - sum) < 1e-9) return [i, j];
    }
  }
  return undefined;
}

export function cleaned(records: readonly string[]): string[] {
  const result: string[] = [];
  for (const record of records) {
    try {
      result.push(JSON.stringify(JSON.parse(record)));
    } catch {
      continue;
    }
  }
  return result;
}

export function checked(values: readonly number[]): number[] {
  const roots: number[] = [];
  for (const value of values) {
    const root = Math.sqrt(Math.log(value));
    if (Number.isNaN(root)) throw new RangeError("not above one");
    roots.push(root);
  }
  return roots;
}

export function untilFull(values: readonly number[], room: number): number[] {
  const kept: number[] = [];
  for (const value of values) {
    const root = Math.cbrt(Math.sin(value));
    if (kept.length >= room) break;
    kept.push(root);
  }
  return kept;
}

export function converge(start: number, rounds: number): number {
  let x = start;
  for (let i = 0; i < rounds; i++) {
    const next = Math.cos(x);
    if (Math.abs(next - x) < 1e-12) break;
    x = next;
  }
  return x;
}

export function counted(count: number): Float64Array {
  const out = new Float64Array(count);
  let i = 0;
  do {
    out[i] = Math.sqrt(i);
    i++;
  } while (i < count);
  return out;
}

export function digits(value: number): number[] {
  const found: number[] = [];
  let rest = value;
  do {
    found.push(rest % 10);
    rest = Math.floor(rest / 10);
  } while (rest > 0);
  return found;
}
