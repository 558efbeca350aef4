// The shape of a subscript test: one equation between two subscripts in, what it disproves out.
import type { Prover } from "../facts.js";
import { constantValue, factorOut, idsOf, type LoopVariable, type Polynomial } from "../polynomial.js";

/** Where the sink can lie, seen from the iteration of the source; counted in values of the carrier, which counts up. */
export type Direction = "later" | "same" | "earlier";

export const allDirections: readonly Direction[] = ["later", "same", "earlier"];

/**
 * The two accesses meet only where `sink - source = 0`. Variables of the sink's iteration carry the mark `′`, so that `i` and
 * `i′` are the carrier in the iterations of source and sink, and `k` and `k′` an inner loop in its two executions.
 */
export interface Equation {
  readonly difference: Polynomial;
}

/** What all the tests of one problem share. */
export interface IterationSpaces {
  readonly carrier: LoopVariable;
  /** Id of the carrier in the sink's iteration. */
  readonly sinkCarrierId: string;
  /** Ids of everything that can differ between source and sink: carrier and inner loops, in both copies. */
  readonly varying: ReadonlySet<string>;
  /** Those of them that are whole numbers, because it is known where their loop starts. */
  readonly whole: ReadonlySet<string>;
  /** Inner loops around both accesses that start at the same value each time: source and sink differ by a multiple of the step. */
  readonly commonInner: readonly { readonly sourceId: string; readonly sinkId: string; readonly step: number }[];
  /** The loops of both iterations, the carrier's two copies first. */
  readonly loops: readonly LoopVariable[];
  /** What is known of both iterations, whatever their order: bounds of the loops, conditions, symbols. */
  readonly facts: readonly Polynomial[];
  /** By a condition of source or sink, these are not 0. */
  readonly nonZero: readonly Polynomial[];
  /** Facts of both iterations, whatever their order. Whoever asks it uses the bounds of the loops. */
  readonly anyOrder: Prover;
  /** The facts with the order of the two values of the carrier assumed: the sink's is larger ("later"), the same, smaller. */
  assume(direction: Direction): AssumedOrder;
  /** The facts where the carrier's value at the sink is so much larger than at the source. */
  assumeDistance(distance: number): AssumedOrder;
}

export interface AssumedOrder {
  /** What the order adds to the facts. */
  readonly added: readonly Polynomial[];
  /** Writes the carrier of one side in terms of the other's, in an equation as in the facts. */
  rewrite(polynomial: Polynomial): Polynomial;
  readonly prover: Prover;
}

export type Refinement =
  /** The accesses never meet in these directions. */
  | { readonly kind: "impossible"; readonly directions: readonly Direction[]; readonly usesBounds?: boolean }
  /** The accesses meet only when the carrier's value at the sink is so much larger than at the source. */
  | { readonly kind: "distance"; readonly distance: number; readonly usesBounds?: boolean }
  /** The equation holds exactly where all of these hold. */
  | { readonly kind: "split"; readonly equations: readonly Equation[]; readonly usesBounds?: boolean };

export interface SubscriptTest {
  readonly id: string;
  /**
   * The proof needs loop variables to be whole numbers, not only to differ by whole steps. Whoever relies on the answer then
   * relies on the bounds, where the loops start.
   */
  readonly needsWholeVariables: boolean;
  /** `undefined`: the equation does not have the form, or nothing was disproved. */
  run(equation: Equation, spaces: IterationSpaces): Refinement | undefined;
}

/** Disproves every direction without a look at the bounds. */
export const independent: Refinement = { kind: "impossible", directions: allDirections };

/** The equation as `source * i + sink * i′ + rest = 0` with constant `source` and `sink`, and a `rest` without loop variables. */
export interface SingleIndexForm {
  readonly source: number;
  readonly sink: number;
  readonly rest: Polynomial;
}

/** `undefined` when the equation mentions an inner loop, or the carrier otherwise than times a constant. */
export function singleIndexForm({ difference }: Equation, spaces: IterationSpaces): SingleIndexForm | undefined {
  const bySource = factorOut(difference, spaces.carrier.id);
  const bySink = factorOut(bySource.rest, spaces.sinkCarrierId);
  const source = constantValue(bySource.factor);
  const sink = constantValue(bySink.factor);
  if (source === undefined || sink === undefined) return undefined;
  const isInvariant = [...idsOf(bySink.rest)].every((id) => !spaces.varying.has(id));
  return isInvariant ? { source, sink, rest: bySink.rest } : undefined;
}
