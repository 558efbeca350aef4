// Which of the three patterns a parallel loop shows: `map`, `reduction` or `commit`.
import { ts } from "ts-morph";
import type { Access } from "../accesses/access.js";
import type { Body } from "./body.js";
import { isReduction, isSelection, operationOn } from "./combinations.js";
import { endsByResult } from "./ownPlaces.js";
import type { Partition } from "./partition.js";
import { factsBelow, type Unit } from "./units.js";
import type { Pattern } from "./verdict.js";

export function patternOf(body: Body, part: Partition): Pattern {
  const { loop, units } = body;
  if (loop.kind === "some" || loop.kind === "every") return "reduction";
  if (endsByResult.has(loop.kind) || units.all.some((unit) => unit.leaves)) return "commit";
  const carried = part.outermost().filter((unit) => isCarried(unit, body));
  if (carried.length === 0) return "map";
  const { space } = loop;
  const folded = space.form === "elements" ? space.accumulator?.name : undefined;
  const combines = carried.every((unit) => isReduction(unit.statement, folded));
  return combines && !readsCombined(carried, body) ? "reduction" : "commit";
}

/** The commit computes a value from the one before it, in a way that is no reduction: `x[i] = (x[i - 1] + b[i]) / 2`. */
export function isRecurrence(body: Body, part: Partition): boolean {
  const hasEffects = (unit: Unit) => factsBelow(unit).some(({ effects }) => effects.length > 0);
  const carried = part.outermost().filter((unit) => !hasEffects(unit) && isCarried(unit, body));
  return carried.some((unit) => !isReduction(unit.statement, undefined)) || readsCombined(carried, body);
}

/**
 * A statement of the commit computes with what another one has left in an earlier iteration: in a variable, in a place, or by a
 * function of the program that keeps it (`next()` of a generator). Not what only gathers: `rows.push(row)`, `groups.get(key)`.
 */
export function handsOn(body: Body, part: Partition): boolean {
  const accesses = part
    .outermost()
    .flatMap(factsBelow)
    .flatMap((facts) => facts.accesses);
  const isPlain = ({ node, viaCall }: Access) => viaCall === true || !ts.isCallExpression(node);
  const reads = accesses.filter((access) => access.mode === "read" && isPlain(access));
  return accesses.some(
    (write) =>
      write.mode === "write" &&
      isPlain(write) &&
      !isCounted(write) &&
      reads.some((read) => (read.node !== write.node || write.viaCall === true) && isHandedOn(write, read, body)),
  );
}

/** `out[k++] = x`: each step is as long as the one before. */
function isCounted({ node: { parent } }: Access): boolean {
  return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
}

function isHandedOn(write: Access, read: Access, body: Body): boolean {
  if (write.target.kind === "variable" && read.target.kind === "variable")
    return write.target.symbol === read.target.symbol && !body.isIterationLocal(read.target.symbol);
  return write.target.kind === "place" && read.target.kind === "place" && body.meet(write, read).later;
}

/**
 * What has been combined so far is used for something else than the next combination: `s += x; out[i] = s`. Then the order
 * of the combinations matters.
 * @param isStrict what may be the same object is taken to be
 * @param isHarmless what is read is used for nothing else
 */
export function readsCombined(
  carried: readonly Unit[],
  body: Body,
  isStrict = false,
  isHarmless: (read: Access) => boolean = () => false,
): boolean {
  const folds = carried
    .flatMap(leavesOf)
    .flatMap((leaf) => leaf.facts.accesses.flatMap((write) => (write.mode === "write" ? [{ leaf, write }] : [])));
  return body.units.all.some((unit) =>
    unit.facts.accesses.some(
      (read) =>
        read.mode === "read" &&
        folds.some(
          ({ leaf, write }) =>
            !isOperand(read, unit, write, leaf) && sees(read, unit, write, leaf, body, isStrict) && !isHarmless(read),
        ),
    ),
  );
}

/** The statements in the unit that hold no other. */
export function leavesOf(unit: Unit): readonly Unit[] {
  return unit.kind === "leaf" ? [unit] : unit.children.flatMap(leavesOf);
}

/** The value so far, where a statement combines it in the same way, or where the selection around it compares it. */
function isOperand(read: Access, unit: Unit, write: Access, leaf: Unit): boolean {
  if (read.node === write.node) return true;
  if (unit === leaf && leaf.results.some((result) => result === write.node)) return true;
  const around = unit === leaf ? selectionAround(write.node, leaf.statement) : unit.statement;
  if (around !== undefined && ts.isIfStatement(around) && isSelection(around))
    return unit === leaf ? isWithin(read.node, around.expression) : isInside(leaf, unit);
  const operation = operationOn(write.node);
  return operation !== undefined && operation === operationOn(read.node);
}

function selectionAround(node: ts.Node, root: ts.Node): ts.Node | undefined {
  for (let at = node; at !== root; at = at.parent) if (ts.isIfStatement(at.parent)) return at.parent;
  return undefined;
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

function isInside(unit: Unit, outer: Unit): boolean {
  return unit === outer || (unit.parent !== undefined && isInside(unit.parent, outer));
}

/** The read may yield what the write has left, in the same iteration or a later one. */
function sees(read: Access, unit: Unit, write: Access, leaf: Unit, body: Body, isStrict: boolean): boolean {
  if (read.target.kind === "variable" && write.target.kind === "variable")
    return read.target.symbol === write.target.symbol && !body.isIterationLocal(read.target.symbol);
  if (read.target.kind === "variable" || write.target.kind === "variable") return false;
  const { later, same, unsureObject } = body.meet(write, read);
  return (isStrict || !unsureObject) && (later || (same && unit.order > leaf.order));
}

/** The commit statement touches, in another iteration, a place that it or another statement writes; or it has an effect. */
function isCarried(unit: Unit, body: Body): boolean {
  if (factsBelow(unit).some((facts) => facts.effects.length > 0)) return true;
  const own = factsBelow(unit).flatMap((facts) => facts.accesses);
  return own.some(
    (write) =>
      write.mode === "write" &&
      (write.target.kind === "variable"
        ? !body.isIterationLocal(write.target.symbol)
        : write.target.base.root.kind !== "fresh" &&
          body.accesses.some((other) => {
            const { later, earlier } = body.meet(write, other);
            return later || earlier;
          })),
  );
}
