/**
 * forward substitution (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop rows:[i,row]   serial [carried-dependence] x[i] -> x[j]
 * @loop rows:[i,row]/j parallel reduction
 */
export function rows(l: readonly number[][], b: readonly number[]): number[] {
  const x: number[] = new Array<number>(b.length).fill(0);
  for (const [i, row] of l.entries()) {
    let sum = b[i]!;
    for (let j = 0; j < i; j++) sum -= row[j]! * x[j]!;
    x[i] = sum / row[i]!;
  }
  return x;
}
