// SubscriptTest: gcd
//
// A sum of multiples of `g` is a multiple of `g`, so it never equals a number that is not.
//
// Form: `[a1*i + a2*j + … + c1]` and `[b1*i + b2*k + … + c2]`, meeting only if the greatest common divisor of the
// coefficients divides `c1 - c2`. Symbols are integers, so their terms count like those of loop variables. Steps count as
// factors: two values of one loop differ by a multiple of its step.
// Source: Allen, Kennedy, "Optimizing Compilers for Modern Architectures", 2001, section 3.3.2; Banerjee, "Dependence
// Analysis for Supercomputing", 1988.
import { greatestCommonDivisor } from "../integers.js";
import { add, type Polynomial, scale, substitute, variable } from "../polynomial.js";
import { independent, type SubscriptTest } from "./subscriptTest.js";

export const gcd: SubscriptTest = {
  id: "gcd",
  needsWholeVariables: true,
  run({ difference }, spaces) {
    const { carrier, sinkCarrierId } = spaces;
    const inner = spaces.commonInner.reduce(
      (sum, loop) => apart(sum, loop.sinkId, loop.sourceId, loop.step),
      difference,
    );
    if (!hasIntegerSolution(apart(inner, sinkCarrierId, carrier.id, carrier.step))) return independent;
    if (hasIntegerSolution(substitute(inner, sinkCarrierId, variable(carrier.id)))) return undefined;
    return { kind: "impossible", directions: ["same"] };
  },
};

/** The sink's copy of a loop variable written as the source's plus a multiple of the step. */
function apart(polynomial: Polynomial, sinkId: string, sourceId: string, step: number): Polynomial {
  // The variable `sinkId` is free once it is replaced, so it can count the steps.
  return substitute(polynomial, sinkId, add(variable(sourceId), scale(variable(sinkId), step)));
}

function hasIntegerSolution(polynomial: Polynomial): boolean {
  const coefficients = [...polynomial].filter(([key]) => key !== "").map(([, coefficient]) => coefficient);
  const rest = polynomial.get("") ?? 0;
  const divisor = greatestCommonDivisor(coefficients);
  if (!Number.isSafeInteger(divisor) || !Number.isSafeInteger(rest)) return true;
  return divisor === 0 ? rest === 0 : rest % divisor === 0;
}
