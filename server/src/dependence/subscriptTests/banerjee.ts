// SubscriptTest: banerjee
//
// If the difference of the subscripts is always above zero, or always below, they never meet.
//
// Form: `[f(i, j, …)]` and `[g(i, k, …)]`, `f` and `g` polynomials; the smallest and the largest value of `g - f` over the
// iteration space, once for each order of the two iterations. Bounds may be symbolic and triangular.
// Source: Banerjee, "Dependence Analysis for Supercomputing", 1988 (with directions: Wolfe, Banerjee, "Data Dependence and
// Its Application to Parallel Processing", 1987); symbolic: Blume, Eigenmann, "The Range Test", Supercomputing 1994.
import { allDirections, type SubscriptTest } from "./subscriptTest.js";

export const banerjee: SubscriptTest = {
  id: "banerjee",
  needsWholeVariables: true,
  run({ difference }, spaces) {
    const directions = allDirections.filter((direction) => {
      const { rewrite, prover } = spaces.assume(direction);
      return prover.nonZero(rewrite(difference));
    });
    return directions.length === 0 ? undefined : { kind: "impossible", directions };
  },
};
