// Whether a system of linear equations and inequalities has a solution in whole numbers: the Omega test.
import { greatestCommonDivisor } from "./integers.js";

/** `coefficients · x + constant`, one coefficient for each unknown; those that are left out are 0. */
export interface LinearForm {
  readonly coefficients: readonly number[];
  readonly constant: number;
}

export interface IntegerSystem {
  /** Forms that are 0. */
  readonly equations: readonly LinearForm[];
  /** Forms that are not negative. */
  readonly inequalities: readonly LinearForm[];
}

/** Forms that may be looked at before the answer is "unknown". The systems of real subscripts need some hundred. */
const mostForms = 4_000;
/** Values of one unknown that are tried one by one where shadows do not decide. */
const mostSplinters = 24;

/** What is left of the bound on work; below 0 where the work, or the size of the numbers, has gone beyond what is allowed. */
let left = 0;

function hasGivenUp(): boolean {
  return left < 0;
}

function spend(amount: number): void {
  left -= amount;
}

/**
 * Exact, unless the numbers grow beyond 2^53 or the work beyond its bound: then "unknown". Equations are eliminated by
 * substitution, with the "mod hat" step where no coefficient is 1; inequalities by Fourier–Motzkin, with the real shadow where
 * it is exact, else with the dark shadow and splinters.
 * Source: Pugh, "The Omega test: a fast and practical integer programming algorithm for dependence analysis", Supercomputing
 * 1991. Exponential at worst; small systems with small coefficients take microseconds.
 */
export function hasIntegerSolution({ equations, inequalities }: IntegerSystem): "yes" | "no" | "unknown" {
  left = mostForms;
  const isSolvable = solve(equations.map(toRow), inequalities.map(toRow));
  return hasGivenUp() ? "unknown" : isSolvable ? "yes" : "no";

  function solve(equal: readonly Row[], atLeast: readonly Row[]): boolean {
    let [equations, inequalities]: [readonly Row[], readonly Row[]] = [equal, atLeast];
    for (;;) {
      spend(1 + inequalities.length);
      if (hasGivenUp()) return true;
      const [first, ...others] = equations;
      if (first === undefined) break;
      const equation = reduceEquation(first);
      if (equation === "never") return false;
      if (equation === "always") {
        equations = others;
        continue;
      }
      const { id, value, isSolved } = solveFor(equation);
      const replace = (row: Row) => substitute(row, id, value);
      equations = isSolved ? others.map(replace) : equations.map(replace);
      inequalities = inequalities.map(replace);
    }
    return solveInequalities(inequalities);
  }

  function solveInequalities(given: readonly Row[]): boolean {
    if (hasGivenUp()) return true;
    const tight = tighten(given);
    if (tight === "never") return false;
    if (tight.equations.length > 0) return solve(tight.equations, tight.inequalities);
    const { inequalities } = tight;
    const choice = chooseUnknown(inequalities);
    if (choice === undefined) return true;
    const { id, lower, upper, others, isExact } = choice;
    const shadow = (isDark: boolean) => {
      spend(lower.length * upper.length);
      return [...others, ...lower.flatMap((low) => upper.map((high) => combine(low, high, id, isDark)))];
    };
    if (isExact) return solveInequalities(shadow(false));
    if (!solveInequalities(shadow(false))) return false;
    if (solveInequalities(shadow(true))) return true;
    // A solution outside of the dark shadow lies close above one of the lower bounds.
    const steepest = Math.max(...upper.map((high) => -high.get(id)!));
    return lower.some((low) => {
      const factor = low.get(id)!;
      const last = Math.floor((steepest * factor - steepest - factor) / steepest);
      if (last > mostSplinters) spend(mostForms);
      if (hasGivenUp()) return true;
      for (let above = 0; above <= last; above++) if (solve([shift(low, -above)], inequalities)) return true;
      return false;
    });
  }
}

/** Coefficients by unknown, none of them 0; the constant has the key `-1`. Fresh unknowns get the next free number. */
type Row = ReadonlyMap<number, number>;

const constantKey = -1;
let nextFresh = 1_000_000;

function toRow({ coefficients, constant }: LinearForm): Row {
  const row = new Map<number, number>();
  for (const [id, coefficient] of [...coefficients.entries(), [constantKey, constant] as const])
    if (coefficient !== 0) row.set(id, safe(coefficient));
  return row;
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) left = -1;
  return value;
}

function constantOf(row: Row): number {
  return row.get(constantKey) ?? 0;
}

function unknownsOf(row: Row): readonly (readonly [number, number])[] {
  return [...row].filter(([id]) => id !== constantKey);
}

function addScaled(row: Row, other: Row, factor: number): Row {
  const sum = new Map(row);
  for (const [id, coefficient] of other) {
    const total = safe((sum.get(id) ?? 0) + safe(coefficient * factor));
    if (total === 0) sum.delete(id);
    else sum.set(id, total);
  }
  return sum;
}

function shift(row: Row, by: number): Row {
  return addScaled(row, new Map([[constantKey, 1]]), by);
}

function substitute(row: Row, id: number, value: Row): Row {
  const factor = row.get(id);
  if (factor === undefined) return row;
  const rest = new Map(row);
  rest.delete(id);
  return addScaled(rest, value, factor);
}

