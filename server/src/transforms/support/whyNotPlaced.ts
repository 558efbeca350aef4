// Why an array method cannot become a loop before its statement, and what to write instead.
import { ts } from "ts-morph";

/**
 * O(depth of the expression).
 * @param node the call of the method
 * @param kind its name
 */
export function whyNotPlaced(node: ts.CallExpression, kind: string): string {
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
