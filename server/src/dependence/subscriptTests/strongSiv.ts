// SubscriptTest: strong-siv
//
// Both subscripts move by the same amount per iteration, so the accesses meet at one distance only, or never.
//
// Form: `[a*i + c1]` and `[a*i + c2]`, meeting only at `i′ - i = (c1 - c2) / a`. The coefficient `a` may be symbolic where
// the facts say that it is not 0.
// Source: Goff, Kennedy, Tseng, "Practical Dependence Testing", PLDI 1991, section 4.2.1.
import { constant, constantValue, equal, factorOut, idsOf, type Polynomial, scale, subtract } from "../polynomial.js";
import { type IterationSpaces, independent, type Refinement, type SubscriptTest } from "./subscriptTest.js";

export const strongSiv: SubscriptTest = {
  id: "strong-siv",
  needsWholeVariables: false,
  run({ difference }, spaces) {
    const bySink = factorOut(difference, spaces.sinkCarrierId);
    const bySource = factorOut(bySink.rest, spaces.carrier.id);
    const coefficient = bySink.factor;
    if (!equal(bySource.factor, scale(coefficient, -1))) return undefined;
    if (mentionsVarying(coefficient, spaces) || mentionsVarying(bySource.rest, spaces)) return undefined;
    const value = constantValue(coefficient);
    if (value === 0) return undefined;
    const offset = constantValue(bySource.rest);
    if (value !== undefined && offset !== undefined) return atDistance(-offset / value, spaces, false);
    // The coefficient is symbolic: `a*(i′ - i) + k*a = 0` with `a` not 0 says `i′ - i = -k`.
    const ratio = integerRatio(bySource.rest, coefficient);
    if (ratio === undefined) return undefined;
    if (value === undefined && !spaces.anyOrder.nonZero(coefficient)) return undefined;
    return atDistance(-ratio, spaces, value === undefined);
  },
};

function atDistance(distance: number, { carrier, anyOrder }: IterationSpaces, usesBounds: boolean): Refinement {
  if (!Number.isInteger(distance) || distance % carrier.step !== 0) return { ...independent, usesBounds };
  const { lower, upper } = carrier;
  if (lower !== undefined && upper !== undefined && distance !== 0) {
    const room = subtract(upper, lower);
    if (anyOrder.positive(subtract(constant(Math.abs(distance)), room))) return { ...independent, usesBounds: true };
  }
  // Not -0, which is not the same number to a test.
  return { kind: "distance", distance: distance + 0, usesBounds };
}

function mentionsVarying(polynomial: Polynomial, { varying }: IterationSpaces): boolean {
  return [...idsOf(polynomial)].some((id) => varying.has(id));
}

/** `k` where `polynomial = k * divisor`. */
function integerRatio(polynomial: Polynomial, divisor: Polynomial): number | undefined {
  const [key, coefficient] = [...divisor][0] ?? ["", 0];
  const ratio = (polynomial.get(key) ?? 0) / coefficient;
  return Number.isSafeInteger(ratio) && equal(polynomial, scale(divisor, ratio)) ? ratio : undefined;
}
