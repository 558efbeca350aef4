// What tests of marks, lenses and texts share: the report of one loop, and a file with a loop of either verdict.
import type { LoopReport } from "../../server/src/analysis/loopReport.js";

/** A loop that is worth running on all cores. */
export const promisingLoop: LoopReport = {
  file: "a.ts",
  line: 3,
  column: 3,
  endLine: 5,
  kind: "for",
  function: "f",
  depth: 0,
  parent: null,
  verdict: "parallel",
  pattern: "map",
  assumptions: [],
  reasons: [],
  dependences: [],
  scalars: [],
  profit: { promising: true, workPerIteration: 1000, bytesMoved: 8, why: "It has an inner loop." },
  transforms: [{ id: "parallel-map-sync", form: "sync", safety: "safe", disabledReason: null }],
};

/** In line 3 a loop whose sum the caller does in order, in line 8 one that has to run in order. */
export const sumsAndRecurrence = `export function sums(xs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) {
    let s = 0;
    for (let k = 0; k < 500; k++) s += Math.sqrt(xs[i]! * k);
    sum += s;
  }
  for (let i = 1; i < xs.length; i++) xs[i] = xs[i - 1]! * 2;
  return sum;
}
`;
