// Asks one subscript test about one pair of subscripts, both as text.
import { createIterationSpaces, sinkNames } from "../../server/src/dependence/iterationSpaces.js";
import { rename, subtract, toText } from "../../server/src/dependence/polynomial.js";
import type { SubscriptTest } from "../../server/src/dependence/subscriptTests/subscriptTest.js";
import { problem } from "./polynomials.js";

/**
 * @param loops `i in 0..n-1; j in 0..m-1`, the carrier first
 * @param source the first access, `[2*i]`
 * @param sink the second access
 * @param facts polynomials that are not negative
 * @returns `never`, `not later`, `distance 2`, the equations of a split (`i′ - i = 0, j′ - j = 0`), or `no answer`
 */
export function ask(
  test: SubscriptTest,
  loops: string,
  source: string,
  sink: string,
  facts: readonly string[] = [],
): string {
  const asked = problem(loops, source, sink, facts);
  const dimension = asked.dimensions[0]!;
  const difference = subtract(rename(dimension.sink, sinkNames(asked)), dimension.source);
  const refinement = test.run({ difference }, createIterationSpaces(asked));
  switch (refinement?.kind) {
    case undefined:
      return "no answer";
    case "distance":
      return `distance ${refinement.distance}`;
    case "split":
      return refinement.equations.map((equation) => `${toText(equation.difference)} = 0`).join(", ");
    case "impossible":
      return refinement.directions.length === 3 ? "never" : `not ${refinement.directions.join(", not ")}`;
  }
}
