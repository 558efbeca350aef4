// The last resort of the dependence tests: all dimensions, bounds and conditions at once, in whole numbers.
import { hasIntegerSolution, type LinearForm } from "./integerSystem.js";
import {
  add,
  constant,
  idsOf,
  isExact,
  type LoopVariable,
  type Polynomial,
  scale,
  subtract,
  variable,
} from "./polynomial.js";
import type { Direction, Equation, IterationSpaces } from "./subscriptTests/subscriptTest.js";

/** `a !== b` is two cases; with more conditions of the kind than this, the others are left out. */
const mostCases = 3;

/**
 * True when no two iterations in this order meet. Exact for affine subscripts, bounds and conditions; a product of symbols
 * counts as one unknown more, of which nothing is known. Rests on whole values of all variables and symbols.
 * Source: Pugh, "The Omega test", Supercomputing 1991; see `integerSystem`.
 */
export function neverMeets(equations: readonly Equation[], spaces: IterationSpaces, direction: Direction): boolean {
  const { whole, varying } = spaces;
  const isWhole = (polynomial: Polynomial) =>
    isExact(polynomial) && [...idsOf(polynomial)].every((id) => !varying.has(id) || whole.has(id));
  const differences = equations.map(({ difference }) => difference);
  if (!differences.every(isWhole)) return false;
  const { rewrite, added } = spaces.assume(direction);
  const loops = spaces.loops.filter(({ id, lower, upper }) =>
    [variable(id), lower, upper].every((each) => each === undefined || isWhole(each)),
  );
  const equal = [...differences, ...loops.flatMap(stepsOf)].map(rewrite);
  const atLeast = [...spaces.facts.filter(isWhole).map(rewrite), ...added, ...loops.flatMap(stepCounts)];
  const unequal = spaces.nonZero.filter(isWhole).map(rewrite).slice(0, mostCases);
  return casesOf(unequal).every((chosen) => isEmpty(equal, [...atLeast, ...chosen]));
}

/** In each case one sign for each of the polynomials, none of which is 0. */
function casesOf([first, ...others]: readonly Polynomial[]): readonly (readonly Polynomial[])[] {
  if (first === undefined) return [[]];
  const one = constant(1);
  const signs = [subtract(first, one), subtract(scale(first, -1), one)];
  return casesOf(others).flatMap((rest) => signs.map((sign) => [sign, ...rest]));
}

/** `j = lower + step * t`, counted from where the loop starts. */
function stepsOf(loop: LoopVariable): readonly Polynomial[] {
  const start = loop.descending === true ? loop.upper : loop.lower;
  if (loop.step === 1 || start === undefined) return [];
  const taken = scale(variable(stepId(loop)), loop.descending === true ? -loop.step : loop.step);
  return [subtract(variable(loop.id), add(start, taken))];
}

function stepCounts(loop: LoopVariable): readonly Polynomial[] {
  return stepsOf(loop).map(() => variable(stepId(loop)));
}

function stepId({ id }: LoopVariable): string {
  return `${id}#`;
}

function isEmpty(equal: readonly Polynomial[], atLeast: readonly Polynomial[]): boolean {
  const unknowns = new Map<string, number>();
  const toForm = (polynomial: Polynomial): LinearForm => {
    const coefficients: number[] = [];
    let constant = 0;
    for (const [key, coefficient] of polynomial) {
      if (key === "") {
        constant = coefficient;
        continue;
      }
      const at = unknowns.get(key) ?? unknowns.size;
      unknowns.set(key, at);
      coefficients[at] = coefficient;
    }
    return { coefficients: Array.from(coefficients, (each) => each ?? 0), constant };
  };
  const equations = equal.map(toForm);
  const inequalities = atLeast.filter(isExact).map(toForm);
  return hasIntegerSolution({ equations, inequalities }) === "no";
}
