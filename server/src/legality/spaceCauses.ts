// Why the iterations of a loop are not known beforehand: the advice differs. Judged by syntax, of loops that are refused.
import { ts } from "ts-morph";
import { bare } from "../accesses/types.js";
import { callbackOf } from "../loops/findLoops.js";
import type { Loop } from "../loops/loop.js";
import { preorder } from "../loops/mentions.js";

/** The id of the reason that explains an unknown iteration space. */
export type SpaceCause =
  | "loop-form"
  | "linked-list"
  | "work-list"
  | "async-callback"
  | "unknown-iterable"
  | "changed-counter";

/** Of a loop whose iteration space is unknown. */
export function spaceCause({ node, space, body }: Loop): SpaceCause {
  if (space.form !== "unknown") return "loop-form";
  const { at } = space;
  if (ts.isCallExpression(node)) {
    const callback = callbackOf(node);
    const isAsync = callback?.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
    if (isAsync && at === callback) return "async-callback";
  }
  if (ts.isForOfStatement(node) && at === node.expression) return "unknown-iterable";
  if (walksLinks(node)) return "linked-list";
  if ((ts.isWhileStatement(node) || ts.isDoStatement(node)) && takesFrom(node)) return "work-list";
  return body.pos <= at.pos && at.end <= body.end && at !== body ? "changed-counter" : "loop-form";
}

/** `node = node.next`, in the head or the body, of a variable that the condition tests. */
function walksLinks(node: ts.Node): boolean {
  const [condition, steps] = ts.isForStatement(node)
    ? [node.condition, node.incrementor]
    : ts.isWhileStatement(node) || ts.isDoStatement(node)
      ? [node.expression, node.statement]
      : [];
  if (condition === undefined || steps === undefined) return false;
  const tested = new Set([...preorder(condition)].filter(ts.isIdentifier).map(({ text }) => text));
  return [...preorder(steps)].some((each) => isStepAlong(each, tested));
}

function isStepAlong(node: ts.Node, tested: ReadonlySet<string>): boolean {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const next = bare(node.right);
  if (!ts.isIdentifier(node.left) || !ts.isPropertyAccessExpression(next)) return false;
  const from = bare(next.expression);
  return ts.isIdentifier(from) && from.text === node.left.text && tested.has(from.text);
}

const taking: ReadonlySet<string> = new Set(["delete", "pop", "shift", "splice"]);

/** `queue.length > 0`, and the body calls `queue.shift()`. */
function takesFrom({ expression, statement }: ts.WhileStatement | ts.DoStatement): boolean {
  const lists = new Set(
    [...preorder(expression)]
      .filter(ts.isPropertyAccessExpression)
      .filter(({ name }) => name.text === "length" || name.text === "size")
      .map((each) => each.expression.getText()),
  );
  return [...preorder(statement)].some((each) => {
    const callee = ts.isCallExpression(each) ? each.expression : undefined;
    return (
      callee !== undefined &&
      ts.isPropertyAccessExpression(callee) &&
      taking.has(callee.name.text) &&
      lists.has(callee.expression.getText())
    );
  });
}
