// Loops of which all is done in order, although their iterations do not depend on one another.
import type { Access, Facts } from "../accesses/access.js";
import { estimateWork } from "../accesses/work.js";
import type { Body } from "./body.js";
import { holdsCall } from "./leavesWork.js";
import type { Partition } from "./partition.js";
import { leavesOf, patternOf, readsCombined } from "./pattern.js";
import { factsBelow, type Unit } from "./units.js";
import type { Idle } from "./verdict.js";

/** Operations up to which a statement only stores: what takes more is the caller's for a reason. */
const cheap = 15;

/**
 * What such a loop does; undefined where one iteration needs what another has left, or may need it. A reduction is one, however
 * little else the loop does. O(accesses of the commit · accesses of the body).
 */
export function idleOf(body: Body, part: Partition): Idle | undefined {
  const inOrder = part.outermost();
  if (inOrder.length === 0 || body.units.all.some((unit) => unit.leaves)) return undefined;
  if (inOrder.every((unit) => onlyStores(unit, body))) return "stores";
  const isReduction = patternOf(body, part) === "reduction";
  return isReduction && inOrder.every((unit) => onlyCombines(unit, body)) && !readsCombined(inOrder, body, true)
    ? "combines"
    : undefined;
}

/** No later iteration reads what the statement stores; where several store into one place, they keep their order. */
function onlyStores(unit: Unit, body: Body): boolean {
  const isDear = ({ statement }: Unit) => estimateWork(statement, body.context) > cheap;
  if (holdsCall(unit.statement, body, false) || leavesOf(unit).some(isDear)) return false;
  return factsBelow(unit).every(
    (facts) => facts.effects.length === 0 && writesOf(facts, body).every((write) => !isReadLater(write, body)),
  );
}

/** The statement changes what it combines, and nothing else: no generator that it takes a number from, no list. */
function onlyCombines(unit: Unit, body: Body): boolean {
  const isLeaf = unit.kind === "leaf";
  const writes = writesOf(unit.facts, body);
  return (
    unit.facts.effects.length === 0 &&
    writes.length <= (isLeaf ? 1 : 0) &&
    writes.every(({ viaCall }) => !viaCall) &&
    unit.children.every((child) => onlyCombines(child, body))
  );
}

/** What stays behind the iteration: not the counters of inner loops. */
function writesOf({ accesses }: Facts, body: Body): readonly Access[] {
  return accesses.filter(
    ({ mode, target }) => mode === "write" && !(target.kind === "variable" && body.isIterationLocal(target.symbol)),
  );
}

function isReadLater(write: Access, body: Body): boolean {
  return body.accesses.some((read) => read.mode === "read" && body.meet(write, read).later);
}
