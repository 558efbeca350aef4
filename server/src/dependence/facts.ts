// What is known of the symbols (`w - 1 >= 0`), and what follows from it: the comparisons of symbolic bounds.
import { greatestCommonDivisor } from "./integers.js";
import {
  add,
  constant,
  constantValue,
  equal,
  factorOut,
  idsOf,
  isExact,
  type LoopVariable,
  multiply,
  type Polynomial,
  scale,
  subtract,
  variable,
} from "./polynomial.js";

/** A polynomial that is known not to be negative. All symbols stand for integers. */
export type Fact = Polynomial;

/** Answers `true` only when the comparison holds for all integers that meet the facts; `false` means "not proved". */
export interface Prover {
  nonNegative(polynomial: Polynomial): boolean;
  positive(polynomial: Polynomial): boolean;
  nonZero(polynomial: Polynomial): boolean;
  /** The facts cannot all hold: what they describe never happens. */
  readonly contradictory: boolean;
}

/** Proves `polynomial > 0` from the facts; `false` means "not proved". For many questions about the same facts, make one prover. */
export function isPositive(polynomial: Polynomial, facts: readonly Fact[]): boolean {
  return createProver(facts).positive(polynomial);
}

/** Proves `polynomial >= 0` from the facts; `false` means "not proved". */
export function isNonNegative(polynomial: Polynomial, facts: readonly Fact[]): boolean {
  return createProver(facts).nonNegative(polynomial);
}

/** What the body of the loop knows of its variable. */
export function rangeFacts(loop: LoopVariable): readonly Fact[] {
  const facts: Fact[] = [];
  if (loop.lower !== undefined) facts.push(subtract(variable(loop.id), loop.lower));
  if (loop.upper !== undefined) facts.push(subtract(loop.upper, variable(loop.id)));
  return facts;
}

/** `factor * id + rest >= 0` with a positive number as factor (a lower bound of id), or `rest - factor * id >= 0` (an upper one). */
interface Bound {
  readonly factor: number;
  readonly rest: Polynomial;
}

interface Bounds {
  readonly lower: Bound[];
  readonly upper: Bound[];
}

/** The search gives up, soundly, beyond these. Real subscripts need a few dozen steps. */
const mostSteps = 600;
const mostBounds = 10;

/**
 * Fourier–Motzkin elimination over the rationals with integer tightening (Schrijver, "Theory of Linear and Integer
 * Programming", 12.2), extended to symbolic coefficients whose sign follows from the facts: `w*t >= w` for `t >= 1` when
 * `w >= 0`. Facts in which the first variable of the order has a symbolic coefficient are not used.
 * @param facts polynomials that are not negative
 * @param order variables in the order in which they are eliminated; inner loops first. Others follow by name.
 */
export function createProver(facts: readonly Fact[], order: readonly string[] = []): Prover {
  const names = new Set(order);
  for (const name of [...new Set(facts.flatMap((fact) => [...idsOf(fact)]))].sort()) names.add(name);
  const sequence = [...names];
  const { bounds, contradictory } = eliminate(facts, sequence);
  let steps = 0;

  const prove = (goal: Polynomial): boolean => {
    const value = constantValue(goal);
    if (value !== undefined) return 0 <= value;
    if (mostSteps < ++steps || !isExact(goal)) return false;
    const ids = idsOf(goal);
    const id = sequence.find((name) => ids.has(name));
    const known = id === undefined ? undefined : bounds.get(id);
    if (id === undefined || known === undefined) return false;
    const { factor, rest } = factorOut(goal, id);
    // goal = factor * id + rest is at least its value at the end of the range towards which it falls.
    const atLower = () => known.lower.some((b) => prove(subtract(scale(rest, b.factor), multiply(factor, b.rest))));
    const atUpper = () => known.upper.some((b) => prove(add(scale(rest, b.factor), multiply(factor, b.rest))));
    if (prove(factor)) return atLower();
    if (prove(scale(factor, -1))) return atUpper();
    // Linear in id with a slope of unknown sign: smallest at one of the two ends, so both ends must do.
    return !idsOf(factor).has(id) && atLower() && atUpper();
  };
  const nonNegative = (polynomial: Polynomial): boolean => {
    steps = 0;
    return contradictory || prove(polynomial);
  };
  const positive = (polynomial: Polynomial): boolean => nonNegative(subtract(polynomial, constant(1)));
  return {
    nonNegative,
    positive,
    nonZero: (polynomial) => positive(polynomial) || positive(scale(polynomial, -1)),
    contradictory,
  };
}

/** Sorts the facts by the first variable of the sequence that each mentions, and adds what follows for the later ones. */
function eliminate(
  facts: readonly Fact[],
  sequence: readonly string[],
): { readonly bounds: ReadonlyMap<string, Bounds>; readonly contradictory: boolean } {
  const bounds = new Map<string, Bounds>();
  let pending = facts.filter(isExact).map(tighten);
  for (const id of sequence) {
    const { mine, others } = partition(pending, id);
    bounds.set(id, mine);
    pending = [...others];
    for (const low of mine.lower) {
      for (const high of mine.upper) {
        const derived = tighten(add(scale(low.rest, high.factor), scale(high.rest, low.factor)));
        if (isExact(derived) && !pending.some((fact) => equal(fact, derived))) pending.push(derived);
      }
    }
  }
  return { bounds, contradictory: pending.some((fact) => (constantValue(fact) ?? 0) < 0) };
}

function partition(facts: readonly Fact[], id: string): { readonly mine: Bounds; readonly others: readonly Fact[] } {
  const mine: Bounds = { lower: [], upper: [] };
  const others: Fact[] = [];
  for (const fact of facts) {
    const { factor, rest } = factorOut(fact, id);
    const value = constantValue(factor);
    if (value === 0) others.push(fact);
    else if (value !== undefined) {
      const side = 0 < value ? mine.lower : mine.upper;
      if (side.length < mostBounds) side.push({ factor: Math.abs(value), rest });
    }
  }
  return { mine, others };
}

/** `6x - 3y - 4 >= 0` says of integers the same as `2x - y - 2 >= 0`. */
function tighten(fact: Fact): Fact {
  const divisor = greatestCommonDivisor([...fact].filter(([key]) => key !== "").map(([, coefficient]) => coefficient));
  if (divisor <= 1) return fact;
  const tight = new Map<string, number>();
  for (const [key, coefficient] of fact) {
    const quotient = Math.floor(coefficient / divisor);
    if (quotient !== 0) tight.set(key, quotient);
  }
  return tight;
}
