/**
 * Results kept for later calls (application code: memo tables).
 *
 * @loop collatz:while              serial [loop-form] n -> n
 * @loop longest:start              parallel reduction       argmax without a table
 * @loop longestMemo:start          serial [carried-dependence] lengths.get(half) -> lengths.set(start, length)
 * @loop tableFirst:start           parallel map
 * @loop primesUpTo:p               serial [carried-dependence] composite[m] -> composite[p]
 * @loop primesUpTo:p/m             parallel map             a stride of p
 * @loop totients:n                 parallel map
 * @loop totients:n/k               parallel reduction
 * @loop divisor:while              serial [loop-form] b -> a
 */
function collatz(start: number): number {
  let n = start;
  let steps = 0;
  while (n > 1) {
    n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    steps++;
  }
  return steps;
}

export function longest(limit: number): number {
  let best = 0;
  let at = 1;
  for (let start = 1; start < limit; start++) {
    const steps = collatz(start);
    if (steps > best) {
      best = steps;
      at = start;
    }
  }
  return at;
}

export function longestMemo(limit: number): Map<number, number> {
  const lengths = new Map<number, number>([[1, 0]]);
  for (let start = 2; start < limit; start++) {
    const half = start >> 1;
    const length = collatz(start + (lengths.get(half) ?? 0));
    lengths.set(start, length);
  }
  return lengths;
}

export function tableFirst(limit: number): Uint32Array {
  const lengths = new Uint32Array(limit);
  for (let start = 0; start < limit; start++) lengths[start] = collatz(start);
  return lengths;
}

export function primesUpTo(limit: number): Uint8Array {
  const composite = new Uint8Array(limit);
  for (let p = 2; p < limit; p++) {
    if (composite[p] === 1) continue;
    for (let m = p * p; m < limit; m += p) composite[m] = 1;
  }
  return composite;
}

function divisor(first: number, second: number): number {
  let a = first;
  let b = second;
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

export function totients(limit: number): Uint32Array {
  const out = new Uint32Array(limit);
  for (let n = 1; n < limit; n++) {
    let count = 0;
    for (let k = 1; k <= n; k++) {
      if (divisor(n, k) === 1) count++;
    }
    out[n] = count;
  }
  return out;
}
