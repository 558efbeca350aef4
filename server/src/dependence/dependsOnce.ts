// The subscript tests with a memory: large bodies ask about the same few subscripts again and again.
import { type Directions, depends, type SubscriptProblem } from "./depends.js";
import type { Nest } from "./nest.js";
import type { LoopVariable, Polynomial } from "./polynomial.js";

const answersOf = new WeakMap<Nest, Map<string, Directions>>();

/** What one run of the tests costs, in units of work. */
const perProblem = 60;

/**
 * `depends` for a problem whose loops and facts are those of the nest.
 * @throws OverBudget when the loop has asked for more different problems than its budget allows
 */
export function dependsOnce(problem: SubscriptProblem, nest: Nest): Directions {
  const answers = answersOf.get(nest) ?? new Map<string, Directions>();
  answersOf.set(nest, answers);
  const key = keyOf(problem);
  const known = answers.get(key);
  if (known !== undefined) return known;
  nest.context.budget.spend(perProblem);
  const answer = depends(problem);
  answers.set(key, answer);
  return answer;
}

/** Of one nest the facts are the same when there are as many. */
function keyOf({
  dimensions,
  carrier,
  sourceInner,
  sinkInner,
  facts = [],
  sourceGuards,
  sinkGuards,
}: SubscriptProblem): string {
  const guards = [sourceGuards, sinkGuards].map((each) =>
    each === undefined ? "" : `${each.facts.map(textOf).join()}!${each.nonZero.map(textOf).join()}`,
  );
  const shown = dimensions.map(({ source, sink }) => `${textOf(source)}=${textOf(sink)}`).join(";");
  return `${shown}|${numberOf(carrier)}|${sourceInner.map(numberOf).join()}|${sinkInner.map(numberOf).join()}|${facts.map(textOf).join(";")}|${guards.join("|")}`;
}

/** Zero has a text, too: `0 > 0` known to be false and `0 === 0` known to be false are two things. */
function textOf(polynomial: Polynomial): string {
  return `(${[...polynomial].map(([term, factor]) => `${factor}*${term}`).join("+")})`;
}

// Loops of one nest may share a name, and with it an id, but have bounds of their own.
const numbers = new WeakMap<LoopVariable, number>();
let nextNumber = 0;

function numberOf(loop: LoopVariable): number {
  const known = numbers.get(loop) ?? nextNumber++;
  numbers.set(loop, known);
  return known;
}
