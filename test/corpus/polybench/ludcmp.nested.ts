/**
 * LU decomposition and the solution of A x = b (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop decompose:i       serial [carried-dependence] a[i]![j] -> a[k]![j]!
 * @loop decompose:i/j     serial [carried-dependence] a[i]![j] -> a[i]![k]!
 * @loop decompose:i/j/k   parallel reduction
 * @loop decompose:i/j#2   parallel map
 * @loop decompose:i/j#2/k parallel reduction
 * @loop ludcmp:i          serial [carried-dependence] y[i] -> y[j]
 * @loop ludcmp:i/j        parallel reduction
 * @loop ludcmp:i#2        serial [carried-dependence] x[i] -> x[j]
 * @loop ludcmp:i#2/j      parallel reduction
 */
function decompose(a: number[][]): void {
  const n = a.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let w = a[i]![j]!;
      for (let k = 0; k < j; k++) w -= a[i]![k]! * a[k]![j]!;
      a[i]![j] = w / a[j]![j]!;
    }
    for (let j = i; j < n; j++) {
      let w = a[i]![j]!;
      for (let k = 0; k < i; k++) w -= a[i]![k]! * a[k]![j]!;
      a[i]![j] = w;
    }
  }
}

export function ludcmp(a: number[][], b: readonly number[]): number[] {
  const n = b.length;
  const y = new Array<number>(n).fill(0);
  const x = new Array<number>(n).fill(0);
  decompose(a);
  for (let i = 0; i < n; i++) {
    let w = b[i]!;
    for (let j = 0; j < i; j++) w -= a[i]![j]! * y[j]!;
    y[i] = w;
  }
  for (let i = n - 1; i >= 0; i--) {
    let w = y[i]!;
    for (let j = i + 1; j < n; j++) w -= a[i]![j]! * x[j]!;
    x[i] = w / a[i]![i]!;
  }
  return x;
}
