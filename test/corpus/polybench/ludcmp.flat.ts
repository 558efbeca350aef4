/**
 * LU decomposition and the solution of A x = b (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop decompose:i       serial [carried-dependence] a[i * n + j] -> a[k * n + j]
 * @loop decompose:i/j     serial [carried-dependence] a[i * n + j] -> a[i * n + k]
 * @loop decompose:i/j/k   parallel reduction
 * @loop decompose:i/j#2   parallel map
 * @loop decompose:i/j#2/k parallel reduction
 * @loop ludcmp:i          serial [carried-dependence] y[i] -> y[j]
 * @loop ludcmp:i/j        parallel reduction
 * @loop ludcmp:i#2        serial [carried-dependence] x[i] -> x[j]
 * @loop ludcmp:i#2/j      parallel reduction
 */
function decompose(n: number, a: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let w = a[i * n + j]!;
      for (let k = 0; k < j; k++) w -= a[i * n + k]! * a[k * n + j]!;
      a[i * n + j] = w / a[j * n + j]!;
    }
    for (let j = i; j < n; j++) {
      let w = a[i * n + j]!;
      for (let k = 0; k < i; k++) w -= a[i * n + k]! * a[k * n + j]!;
      a[i * n + j] = w;
    }
  }
}

export function ludcmp(n: number, a: Float64Array, b: Float64Array, x: Float64Array): void {
  decompose(n, a);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let w = b[i]!;
    for (let j = 0; j < i; j++) w -= a[i * n + j]! * y[j]!;
    y[i] = w;
  }
  for (let i = n - 1; i >= 0; i--) {
    let w = y[i]!;
    for (let j = i + 1; j < n; j++) w -= a[i * n + j]! * x[j]!;
    x[i] = w / a[i * n + i]!;
  }
}
