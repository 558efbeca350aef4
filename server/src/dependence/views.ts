// Views of one memory: typed arrays that are different objects and yet hold one element, at two subscripts.
import type { ts } from "ts-morph";
import type { Ref, Step } from "../accesses/access.js";
import { isCollection } from "../loops/elementSpace.js";
import { equal, idsOf, type LoopVariable, type Polynomial } from "./polynomial.js";

/** What is inside lies in memory that others may look at, too: only arrays and the collections of the language have their own. */
export function mayBeView({ type }: Ref, step: Step, checker: ts.TypeChecker): boolean {
  if (step.kind === "property") return false;
  if (type === undefined) return true;
  const holder = checker.getNonNullableType(type);
  const parts = holder.isUnion() ? holder.types : [holder];
  return !parts.every((part) => checker.isArrayType(part) || checker.isTupleType(part) || isCollection(part));
}

/**
 * Both ways lead to one object, in whatever iterations: all names and subscripts but the last are the same and stay so.
 * @param dimensions the subscripts that are known, by their place on the way
 * @param loops those whose variables take other values while the ways are gone
 */
export function isOneWay(
  left: readonly Step[],
  right: readonly Step[],
  dimensions: readonly { readonly source: Polynomial; readonly sink: Polynomial; readonly depth: number }[],
  loops: readonly LoopVariable[],
): boolean {
  const changing = new Set(loops.map(({ id }) => id));
  return left.slice(0, -1).every((step, depth) => {
    const other = right[depth];
    if (step.kind === "property") return other?.kind === "property" && step.name === other.name;
    const compared = dimensions.find((dimension) => dimension.depth === depth);
    if (compared === undefined || !equal(compared.source, compared.sink)) return false;
    return [...idsOf(compared.source)].every((id) => !changing.has(id));
  });
}
