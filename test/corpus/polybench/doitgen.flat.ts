/**
 * multi-resolution analysis kernel (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop r       parallel map the scratch row is written before it is read
 * @loop r/q     parallel map
 * @loop r/q/p   parallel map
 * @loop r/q/p/s parallel reduction
 * @loop r/q/p#2 parallel map
 */
export function doitgen(nr: number, nq: number, np: number, a: Float64Array, c4: Float64Array): void {
  const sum = new Float64Array(np);
  for (let r = 0; r < nr; r++) {
    for (let q = 0; q < nq; q++) {
      for (let p = 0; p < np; p++) {
        sum[p] = 0;
        for (let s = 0; s < np; s++) sum[p]! += a[(r * nq + q) * np + s]! * c4[s * np + p]!;
      }
      for (let p = 0; p < np; p++) a[(r * nq + q) * np + p] = sum[p]!;
    }
  }
}