function divisorOf(row: Row): number {
  return greatestCommonDivisor(unknownsOf(row).map(([, coefficient]) => coefficient));
}

function scaleDown(row: Row, divisor: number): Row {
  return new Map([...row].map(([id, coefficient]) => [id, coefficient / divisor]));
}

function reduceEquation(row: Row): Row | "never" | "always" {
  const divisor = divisorOf(row);
  const constant = constantOf(row);
  if (divisor === 0) return constant === 0 ? "always" : "never";
  if (constant % divisor !== 0) return "never";
  return divisor === 1 ? row : scaleDown(row, divisor);
}

/** An unknown in terms of the others: from the equation itself where its coefficient is 1 or -1, else with a fresh unknown. */
function solveFor(equation: Row): { readonly id: number; readonly value: Row; readonly isSolved: boolean } {
  const unknowns = unknownsOf(equation);
  const [id, coefficient] = unknowns.reduce((best, each) => (Math.abs(each[1]) < Math.abs(best[1]) ? each : best));
  const sign = Math.sign(coefficient);
  const rest = new Map(equation);
  rest.delete(id);
  if (Math.abs(coefficient) === 1) return { id, value: addScaled(new Map(), rest, -sign), isSolved: true };
  const modulus = Math.abs(coefficient) + 1;
  const value = new Map<number, number>([[nextFresh++, -sign * modulus]]);
  for (const [other, factor] of rest) {
    const left = sign * hat(factor, modulus);
    if (left !== 0) value.set(other, left);
  }
  return { id, value, isSolved: false };
}

/** The remainder that lies nearest to 0 (Pugh's `mod` with a hat). */
function hat(value: number, modulus: number): number {
  return value - modulus * Math.floor(value / modulus + 0.5);
}

/** Of parallel inequalities only the tightest is kept; two that leave one value are an equation. */
function tighten(
  rows: readonly Row[],
): { readonly equations: readonly Row[]; readonly inequalities: readonly Row[] } | "never" {
  const tightest = new Map<string, Row>();
  for (const row of rows) {
    const divisor = divisorOf(row);
    if (divisor === 0) {
      if (constantOf(row) < 0) return "never";
      continue;
    }
    const reduced = divisor === 1 ? row : withConstant(scaleDown(row, divisor), Math.floor(constantOf(row) / divisor));
    const key = keyOf(reduced, 1);
    const known = tightest.get(key);
    if (known === undefined || constantOf(reduced) < constantOf(known)) tightest.set(key, reduced);
  }
  const equations: Row[] = [];
  const inequalities: Row[] = [];
  const done = new Set<string>();
  for (const [key, row] of tightest) {
    if (done.has(key)) continue;
    const oppositeKey = keyOf(row, -1);
    const opposite = tightest.get(oppositeKey);
    const room = opposite === undefined ? Number.POSITIVE_INFINITY : constantOf(row) + constantOf(opposite);
    if (room < 0) return "never";
    if (room === 0) {
      equations.push(row);
      done.add(oppositeKey);
    } else inequalities.push(row);
  }
  return { equations, inequalities };
}

function withConstant(row: Row, constant: number): Row {
  const changed = new Map(row);
  if (constant === 0) changed.delete(constantKey);
  else changed.set(constantKey, constant);
  return changed;
}

function keyOf(row: Row, factor: 1 | -1): string {
  return unknownsOf(row)
    .map(([id, coefficient]) => `${id}:${factor * coefficient}`)
    .sort()
    .join();
}

interface Choice {
  readonly id: number;
  readonly lower: readonly Row[];
  readonly upper: readonly Row[];
  readonly others: readonly Row[];
  /** The real shadow is the whole truth: one side has only coefficients of 1, or there is nothing on it. */
  readonly isExact: boolean;
}

/** The unknown that is cheapest to eliminate; one whose elimination is exact comes first. */
function chooseUnknown(rows: readonly Row[]): Choice | undefined {
  let best: Choice | undefined;
  for (const id of new Set(rows.flatMap((row) => unknownsOf(row).map(([each]) => each)))) {
    const of = (row: Row) => row.get(id) ?? 0;
    const lower = rows.filter((row) => of(row) > 0);
    const upper = rows.filter((row) => of(row) < 0);
    const isExact = lower.every((row) => of(row) === 1) || upper.every((row) => of(row) === -1);
    const choice = { id, lower, upper, others: rows.filter((row) => of(row) === 0), isExact };
    const pairs = ({ lower, upper }: Choice) => lower.length * upper.length;
    if (best === undefined || (isExact && !best.isExact) || (isExact === best.isExact && pairs(choice) < pairs(best)))
      best = choice;
  }
  return best;
}

/** From `b x >= β` and `a x <= α`: `b α - a β >= 0`; dark: `>= (a - 1)(b - 1)`, which leaves room for a whole number. */
function combine(low: Row, high: Row, id: number, isDark: boolean): Row {
  const [b, a] = [low.get(id)!, -high.get(id)!];
  const shadow = addScaled(addScaled(new Map(), high, b), low, a);
  return isDark ? shift(shadow, -(a - 1) * (b - 1)) : shadow;
}
