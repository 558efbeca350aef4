// What must have happened in an iteration before something else of it may fail: the kernel computes everything first, and if
// it fails, nothing of the iteration's commit is done.
import { ts } from "ts-morph";
import { mayNotEnd } from "../accesses/ending.js";
import { canThrow } from "../accesses/throwing.js";
import { bare, valueSymbol } from "../accesses/types.js";
import { isAssignmentOperator } from "../loops/operators.js";
import type { Body } from "./body.js";
import { comesBefore, isInLoop, type Unit } from "./units.js";
import { isVariableVisible, isVisible } from "./visibility.js";

export interface Hazards {
  /**
   * May `node`, a part of `unit`, fail or hang in an iteration in which the commit, before it comes there, does something
   * that can be seen, throws, or leaves?
   * @param moved parts of commit statements that the kernel computes, in their order
   */
  isEarly(node: ts.Node, unit: Unit, moved: ReadonlySet<ts.Node>): boolean;
  /** What was answered yes, with what has to come before it. */
  readonly failures: ReadonlyMap<ts.Node, ts.Node>;
}

/**
 * @param isCommit belongs to what the caller does, as the partition stands when it is asked
 * @param isBlindJump leaves the iteration by a decision that the kernel cannot make
 * @param startsAgain where an iteration fails, the author's loop is run instead of all that follows
 */
export function createHazards(
  body: Body,
  isCommit: (unit: Unit) => boolean,
  isBlindJump: (unit: Unit) => boolean,
  startsAgain: boolean,
): Hazards {
  const { context, units } = body;
  const throwing = new WeakMap<ts.Node, boolean>();
  const hanging = new WeakMap<ts.Node, boolean>();
  const visible = new Map<Unit, boolean>();
  const failures = new Map<ts.Node, ts.Node>();
  const isHidden = (target: ts.Expression) => {
    const symbol = ts.isIdentifier(target) ? valueSymbol(target, context.checker) : undefined;
    return symbol !== undefined && !isVariableVisible(symbol, body);
  };
  return { isEarly, failures };

  function isEarly(node: ts.Node, unit: Unit, moved: ReadonlySet<ts.Node>): boolean {
    const mayThrow = known(throwing, node, () => canThrow(node, context));
    const hangs = known(hanging, node, () => mayNotEnd(node, context));
    if (!mayThrow && !hangs) return false;
    const throws = mayThrow && !startsAgain;
    const isAtRisk = throws || hangs;
    const inStatement = isAtRisk ? earlierInStatement(node, unit, throws, moved) : undefined;
    const before = units.all.find((other) => {
      if (!isCommit(other)) return false;
      // Nobody computes much more than the author's loop does, only to throw it away.
      if (!isAtRisk) return isBlindJump(other) && !isWithin(unit, other) && comesBefore(other, unit);
      // What is left of the statement itself comes before the node when a loop brings control back.
      if (other === unit) return isInLoop(unit) && isHazard(other, throws, new Set([...moved, node]));
      return !isWithin(unit, other) && comesBefore(other, unit) && isHazard(other, throws, moved);
    });
    const first = inStatement ?? before?.statement;
    if (first !== undefined) failures.set(node, first);
    return first !== undefined;
  }

  function isHazard(unit: Unit, throws: boolean, moved: ReadonlySet<ts.Node>): boolean {
    if (isBlindJump(unit)) return true;
    if (throws && known(visible, unit, () => isVisible(unit.facts, body))) return true;
    return ownNodes(unit).some((node) =>
      known(throwing, node, () => canThrow(node, context)) ? canThrow(node, context, moved) : false,
    );
  }

  /** What in the same statement is evaluated before the node, and has an effect or throws. */
  function earlierInStatement(
    node: ts.Node,
    unit: Unit,
    throws: boolean,
    moved: ReadonlySet<ts.Node>,
  ): ts.Node | undefined {
    for (let at = node; at !== unit.statement && at.parent !== undefined; at = at.parent) {
      const earlier = isStored(at) ? partsOfTarget(at.parent.left) : before(at);
      const found = earlier.find(
        (each) => canThrow(each, context, moved) || (throws && hasEffect(each, moved, isHidden)),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** What stands before the node in its parent. What a loop goes through comes before its variable, which is set in each turn. */
function before(node: ts.Node): readonly ts.Node[] {
  if (ts.isForOfStatement(node.parent) && node.parent.expression === node) return [];
  const found: ts.Node[] = [];
  ts.forEachChild(node.parent, (child) => {
    if (child.end <= node.pos && !ts.isTypeNode(child)) found.push(child);
  });
  return found;
}

/** The right side of a plain assignment. */
function isStored(node: ts.Node): node is ts.Expression & { readonly parent: ts.BinaryExpression } {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.right === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** What is evaluated of `a.b[i]` before the right side: the object and the key; that the object is there is seen when it is set. */
function partsOfTarget(target: ts.Expression): readonly ts.Node[] {
  const left = bare(target);
  if (ts.isPropertyAccessExpression(left)) return [left.expression];
  return ts.isElementAccessExpression(left) ? [left.expression, left.argumentExpression] : [left];
}

/** The answer that the cache has, else the one that is computed, which it has from then on. */
export function known<K extends object>(
  cache: { get(key: K): boolean | undefined; set(key: K, value: boolean): unknown },
  key: K,
  compute: () => boolean,
): boolean {
  const found = cache.get(key);
  if (found !== undefined) return found;
  const value = compute();
  cache.set(key, value);
  return value;
}

/**
 * An assignment or a call that is made for what it does; judged by syntax.
 * @param isHidden is a variable of which nobody knows what it was, once an iteration has failed
 */
function hasEffect(root: ts.Node, moved: ReadonlySet<ts.Node>, isHidden: (target: ts.Expression) => boolean): boolean {
  if (moved.has(root) || ts.isFunctionLike(root)) return false;
  if (ts.isCallExpression(root) || ts.isNewExpression(root) || ts.isDeleteExpression(root)) return true;
  if (ts.isPostfixUnaryExpression(root) || (ts.isPrefixUnaryExpression(root) && isUpdate(root)))
    if (!isHidden(root.operand)) return true;
  if (ts.isBinaryExpression(root)) {
    if (isAssignmentOperator(root.operatorToken.kind) && !isHidden(root.left)) return true;
  }
  return ts.forEachChild(root, (child) => (hasEffect(child, moved, isHidden) ? true : undefined)) ?? false;
}

function isUpdate({ operator }: ts.PrefixUnaryExpression): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function ownNodes({ kind, statement }: Unit): readonly ts.Node[] {
  return kind === "leaf" ? [statement] : headNodes(statement);
}

/** What the head of a compound statement evaluates. */
export function headNodes(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isIfStatement(statement)) return [statement.expression];
  if (ts.isForOfStatement(statement)) return [statement.expression];
  if (ts.isForStatement(statement))
    return [statement.initializer, statement.condition, statement.incrementor].filter((node) => node !== undefined);
  return [];
}

function isWithin(unit: Unit, outer: Unit): boolean {
  for (let at: Unit | undefined = unit; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}
