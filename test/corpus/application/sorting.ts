/**
 * Sorting by hand (application code: algorithms).
 *
 * @loop bubble:end                 serial [carried-dependence] values[i] -> values[i]!
 * @loop bubble:end/i               serial [carried-dependence] values[i + 1] -> values[i]!
 * @loop insertion:i                serial [carried-dependence] values[k + 1] -> values[i]!
 * @loop insertion:i/while          serial [loop-form] k -> k
 * @loop oddEven:round              serial [carried-dependence] values[i] -> values[i]!
 * @loop oddEven:round/i            parallel map            pairs of one round are disjoint
 * @loop merge:while                serial [loop-form] at -> at
 * @loop mergeSort:width            serial [carried-dependence] sorted -> sorted
 * @loop rank:i                     parallel map
 * @loop rank:i/j                   parallel reduction
 * @loop search:while               serial [loop-form] low -> high
 * @loop searchAll:key              parallel commit
 */
export function bubble(values: Float64Array): void {
  for (let end = values.length - 1; end > 0; end--) {
    for (let i = 0; i < end; i++) {
      const a = values[i]!;
      const b = values[i + 1]!;
      if (a > b) {
        values[i] = b;
        values[i + 1] = a;
      }
    }
  }
}

export function insertion(values: Float64Array): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let k = i - 1;
    while (k >= 0 && values[k]! > value) {
      values[k + 1] = values[k]!;
      k--;
    }
    values[k + 1] = value;
  }
}

export function oddEven(values: Float64Array): void {
  for (let round = 0; round < values.length; round++) {
    for (let i = round % 2; i < values.length - 1; i += 2) {
      const a = values[i]!;
      const b = values[i + 1]!;
      values[i] = Math.min(a, b);
      values[i + 1] = Math.max(a, b);
    }
  }
}

export function merge(left: readonly number[], right: readonly number[]): number[] {
  const out: number[] = [];
  let at = 0;
  let other = 0;
  while (at < left.length && other < right.length) {
    out.push(left[at]! <= right[other]! ? left[at++]! : right[other++]!);
  }
  return [...out, ...left.slice(at), ...right.slice(other)];
}

export function mergeSort(values: readonly number[]): number[] {
  let sorted: number[] = [...values];
  for (let width = 1; width < values.length; width++) {
    sorted = [...merge(sorted.slice(0, width), sorted.slice(width, width + 1)), ...sorted.slice(width + 1)];
  }
  return sorted;
}

export function rank(values: Float64Array): Uint32Array {
  const ranks = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let below = 0;
    for (let j = 0; j < values.length; j++) {
      if (values[j]! < values[i]!) below++;
    }
    ranks[i] = below;
  }
  return ranks;
}

export function search(sorted: Float64Array, key: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function searchAll(sorted: Float64Array, keys: readonly number[]): number[] {
  const places: number[] = [];
  for (const key of keys) places.push(search(sorted, key));
  return places;
}
