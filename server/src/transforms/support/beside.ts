// The loop as the author wrote it, beside its parallel form: it is not rewritten once more.
import { ts } from "ts-morph";

/** The loop stands in the other branch of a test of assumptions, which an earlier rewrite has put there. */
export function standsBesideParallelForm(loop: ts.Node, tested: string | undefined): boolean {
  if (tested === undefined) return false;
  for (let at = loop; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    const isOther = ts.isIfStatement(parent) && parent.elseStatement === at;
    if (isOther && calls(parent.expression, tested)) return true;
  }
  return false;
}

/** `name(…)`, alone or after other conditions. */
function calls(condition: ts.Expression, name: string): boolean {
  if (ts.isBinaryExpression(condition) && condition.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return calls(condition.right, name);
  return ts.isCallExpression(condition) && condition.expression.getText() === name;
}
