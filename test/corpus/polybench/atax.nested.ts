/**
 * y = A' (A x) (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop row     parallel commit the product of a row is computed, the sums are made in order
 * @loop row/j   parallel reduction
 * @loop row/j#2 parallel map
 */
export function atax(a: readonly number[][], x: readonly number[]): number[] {
  const y = new Array<number>(x.length).fill(0);
  for (const row of a) {
    let product = 0;
    for (let j = 0; j < row.length; j++) product += row[j]! * x[j]!;
    for (let j = 0; j < row.length; j++) y[j] = y[j]! + row[j]! * product;
  }
  return y;
}
