// SubscriptTest: stride
//
// A subscript such as `y * width + x` with `0 <= x < width` is a pair of subscripts in one number, and equal numbers mean
// equal pairs.
//
// Form: `[S*i + r(…)]` and `[S*i + q(…)]` with a polynomial stride `S > 0`: where `|q - r| < S` throughout, the difference
// `S*A + B` is 0 exactly where `A = 0` and `B = 0`. Both are tested further, so strides nest: `(y*h + x)*4 + c`.
// Source: Maydan, Hennessy, Lam, "Efficient and Exact Data Dependence Analysis", PLDI 1991; Grosser, Ramanujam, Pouchet,
// Sadayappan, Pop, "Optimistic Delinearization of Parametrically Sized Arrays", ICS 2015.
import type { Prover } from "../facts.js";
import {
  add,
  constant,
  constantValue,
  equal,
  idsOfKey,
  isZero,
  multiply,
  type Polynomial,
  scale,
  subtract,
  zero,
} from "../polynomial.js";
import type { SubscriptTest } from "./subscriptTest.js";

export const stride: SubscriptTest = {
  id: "stride",
  needsWholeVariables: true,
  run({ difference }, { varying, anyOrder }) {
    const groups = groupByVarying(difference, varying);
    for (const size of candidateStrides(groups)) {
      const digits = split(groups, size, anyOrder);
      if (digits === undefined) continue;
      const equations = [digits.high, digits.low].filter((digit) => !isZero(digit));
      return { kind: "split", equations: equations.map((digit) => ({ difference: digit })) };
    }
    return undefined;
  },
};

/** `difference` as a sum of `(polynomial of symbols) * (product of loop variables)`, by the latter. */
type Groups = ReadonlyMap<string, Polynomial>;

function groupByVarying(difference: Polynomial, varying: ReadonlySet<string>): Groups {
  const groups = new Map<string, Polynomial>();
  for (const [key, coefficient] of difference) {
    const ids = idsOfKey(key);
    const moving = ids.filter((id) => varying.has(id)).join("*");
    const fixed = ids.filter((id) => !varying.has(id)).join("*");
    groups.set(moving, add(groups.get(moving) ?? zero, new Map([[fixed, coefficient]])));
  }
  return groups;
}

/** The coefficients of loop variables, of highest degree first: the outermost dimension comes off first. */
function candidateStrides(groups: Groups): readonly Polynomial[] {
  const strides: Polynomial[] = [];
  for (const [moving, coefficient] of groups) {
    if (moving === "") continue;
    const size = leadingTerm(coefficient)[1] < 0 ? scale(coefficient, -1) : coefficient;
    if (constantValue(size) === 1 || strides.some((known) => equal(known, size))) continue;
    strides.push(size);
  }
  return strides.sort((a, b) => compareTerms(leadingTerm(b), leadingTerm(a)));
}

interface Digits {
  readonly high: Polynomial;
  readonly low: Polynomial;
}

function split(groups: Groups, size: Polynomial, prover: Prover): Digits | undefined {
  if (!prover.positive(size)) return undefined;
  let high: Polynomial = zero;
  let low: Polynomial = zero;
  for (const [moving, coefficient] of groups) {
    const { quotient, remainder } = divide(coefficient, size);
    const factor: Polynomial = new Map([[moving, 1]]);
    high = add(high, multiply(quotient, factor));
    low = add(low, multiply(remainder, factor));
  }
  if (isZero(high)) return undefined;
  for (const carry of [0, 1, -1]) {
    const digits = { high: add(high, constant(carry)), low: subtract(low, scale(size, carry)) };
    const room = subtract(size, constant(1));
    const fits = prover.nonNegative(subtract(room, digits.low)) && prover.nonNegative(add(room, digits.low));
    if (fits) return digits;
  }
  return undefined;
}

/** Division by the leading term: `dividend = quotient * divisor + remainder`, as much in the quotient as goes in whole numbers. */
function divide(
  dividend: Polynomial,
  divisor: Polynomial,
): { readonly quotient: Polynomial; readonly remainder: Polynomial } {
  const [divisorKey, divisorCoefficient] = leadingTerm(divisor);
  let quotient: Polynomial = zero;
  let remainder: Polynomial = zero;
  let left = dividend;
  while (!isZero(left)) {
    const [key, coefficient] = leadingTerm(left);
    const factors = [...idsOfKey(key)];
    const fits = idsOfKey(divisorKey).every((id) => {
      const at = factors.indexOf(id);
      if (at < 0) return false;
      factors.splice(at, 1);
      return true;
    });
    const times = fits ? Math.trunc(coefficient / divisorCoefficient) : 0;
    const part: Polynomial = times === 0 ? zero : new Map([[factors.join("*"), times]]);
    quotient = add(quotient, part);
    left = subtract(left, multiply(part, divisor));
    const rest = left.get(key);
    if (rest === undefined) continue;
    remainder = add(remainder, new Map([[key, rest]]));
    left = new Map([...left].filter(([other]) => other !== key));
  }
  return { quotient, remainder };
}

type Term = readonly [key: string, coefficient: number];

function leadingTerm(polynomial: Polynomial): Term {
  return [...polynomial].reduce((best, term) => (0 < compareTerms(term, best) ? term : best));
}

/** Graded lexicographic order of the products; the sizes of the coefficients break ties. */
function compareTerms([aKey, a]: Term, [bKey, b]: Term): number {
  const byDegree = idsOfKey(aKey).length - idsOfKey(bKey).length;
  if (byDegree !== 0) return byDegree;
  const others = idsOfKey(bKey);
  for (const [index, id] of idsOfKey(aKey).entries()) if (id !== others[index]) return id < others[index]! ? 1 : -1;
  return Math.abs(a) - Math.abs(b);
}
