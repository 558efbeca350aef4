// Integer polynomials over named symbols: the form in which subscripts and loop bounds are compared. Plain data.

/**
 * Sum of `coefficient * product of symbols`. The key is the sorted names joined by `*`; the empty key is the constant term.
 * Names: loop variables and loop-invariant symbols alike, each unique by its id (the accesses layer makes the ids; an id
 * holds no `*`). No zero coefficients are stored, so the empty map is 0. A coefficient that cannot be represented exactly
 * (beyond 2^53) is stored as NaN and stays NaN through all operations; nothing is ever proved of such a polynomial.
 */
export type Polynomial = ReadonlyMap<string, number>;

/** A counted loop of the nest: its variable takes the values `lower, lower + step, …` up to at most `upper` (inclusive). */
export interface LoopVariable {
  /** Name of the variable in the polynomials. */
  readonly id: string;
  /** Smallest value, when known; a loop that starts at an unknown value may not run over whole numbers. May mention the variables of enclosing loops and symbols. */
  readonly lower: Polynomial | undefined;
  /** Largest value (inclusive), when known; likewise. */
  readonly upper: Polynomial | undefined;
  /** Absolute value of the constant step; values are congruent modulo it. */
  readonly step: number;
  /** The loop counts down: later iterations have smaller values. */
  readonly descending?: boolean;
}

export const zero: Polynomial = new Map();

export function constant(value: number): Polynomial {
  return value === 0 ? zero : new Map([["", exact(value)]]);
}

export function variable(id: string): Polynomial {
  return new Map([[id, 1]]);
}

export function add(left: Polynomial, right: Polynomial): Polynomial {
  const sum = new Map(left);
  let isShorter = false;
  for (const [key, coefficient] of right) isShorter = accumulate(sum, key, coefficient) || isShorter;
  return madeOf([left, right], sum, isShorter);
}

export function subtract(left: Polynomial, right: Polynomial): Polynomial {
  return add(left, scale(right, -1));
}

/** @param factor an integer; anything else makes the result unusable for proofs. */
export function scale(polynomial: Polynomial, factor: number): Polynomial {
  const scaled = new Map<string, number>();
  if (factor !== 0) for (const [key, coefficient] of polynomial) scaled.set(key, exact(coefficient * factor));
  return madeOf([polynomial], scaled, factor === 0);
}

export function multiply(left: Polynomial, right: Polynomial): Polynomial {
  const product = new Map<string, number>();
  let isShorter = left.size === 0 || right.size === 0;
  for (const [leftKey, leftCoefficient] of left) {
    for (const [rightKey, rightCoefficient] of right) {
      const coefficient = exact(leftCoefficient * rightCoefficient);
      isShorter = accumulate(product, joinKeys(leftKey, rightKey), coefficient) || isShorter;
    }
  }
  return madeOf([left, right], product, isShorter);
}

export function isZero(polynomial: Polynomial): boolean {
  return polynomial.size === 0;
}

