/**
 * multi-resolution analysis kernel (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop r       parallel map the scratch row is written before it is read
 * @loop r/q     parallel map
 * @loop r/q/p   parallel map
 * @loop r/q/p/s parallel reduction
 * @loop r/q/p#2 parallel map
 */
export function doitgen(a: number[][][], c4: readonly number[][]): void {
  const np = c4.length;
  for (let r = 0; r < a.length; r++) {
    const plane = a[r]!;
    for (let q = 0; q < plane.length; q++) {
      const row = plane[q]!;
      const sums: number[] = [];
      for (let p = 0; p < np; p++) {
        let sum = 0;
        for (let s = 0; s < np; s++) sum += row[s]! * c4[s]![p]!;
        sums.push(sum);
      }
      for (let p = 0; p < np; p++) row[p] = sums[p]!;
    }
  }
}
