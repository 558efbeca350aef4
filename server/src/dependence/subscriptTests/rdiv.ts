// SubscriptTest: rdiv
//
// Two different loops move the two subscripts, and what they have in common within their bounds is a short list.
//
// Form: `[a*i + c1]` and `[b*j + c2]` with constant bounds, `i` and `j` variables of different loops (restricted double index
// variable). The solutions of `a*i - b*j = c2 - c1` lie on a line; none of them may lie within the bounds of both.
// Source: Goff, Kennedy, Tseng, "Practical Dependence Testing", PLDI 1991, section 4.2.4.
import { greatestCommonDivisor, solveLinear } from "../integers.js";
import { constantValue, factorOut, idsOf, type LoopVariable } from "../polynomial.js";
import { independent, type SubscriptTest } from "./subscriptTest.js";

export const rdiv: SubscriptTest = {
  id: "rdiv",
  needsWholeVariables: true,
  run({ difference }, { loops, varying, carrier, sinkCarrierId }) {
    const ids = [...idsOf(difference)];
    const [first, second] = ids;
    if (ids.length !== 2 || first === undefined || second === undefined || !ids.every((id) => varying.has(id)))
      return undefined;
    // Two values of one loop are the business of the single-index tests.
    if (ids.every((id) => id === carrier.id || id === sinkCarrierId)) return undefined;
    const byFirst = factorOut(difference, first);
    const bySecond = factorOut(byFirst.rest, second);
    const [a, b, rest] = [byFirst.factor, bySecond.factor, bySecond.rest].map(constantValue);
    if (a === undefined || b === undefined || rest === undefined || a === 0 || b === 0) return undefined;
    const solution = solveLinear(a, b, -rest);
    if (solution === undefined) return independent;
    if (![a, b, solution.x, solution.y].every(Number.isSafeInteger)) return undefined;
    const divisor = greatestCommonDivisor([a, b]);
    const x = steps(
      solution.x,
      b / divisor,
      loops.find(({ id }) => id === first),
    );
    const y = steps(
      solution.y,
      -a / divisor,
      loops.find(({ id }) => id === second),
    );
    const meets = Math.max(x.least, y.least) <= Math.min(x.most, y.most);
    return meets ? undefined : { ...independent, usesBounds: true };
  },
};

/** For which whole `t` is `start + t * step` within the bounds of the loop? Bounds that are no constants do not count. */
function steps(start: number, step: number, loop: LoopVariable | undefined) {
  const lower = loop?.lower === undefined ? undefined : constantValue(loop.lower);
  const upper = loop?.upper === undefined ? undefined : constantValue(loop.upper);
  const at = (bound: number | undefined) => (bound === undefined ? undefined : (bound - start) / step);
  const [low, high] = step > 0 ? [at(lower), at(upper)] : [at(upper), at(lower)];
  return {
    least: low === undefined ? Number.NEGATIVE_INFINITY : Math.ceil(low),
    most: high === undefined ? Number.POSITIVE_INFINITY : Math.floor(high),
  };
}
