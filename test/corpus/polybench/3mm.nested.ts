/**
 * G = (A B) (C D) (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop product:.map              parallel map
 * @loop product:.map/.map         parallel map
 * @loop product:.map/.map/.reduce parallel reduction
 */
function product(left: readonly (readonly number[])[], right: readonly (readonly number[])[]): number[][] {
  return left.map((row) => right[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * right[k]![j]!, 0)));
}

export function threeProducts(a: number[][], b: number[][], c: number[][], d: number[][]): number[][] {
  return product(product(a, b), product(c, d));
}