/** The value, when the polynomial mentions no symbol and is exact. */
export function constantValue(polynomial: Polynomial): number | undefined {
  if (polynomial.size === 0) return 0;
  const value = polynomial.size === 1 ? polynomial.get("") : undefined;
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

export function equal(left: Polynomial, right: Polynomial): boolean {
  return left.size === right.size && [...left].every(([key, coefficient]) => right.get(key) === coefficient);
}

/** False when a coefficient went beyond what a number holds exactly. */
export function isExact(polynomial: Polynomial): boolean {
  return [...polynomial.values()].every(Number.isSafeInteger);
}

export function idsOf(polynomial: Polynomial): ReadonlySet<string> {
  return new Set([...polynomial.keys()].flatMap(idsOfKey));
}

/**
 * The ids of the polynomial with those that cancelled out when it was made: `w` in `i + w - w`. That has the value `i` only where
 * `w` is a whole number; it is none where `w` is NaN, and neither `w <= w` nor `w > w` holds then.
 */
export function mentionedIn(polynomial: Polynomial): ReadonlySet<string> {
  const ids = idsOf(polynomial);
  const others = cancelled.get(polynomial);
  return others === undefined ? ids : new Set([...ids, ...others]);
}

/** A number of its own, made of others: what is to be tested of these is to be tested where it is used. */
export function madeFrom(id: string, parts: Polynomial): Polynomial {
  const result = variable(id);
  cancelled.set(result, [...mentionedIn(parts)]);
  return result;
}

/** The names of one term, each as often as it is a factor. */
export function idsOfKey(key: string): readonly string[] {
  return key === "" ? [] : key.split("*");
}

/** The id stands for the iterations of some loop, and for nothing that keeps its value. */
export function isOfLoop(id: string): boolean {
  return id.startsWith("i") || id.startsWith("o");
}

/** Every occurrence of the symbol replaced by the other polynomial. */
export function substitute(polynomial: Polynomial, id: string, replacement: Polynomial): Polynomial {
  let result: Polynomial = zero;
  for (const [key, coefficient] of polynomial) {
    const factors = idsOfKey(key);
    const others = factors.filter((factor) => factor !== id);
    let term: Polynomial = new Map([[others.join("*"), coefficient]]);
    for (let left = factors.length - others.length; 0 < left; left--) term = multiply(term, replacement);
    result = add(result, term);
  }
  return result;
}

/** Names replaced by other names. */
export function rename(polynomial: Polynomial, names: ReadonlyMap<string, string>): Polynomial {
  const renamed = new Map<string, number>();
  for (const [key, coefficient] of polynomial) {
    const factors = idsOfKey(key).map((id) => names.get(id) ?? id);
    accumulate(renamed, factors.sort().join("*"), coefficient);
  }
  return renamed;
}

/** `polynomial = factor * id + rest`, where `rest` does not mention `id` (and `factor` does only where its degree is above one). */
export function factorOut(
  polynomial: Polynomial,
  id: string,
): { readonly factor: Polynomial; readonly rest: Polynomial } {
  const factor = new Map<string, number>();
  const rest = new Map<string, number>();
  for (const [key, coefficient] of polynomial) {
    const factors = [...idsOfKey(key)];
    const at = factors.indexOf(id);
    if (at < 0) rest.set(key, coefficient);
    else factor.set(factors.toSpliced(at, 1).join("*"), coefficient);
  }
  return { factor, rest };
}

/**
 * The terms in a reader's order: higher degree first, the constant last, `x - y` rather than `-y + x`.
 * @param nameOf what to write for an id; the id itself when left out.
 */
export function toText(polynomial: Polynomial, nameOf: (id: string) => string = (id) => id): string {
  const terms = [...polynomial].sort(
    ([a, left], [b, right]) =>
      idsOfKey(b).length - idsOfKey(a).length || Math.sign(right) - Math.sign(left) || (a < b ? -1 : 1),
  );
  if (terms.length === 0) return "0";
  return terms
    .map(([key, coefficient], index) => {
      const sign = coefficient < 0 ? (index === 0 ? "-" : " - ") : index === 0 ? "" : " + ";
      const size = Math.abs(coefficient);
      const names = idsOfKey(key).map(nameOf).join("*");
      return sign + (names === "" ? `${size}` : size === 1 ? names : `${size}*${names}`);
    })
    .join("");
}

/** True when the term cancelled out. */
function accumulate(sum: Map<string, number>, key: string, coefficient: number): boolean {
  const total = exact((sum.get(key) ?? 0) + coefficient);
  if (total === 0) return sum.delete(key);
  sum.set(key, total);
  return false;
}

const cancelled = new WeakMap<Polynomial, readonly string[]>();

/** @param isShorter some term of the parts is no longer there */
function madeOf(parts: readonly Polynomial[], result: Polynomial, isShorter: boolean): Polynomial {
  if (!isShorter && !parts.some((part) => cancelled.has(part))) return result;
  const left = idsOf(result);
  const gone = parts.flatMap((part) => [...mentionedIn(part)]).filter((id) => !left.has(id));
  if (gone.length > 0) cancelled.set(result, gone);
  return result;
}

function joinKeys(left: string, right: string): string {
  if (left === "" || right === "") return left + right;
  return [...idsOfKey(left), ...idsOfKey(right)].sort().join("*");
}

function exact(value: number): number {
  return Number.isSafeInteger(value) ? value : Number.NaN;
}
