// Whether two subscripted accesses of a loop nest can meet, and in which order of iterations. Starts from the worst and refines.
import { neverMeets } from "./exactTest.js";
import type { Fact } from "./facts.js";
import { createIterationSpaces, type Guards, sinkNames } from "./iterationSpaces.js";
import { idsOf, isExact, type LoopVariable, type Polynomial, rename, subtract } from "./polynomial.js";
import { subscriptTests } from "./subscriptTests/index.js";
import {
  allDirections,
  type Direction,
  type Equation,
  type IterationSpaces,
  type Refinement,
  type SubscriptTest,
} from "./subscriptTests/subscriptTest.js";

export interface SubscriptProblem {
  /** One entry per dimension compared (`a[i][j]`: two), source and sink subscripts over carrier, inner loop ids and symbols. */
  readonly dimensions: readonly { readonly source: Polynomial; readonly sink: Polynomial }[];
  /** The loop under test: source and sink run in iterations i and i′ of one execution of it. */
  readonly carrier: LoopVariable;
  /**
   * Loops inside of the carrier around source and sink, outermost first. Their variables range independently in source and
   * sink, even when they are the same loop. Bounds may mention the carrier, loops further out, and symbols.
   */
  readonly sourceInner: readonly LoopVariable[];
  readonly sinkInner: readonly LoopVariable[];
  /** Polynomials over symbols (everything but carrier and inner ids) that are known not to be negative, e.g. a length. */
  readonly facts?: readonly Fact[];
  /** The conditions under which source and sink are executed. */
  readonly sourceGuards?: Guards;
  readonly sinkGuards?: Guards;
}

export interface Directions {
  /** May the accesses meet with the sink in a later iteration than the source, in the same one, in an earlier one? `true` unless disproved. */
  readonly later: boolean;
  readonly same: boolean;
  readonly earlier: boolean;
  /**
   * How much the carrier's value advances from source to sink, when it is one constant for all meetings: `i′ - i`, or
   * `i - i′` in a loop that counts down, so that a later sink always has a positive distance.
   */
  readonly distance: number | undefined;
  /** Ids of the tests that decided, or "none". */
  readonly decidedBy: string;
  /** The answer rests on the bounds of loops too (so they must be whole numbers), not only on the subscripts. */
  readonly usesBounds: boolean;
}

/** The stride test makes two equations of one; real subscripts have a handful of dimensions. */
const mostEquations = 24;

/** All symbols, subscripts and bounds must stand for integers. Never throws; what is not disproved is `true`. */
export function depends(problem: SubscriptProblem): Directions {
  const spaces = createIterationSpaces(problem);
  const names = sinkNames(problem);
  const state = new Refined();
  const whole = problem.dimensions
    .map(({ source, sink }) => ({ difference: subtract(rename(sink, names), source) }))
    .filter(({ difference }) => isExact(difference));
  const equations = [...whole];
  for (let next = 0; next < equations.length && next < mostEquations && !state.isIndependent; next++) {
    equations.push(...refine(equations[next]!, spaces, state));
  }
  if (equations.length === 0 && spaces.anyOrder.contradictory) state.exclude(allDirections, "banerjee", true);
  checkTogether(equations, spaces, state);
  for (const direction of state.possible)
    if (neverMeets(whole, spaces, direction)) state.exclude([direction], "omega", true);
  return state.directions(problem.carrier.descending ?? false);
}

/** Asks the tests about one equation. Returns the equations that take its place, if a test split it. */
function refine(equation: Equation, spaces: IterationSpaces, state: Refined): readonly Equation[] {
  const isWhole = [...idsOf(equation.difference)].every((id) => !spaces.varying.has(id) || spaces.whole.has(id));
  for (const test of subscriptTests) {
    if (test.needsWholeVariables && !isWhole) continue;
    const refinement = test.run(equation, spaces);
    if (refinement === undefined) continue;
    state.apply(refinement, test);
    if (refinement.kind === "split") return refinement.equations;
    if (refinement.kind === "distance" || state.isIndependent) return [];
  }
  return [];
}

/** A distance that one dimension asks for must suit all the others (the idea of Goff, Kennedy and Tseng's Delta test). */
function checkTogether(equations: readonly Equation[], spaces: IterationSpaces, state: Refined): void {
  if (state.isIndependent || state.distance === undefined) return;
  const { rewrite, prover } = spaces.assumeDistance(state.distance);
  if (equations.some(({ difference }) => prover.nonZero(rewrite(difference)))) {
    state.exclude(allDirections, "delta", true);
  }
}

/** What is still possible. Only ever shrinks. */
class Refined {
  distance: number | undefined;
  #possible = new Set<Direction>(allDirections);
  #deciders = new Set<string>();
  #usesBounds = false;

  get possible(): readonly Direction[] {
    return [...this.#possible];
  }

  get isIndependent(): boolean {
    return this.#possible.size === 0;
  }

  apply(refinement: Refinement, { id, needsWholeVariables }: SubscriptTest): void {
    const usesBounds = needsWholeVariables || (refinement.usesBounds ?? false);
    if (refinement.kind === "impossible") this.exclude(refinement.directions, id, usesBounds);
    else if (refinement.kind === "distance") this.#applyDistance(refinement.distance, id, usesBounds);
    else this.#note(id, usesBounds);
  }

  exclude(directions: readonly Direction[], decider: string, usesBounds: boolean): void {
    const excluded = directions.filter((direction) => this.#possible.delete(direction));
    if (0 < excluded.length) this.#note(decider, usesBounds);
  }

  directions(descending: boolean): Directions {
    const later = this.#possible.has("later");
    const earlier = this.#possible.has("earlier");
    const same = this.#possible.has("same");
    const distance = this.isIndependent ? undefined : later || earlier ? this.distance : 0;
    return {
      later: descending ? earlier : later,
      same,
      earlier: descending ? later : earlier,
      distance: descending && distance !== undefined && distance !== 0 ? -distance : distance,
      decidedBy: [...this.#deciders].join(", ") || "none",
      usesBounds: this.#usesBounds,
    };
  }

  #applyDistance(distance: number, decider: string, usesBounds: boolean): void {
    const direction: Direction = 0 < distance ? "later" : distance < 0 ? "earlier" : "same";
    const conflicts = this.distance !== undefined && this.distance !== distance;
    this.distance = distance;
    this.#note(decider, usesBounds);
    this.exclude(conflicts ? allDirections : allDirections.filter((other) => other !== direction), decider, usesBounds);
  }

  #note(decider: string, usesBounds: boolean): void {
    this.#deciders.add(decider);
    this.#usesBounds ||= usesBounds;
  }
}
