// The assumptions under which a loop was rewritten, tested at run time: by a call on its options, or by the rewritten code before it.
import { holdsDistinct } from "./data/distinct.js";
import { overlap } from "./data/overlap.js";
import { isPlain } from "./data/plain.js";

export interface Assumptions {
  /** Pairs of values that must not share memory. */
  readonly disjoint?: readonly (readonly [unknown, unknown])[] | undefined;
  /** Values that must be arrays, as the language makes them. */
  readonly arrays?: readonly unknown[] | undefined;
  /** Values that must be made of arrays, typed arrays, objects without a class, and primitives alone. */
  readonly plain?: readonly unknown[] | undefined;
  /** Arrays and objects that must hold each object once. */
  readonly distinct?: readonly object[] | undefined;
  /** Numbers that must be whole. */
  readonly integers?: readonly number[] | undefined;
}

/**
 * Whether a rewritten loop may run: the code before it asks, and runs the loop as it was where the answer is no.
 * O(objects that can be reached from the values).
 */
export function assumptionsHold(assumptions: Assumptions): boolean {
  return whyNot(assumptions) === undefined;
}

/** Nothing of the program is called to go through it. */
function isPlainArray(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    Object.getPrototypeOf(value) === Array.prototype &&
    !loopsOfItsOwn.some((name) => Object.hasOwn(value, name))
  );
}

/** By which it could be gone through another way. */
const loopsOfItsOwn: readonly PropertyKey[] = [
  Symbol.iterator,
  ...["concat", "constructor", "every", "filter", "find", "findIndex", "flat", "flatMap", "forEach", "map", "reduce"],
  ...["reverse", "slice", "some", "sort"],
];

/** Sums of some of them are computed without rounding, so that two of them are equal only where they are. */
const largest = 2 ** 50;

/** What does not hold, for people; undefined: everything does. */
export function whyNot({ arrays, plain, disjoint, distinct, integers }: Assumptions): string | undefined {
  if (arrays?.some((value) => !isPlainArray(value))) return "a value that must be an array is none";
  if (plain?.some((value) => !isPlain(value))) return "a value that must be plain data is none";
  if (disjoint?.some(([a, b]) => overlap(a, b))) return "two values that must be disjoint share memory";
  if (distinct?.some((array) => !holdsDistinct(array))) return "an array holds the same object twice";
  if (integers?.some((value) => !Number.isInteger(value) || Math.abs(value) > largest))
    return "a number that must be whole is not";
  return undefined;
}
