// Sections of typed arrays (`data.subarray(r * width, (r + 1) * width)`): whether those of different iterations show different
// elements.
import { ts } from "ts-morph";
import type { Ref, Step } from "../accesses/access.js";
import type { Nest } from "./nest.js";
import {
  constantValue,
  equal,
  factorOut,
  idsOf,
  isExact,
  isZero,
  type Polynomial,
  scale,
  subtract,
} from "./polynomial.js";

/**
 * The bounds of two sections of one array that no two iterations of the loop under test have in common; undefined where they may.
 * They lie side by side: each ends where that of the next iteration starts, or before. Negative bounds count from the end of the
 * array: there, at most one of the sections holds anything, because all of them start at multiples of one number, from 0 on
 * (ECMAScript, %TypedArray%.prototype.subarray). It rests on the numbers in the bounds being whole. O(size of the bounds).
 */
export function sectionsApart(left: Ref, right: Ref, nest: Nest): readonly Polynomial[] | undefined {
  const [one, other] = [sectionIn(left), sectionIn(right)];
  if (one === undefined || other === undefined || !isSameArray(left, right, nest)) return undefined;
  const [first, second] = [boundsOf(one, nest), boundsOf(other, nest)];
  if (first === undefined || second === undefined) return undefined;
  if (!equal(first.from, second.from) || !equal(first.to, second.to)) return undefined;
  const { id, lower, step } = nest.carrier;
  const lowest = lower && constantValue(lower);
  const { factor, rest } = factorOut(first.from, id);
  const start = constantValue(rest);
  if (lowest === undefined || lowest < 0 || start === undefined || start < 0) return undefined;
  if (isZero(factor) || idsOf(factor).has(id)) return undefined;
  const size = subtract(first.to, first.from);
  const pace = scale(factor, step);
  const [length, advance] = [constantValue(size), constantValue(pace)];
  const isShorter = length !== undefined && advance !== undefined && 0 <= length && length <= advance;
  return isShorter || equal(size, pace) ? [first.from, first.to] : undefined;
}

interface Bounds {
  readonly from: Polynomial;
  readonly to: Polynomial;
}

/** The section that is the last step on the way. */
function sectionIn({ path }: Ref): ts.CallExpression | undefined {
  const last = path.at(-1);
  return last?.kind === "anything" ? last.section : undefined;
}

/** What the section starts and ends with in an iteration, whatever the loops inside of it do. */
function boundsOf(section: ts.CallExpression, nest: Nest): Bounds | undefined {
  const { body } = nest.loop;
  for (let at: ts.Node = section; at !== body; at = at.parent)
    if (at.parent === undefined || ts.isFunctionLike(at)) return undefined;
  const [start, end] = section.arguments;
  const from = start && nest.polynomial(start);
  const to = end && nest.polynomial(end);
  if (from === undefined || to === undefined || !isExact(from) || !isExact(to)) return undefined;
  const inner = nest.innerLoops(section).map(({ id }) => id);
  const mentions = [...idsOf(from), ...idsOf(to)];
  return mentions.some((id) => inner.includes(id)) ? undefined : { from, to };
}

/** All names on the way are the same, and lead to the same object in all iterations. */
function isSameArray(left: Ref, right: Ref, nest: Nest): boolean {
  const [way, other] = [namesIn(left.path), namesIn(right.path)];
  if (way === undefined || other === undefined || way.join(".") !== other.join(".")) return false;
  const [a, b] = [left.root, right.root];
  if (a.kind === "variable")
    return (
      b.kind === "variable" &&
      a.symbol === b.symbol &&
      (way.length === 0 ? nest.keepsVariable(a.symbol) : nest.keepsPlace(a.symbol, way))
    );
  return a.kind === "this" && b.kind === "this" && way.length > 0 && nest.keepsPlace(undefined, way);
}

function namesIn(path: readonly Step[]): readonly string[] | undefined {
  const names = path.slice(0, -1).flatMap((step) => (step.kind === "property" ? [step.name] : []));
  return names.length === path.length - 1 ? names : undefined;
}
