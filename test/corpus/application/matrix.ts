/**
 * Dense matrices as nested arrays (application code: linear algebra in a library).
 *
 * @loop multiply:i            parallel map
 * @loop multiply:i/j          parallel map
 * @loop multiply:i/j/k        parallel reduction
 * @loop transposed:.map       parallel map
 * @loop transposed:.map/.map  parallel map
 * @loop eliminate:k           serial [carried-dependence] a[i]![j] -> a[k]![j]
 * @loop eliminate:k/i         parallel map              row k is not among the rows that are written
 * @loop eliminate:k/i/j       parallel map
 * @loop solveUpper:i          serial [carried-dependence] x[i] -> known(a[i]!, x, i)
 * @loop known:j               parallel reduction
 * @loop trace:i               serial [nothing-to-share] sum -> sum
 * @loop power:.map           parallel map
 * @loop power:k               serial [carried-dependence] result -> result
 */
export function multiply(a: readonly number[][], b: readonly number[][]): number[][] {
  const inner = b.length;
  const columns = b[0]!.length;
  const c: number[][] = [];
  for (let i = 0; i < a.length; i++) {
    const row = new Array<number>(columns).fill(0);
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[i]![k]! * b[k]![j]!;
      row[j] = sum;
    }
    c[i] = row;
  }
  return c;
}

export function transposed(a: readonly number[][]): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

export function eliminate(a: number[][], n: number): void {
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j < n; j++) a[i]![j] = a[i]![j]! - factor * a[k]![j]!;
    }
  }
}

function known(row: readonly number[], x: Float64Array, i: number): number {
  let sum = 0;
  for (let j = i + 1; j < x.length; j++) sum += row[j]! * x[j]!;
  return sum;
}

export function solveUpper(a: readonly number[][], b: readonly number[]): Float64Array {
  const n = b.length;
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = (b[i]! - known(a[i]!, x, i)) / a[i]![i]!;
  }
  return x;
}

export function trace(diagonal: Iterable<number>): number {
  let sum = 0;
  for (const i of diagonal) sum += i;
  return sum;
}

export function power(a: readonly number[][], exponent: number): number[][] {
  let result = a.map((row) => [...row]);
  for (let k = 1; k < exponent; k++) result = multiply(result, a);
  return result;
}
