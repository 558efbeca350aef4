// Loops of which all is done in order, although their iterations do not depend on one another.
import { ts } from "ts-morph";
import type { Access, Facts } from "../accesses/access.js";
import { estimateWork } from "../accesses/work.js";
import type { LoopKind } from "../loops/loop.js";
import type { Body } from "./body.js";
import { isReduction, isSelection } from "./combinations.js";
import { callForNothing, tellsOnlyWhere } from "./gathering.js";
import { holdsCall } from "./leavesWork.js";
import type { Partition } from "./partition.js";
import { leavesOf, patternOf, readsCombined } from "./pattern.js";
import { factsBelow, type Unit } from "./units.js";
import type { Idle } from "./verdict.js";

/** Operations up to which a statement only stores: what takes more is the caller's for a reason. */
const cheap = 30;

/** Array methods that make an array of what their callbacks give. */
const storesResults: ReadonlySet<LoopKind> = new Set<LoopKind>(["Array.from", "filter", "flatMap", "map"]);

/**
 * What such a loop does; undefined where one iteration needs what another has left, or may need it. A reduction is one, however
 * little else the loop does. O(accesses of the commit · accesses of the body).
 */
export function idleOf(body: Body, part: Partition): Idle | undefined {
  const inOrder = part.outermost();
  if (body.units.all.some((unit) => unit.leaves)) return undefined;
  // `rows.map(({ name }) => name)` takes out what is there; to store it is for the method.
  if (inOrder.length === 0) return storesResults.has(body.loop.kind) ? "stores" : undefined;
  if (inOrder.every((unit) => onlyStores(unit, body))) return "stores";
  const combinesOne = inOrder.flatMap(leavesOf).some((leaf) => isCombination(leaf, body));
  const combines =
    combinesOne &&
    inOrder.every((unit) => onlyCombines(unit, body)) &&
    !readsCombined(inOrder, body, true, (read) => tellsOnlyWhere(read, body));
  if (!combines) return undefined;
  // Of other combinations, such as the sums of each key, nobody promises that parts of them can be put together.
  return patternOf(body, part) === "reduction" ? "combines" : "stores";
}

/**
 * No later iteration reads what the statement stores; where several store into one place, they keep their order.
 * @param combines unless it is to combine it
 */
function onlyStores(unit: Unit, body: Body, combines = false): boolean {
  const isDear = ({ statement }: Unit) => estimateWork(statement, body.context) > cheap;
  const calls = ({ statement }: Unit) =>
    (callForNothing(statement, body)?.arguments ?? [statement]).some((part) => holdsCall(part, body, true));
  if (leavesOf(unit).some((leaf) => isDear(leaf) || calls(leaf))) return false;
  return factsBelow(unit).every(
    (facts) =>
      facts.effects.length === 0 && writesOf(facts, body).every((write) => !isReadLater(write, body, combines)),
  );
}

/** What is combined is all that stays behind the statement, or it only stores. */
function onlyCombines(unit: Unit, body: Body): boolean {
  const { facts, kind } = unit;
  if (facts.effects.length > 0) return false;
  const isSilent = writesOf(facts, body).length === 0;
  if (kind !== "leaf") return isSilent && unit.children.every((child) => onlyCombines(child, body));
  return isSilent || isCombination(unit, body) || onlyStores(unit, body, true);
}

/**
 * Each statement in it, that of a callback of `forEach` too, changes one thing, with which it combines a value: it takes no number
 * from a generator, and counts no steps that something else is done by.
 */
function isCombination({ facts, statement: whole }: Unit, body: Body): boolean {
  const writes = writesOf(facts, body);
  const { space } = body.loop;
  const folded = space.form === "elements" ? space.accumulator?.name : undefined;
  if (writes.length === 0) return folded !== undefined && isReduction(whole, folded);
  // One node may stand for several objects.
  const nodes = [...new Set(writes.map(({ node }) => node))];
  const statements = nodes.map((node) => statementOf(node, body));
  return (
    new Set(statements).size === nodes.length &&
    writes.every(({ viaCall }) => !viaCall) &&
    statements.every(
      (each) =>
        // A loop changes what it goes through, if that can be used up.
        (ts.isExpressionStatement(each) || ts.isReturnStatement(each) || !ts.isStatement(each)) &&
        (isReduction(each, folded) || isSelected(each, body)),
    )
  );
}

/** The innermost statement around a node, or the expression that is all that a callback consists of. */
function statementOf(node: ts.Node, { loop }: Body): ts.Node {
  let at = node;
  while (at !== loop.body && !ts.isStatement(at) && !(ts.isArrowFunction(at.parent) && at.parent.body === at))
    at = at.parent;
  return at;
}

/** It stands behind a comparison with the best so far. */
function isSelected(statement: ts.Node, { loop }: Body): boolean {
  for (let at = statement; at !== loop.body && at !== loop.node; at = at.parent)
    if (ts.isIfStatement(at.parent) && at.parent.thenStatement === at && isSelection(at.parent)) return true;
  return false;
}

/** What stays behind the iteration: not the counters of inner loops. */
function writesOf({ accesses }: Facts, body: Body): readonly Access[] {
  return accesses.filter(
    ({ mode, target }) => mode === "write" && !(target.kind === "variable" && body.isIterationLocal(target.symbol)),
  );
}

function isReadLater(write: Access, body: Body, combines: boolean): boolean {
  return body.accesses.some(
    (read) => read.mode === "read" && body.meet(write, read).later && !tellsOnlyWhere(read, body, combines),
  );
}
