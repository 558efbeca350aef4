// Why a loop has no form that is rewritten, above all an array method that cannot become a loop before its statement, and what to
// write instead.
import { ts } from "ts-morph";
import type { Loop } from "../../loops/loop.js";
import { callPlace } from "./statementPlace.js";

/** O(depth of the expression that the loop stands in). */
export function whyNotFor({ kind, node }: Loop, checker: ts.TypeChecker): string {
  if (kind === "while" || kind === "do")
    return `this \`${kind}\` loop cannot be written as \`for\`: its counter is used behind the step, or after an early end`;
  if (kind === "for") return "this loop cannot be written with its step behind the condition";
  if (ts.isCallExpression(node) && callPlace(node, checker) === undefined) return whyNotPlaced(node, kind);
  return `\`${kind}\` is not rewritten where it stands in this way; write it as a \`for\` loop`;
}

function whyNotPlaced(node: ts.CallExpression, kind: string): string {
  const [callback] = node.arguments;
  if (ts.isOptionalChain(node))
    return `\`${kind}\` is called with \`?.\`; ask for what it is called on first, and call it without`;
  if (callback === undefined || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
    return `the callback of \`${kind}\` is not written in the call; write it there`;
  for (let at: ts.Node = node; ; at = at.parent) {
    const { parent } = at;
    if (ts.isBinaryExpression(parent) && parent.right === at) {
      const operator = parent.operatorToken.getText();
      if (/^(?:&&|\|\||\?\?)=?$/.test(operator))
        return `\`${kind}\` stands behind \`${operator}\`, and is called only where what comes before asks for it; write it as an \`if\` of its own, or as a \`for\` loop`;
    }
    if (ts.isConditionalExpression(parent) && parent.condition !== at)
      return `\`${kind}\` stands in a branch of \`? :\`, and is called only where that is chosen; write an \`if\``;
    if (ts.isIfStatement(parent) && ts.isIfStatement(parent.parent) && parent.parent.elseStatement === parent)
      return `\`${kind}\` stands in an \`else if\`, and is called only where the conditions before it do not hold; write \`else { if (…) … }\``;
    if (ts.isIterationStatement(parent, false) && parent.statement !== at)
      return `\`${kind}\` stands in the head of a loop, which calls it in every round; call it in the body of that loop`;
    if (ts.isParameter(parent) || ts.isBindingElement(parent))
      return `\`${kind}\` stands in a default value, and is called only where it is needed; write an \`if\``;
    if (ts.isPropertyDeclaration(parent))
      return `\`${kind}\` stands in the declaration of a field; give the field its value in the constructor`;
    if (ts.isStatement(parent) || ts.isFunctionLike(parent) || ts.isSourceFile(parent)) break;
  }
  return `other parts of the statement are evaluated before \`${kind}\`, or it cannot be told what they do; take it into a constant before the statement, or write it as a \`for\` loop`;
}
