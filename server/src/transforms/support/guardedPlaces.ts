// Places that the author touches only under a condition which may say whether they are there: `if (p) p.x += 1;`.
import { ts } from "ts-morph";
import { bare, isPrimitive } from "../../accesses/types.js";
import { preorder } from "../../loops/mentions.js";
import { isShortCircuit } from "../../loops/operators.js";
import { mayBeUndefined } from "./definite.js";

/**
 * Every mention of the place stands under a condition, and without it there may be nothing that has the place: it lies in a part
 * of another object, or in what may be `undefined`. O(mentions · depth).
 * @param symbols the variables by which the place is named
 * @param statements what is executed without a condition; one of them is around each mention
 */
export function isGuarded(
  { mentions, symbols }: { readonly mentions: readonly ts.Expression[]; readonly symbols: ReadonlySet<ts.Symbol> },
  statements: readonly ts.Statement[],
  checker: ts.TypeChecker,
): boolean {
  const holder = bare((bare(mentions[0]!) as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression);
  const type = ts.isIdentifier(holder) ? checker.getTypeOfSymbol(checker.getSymbolAtLocation(holder)!) : undefined;
  const isThere = holder.kind === ts.SyntaxKind.ThisKeyword || (type !== undefined && !mayBeUndefined(type));
  const objects = [...symbols].filter((symbol) => !isPrimitive(checker.getTypeOfSymbol(symbol)));
  return mentions.every((mention) => {
    for (let at: ts.Node = mention; !(statements as readonly ts.Node[]).includes(at); at = at.parent) {
      const condition = conditionOf(at);
      if (condition === undefined) continue;
      const asks = [...preorder(condition)].some((node) => objects.includes(checker.getSymbolAtLocation(node)!));
      if (asks || !isThere) return true;
    }
    return false;
  });
}

/** What decides whether the node is executed once its parent is. */
function conditionOf(node: ts.Node): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent))
    return node === parent.expression ? undefined : parent.expression;
  if (ts.isForStatement(parent)) return node === parent.statement ? parent.condition : undefined;
  if (ts.isConditionalExpression(parent)) return node === parent.condition ? undefined : parent.condition;
  if (ts.isCaseOrDefaultClause(parent)) return parent.parent.parent.expression;
  return ts.isBinaryExpression(parent) && node === parent.right && isShortCircuit(parent.operatorToken.kind)
    ? parent.left
    : undefined;
}
