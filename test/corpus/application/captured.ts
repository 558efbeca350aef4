/**
 * Closures made in loops (application code: closures over induction variables).
 *
 * @loop applied:i          parallel map             the closure lives and dies in its iteration
 * @loop appliedVar:i       serial [carried-dependence] last -> last
 * @loop callbacks:i        serial [nothing-to-share]    only closures are made
 * @loop counters:.map      serial [carried-dependence] next -> next
 * @loop runAll:task        serial [unknown-call]
 * @loop ladder:i           parallel map
 * @loop ladder:i/k         serial [carried-dependence] value -> value
 */
function twice(f: (x: number) => number, x: number): number {
  return f(f(x));
}

export function applied(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const grow = (x: number): number => Math.sqrt(x + i);
    out[i] = twice(grow, values[i]!);
  }
  return out;
}

export function appliedVar(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  let last = 1;
  const grow = (x: number): number => Math.sqrt(x + last);
  for (let i = 0; i < values.length; i++) {
    last = twice(grow, values[i]!);
    out[i] = last;
  }
  return out;
}

export function callbacks(count: number): (() => number)[] {
  const made: (() => number)[] = [];
  for (let i = 0; i < count; i++) made.push(() => i * i);
  return made;
}

export function counters(names: readonly string[]): string[] {
  let next = 0;
  const label = (name: string): string => {
    next = (next * 7 + name.length) % 97;
    return `${name}-${next}`;
  };
  return names.map((name) => label(name));
}

export function runAll(tasks: readonly (() => number)[]): number {
  let total = 0;
  for (const task of tasks) total += task();
  return total;
}

export function ladder(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let value = values[i]!;
    for (let k = 0; k < 20; k++) value = Math.sqrt(value + k);
    out[i] = value;
  }
  return out;
}
