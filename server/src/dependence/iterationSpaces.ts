// Two iterations of one nest, side by side: names apart, and what each direction lets one assume of them.
import { createProver, type Fact, type Prover, rangeFacts } from "./facts.js";
import {
  add,
  constant,
  idsOf,
  type LoopVariable,
  type Polynomial,
  rename,
  scale,
  substitute,
  subtract,
  variable,
} from "./polynomial.js";
import type { AssumedOrder, Direction, IterationSpaces } from "./subscriptTests/subscriptTest.js";

/** Ends the names of the sink's copies. No identifier of the language contains it. */
const sinkMark = "′";
/** The number of iterations between source and sink, at least 1, where a direction is assumed. */
const iterationsBetween = "Δ′";

/** The loops around the two accesses that are compared. */
export interface ComparedLoops {
  readonly carrier: LoopVariable;
  readonly sourceInner: readonly LoopVariable[];
  readonly sinkInner: readonly LoopVariable[];
  readonly facts?: readonly Fact[];
  /** The conditions under which the accesses are executed. */
  readonly sourceGuards?: Guards;
  readonly sinkGuards?: Guards;
}

/** What is known where an access is executed, over the carrier, the inner loops around it and symbols. */
export interface Guards {
  /** Not negative: `j - i - 1` behind `if (i < j)`. */
  readonly facts: readonly Fact[];
  /** Not 0: `i - k` behind `if (i !== k)`. */
  readonly nonZero: readonly Polynomial[];
}

export const noGuards: Guards = { facts: [], nonZero: [] };

/** Gives the variables of the sink's iteration their own names; symbols stay as they are. */
export function sinkNames({
  carrier,
  sinkInner,
}: Pick<ComparedLoops, "carrier" | "sinkInner">): ReadonlyMap<string, string> {
  return new Map([carrier, ...sinkInner].map(({ id }) => [id, id + sinkMark]));
}

export function createIterationSpaces(nest: ComparedLoops): IterationSpaces {
  const { carrier, sourceInner } = nest;
  const names = sinkNames(nest);
  const sinkCarrier = renameLoop(carrier, names);
  const sinkInner = nest.sinkInner.map((loop) => renameLoop(loop, names));
  const { sourceGuards = noGuards, sinkGuards = noGuards } = nest;
  const loops = [carrier, sinkCarrier, ...sourceInner, ...sinkInner];
  const inSink = (polynomial: Polynomial) => rename(polynomial, names);
  const innerIds = [...sinkInner.map(({ id }) => id).reverse(), ...sourceInner.map(({ id }) => id).reverse()];
  const varying = new Set([carrier.id, sinkCarrier.id, ...innerIds]);
  const whole = new Set(loops.filter(hasKnownStart).map(({ id }) => id));
  // `i < j` says `i + 1 <= j` of whole numbers only.
  const isWhole = (polynomial: Polynomial) => [...idsOf(polynomial)].every((id) => !varying.has(id) || whole.has(id));
  const facts = [
    ...loops.flatMap(rangeFacts),
    ...[...sourceGuards.facts, ...sinkGuards.facts.map(inSink)].filter(isWhole),
    ...(nest.facts ?? []),
  ];
  const assumed = new Map<Direction, AssumedOrder>();
  let anyOrder: Prover | undefined;

  return {
    carrier,
    sinkCarrierId: sinkCarrier.id,
    varying,
    loops,
    facts,
    nonZero: [...sourceGuards.nonZero, ...sinkGuards.nonZero.map(inSink)].filter(isWhole),
    whole,
    commonInner: commonInner(nest, names, varying),
    get anyOrder() {
      anyOrder ??= createProver(facts, [...innerIds, sinkCarrier.id, carrier.id]);
      return anyOrder;
    },
    assume(direction) {
      let found = assumed.get(direction);
      if (found === undefined) {
        const apart = scale(variable(iterationsBetween), direction === "same" ? 0 : carrier.step);
        // The smaller of the two keeps its name, so that the distance is counted from it.
        const [base, replaced] = direction === "earlier" ? [sinkCarrier.id, carrier.id] : [carrier.id, sinkCarrier.id];
        found = replace(replaced, add(variable(base), apart), innerIds, facts);
        assumed.set(direction, found);
      }
      return found;
    },
    assumeDistance(distance) {
      return replace(sinkCarrier.id, add(variable(carrier.id), constant(distance)), innerIds, facts);
    },
  };
}

function replace(
  id: string,
  replacement: Polynomial,
  innerIds: readonly string[],
  facts: readonly Fact[],
): AssumedOrder {
  const rewrite = (polynomial: Polynomial) => substitute(polynomial, id, replacement);
  const atLeastOne = subtract(variable(iterationsBetween), constant(1));
  const order = [...innerIds, iterationsBetween];
  return {
    rewrite,
    added: [atLeastOne],
    prover: createProver([...facts.map(rewrite), atLeastOne], [...order, ...idsOf(replacement)]),
  };
}

function hasKnownStart({ lower, upper, descending }: LoopVariable): boolean {
  return (descending === true ? upper : lower) !== undefined;
}

function renameLoop(loop: LoopVariable, names: ReadonlyMap<string, string>): LoopVariable {
  return {
    id: names.get(loop.id) ?? loop.id,
    lower: loop.lower && rename(loop.lower, names),
    upper: loop.upper && rename(loop.upper, names),
    step: loop.step,
    ...(loop.descending === undefined ? {} : { descending: loop.descending }),
  };
}

function commonInner(
  { sourceInner, sinkInner }: ComparedLoops,
  names: ReadonlyMap<string, string>,
  varying: ReadonlySet<string>,
): IterationSpaces["commonInner"] {
  // Whichever of the two bounds the loop starts at (it may count down), neither may change between its executions.
  const fixed = (bound: Polynomial | undefined) =>
    bound !== undefined && [...idsOf(bound)].every((id) => !varying.has(id));
  return sourceInner
    .filter((loop) => fixed(loop.lower) && fixed(loop.upper) && sinkInner.some(({ id }) => id === loop.id))
    .map((loop) => ({ sourceId: loop.id, sinkId: names.get(loop.id) ?? loop.id, step: loop.step }));
}
