// Recognizes the loop that an earlier rewrite left behind: it goes over results of the workers and is not to be rewritten again.
import { ts } from "ts-morph";
import type { Loop } from "../loops/loop.js";
import { preorder } from "../loops/mentions.js";

const gathering = /^(?:await\s+)?parallel(?:Map|MapSync|BatchesSync|EntriesSync)\s*\(/;

/** True for a loop over `parallelMap…(…)`, inside of one, or that takes its values from such a call's result. */
export function isCommitLoop(loop: Loop, checker: ts.TypeChecker): boolean {
  for (let at: ts.Node = loop.node; at !== loop.container && at.parent !== undefined; at = at.parent) {
    if (ts.isForOfStatement(at) && (gathering.test(at.expression.getText()) || isNamedBefore(at))) return true;
  }
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const declaration = checker.getSymbolAtLocation(node.expression)?.valueDeclaration;
      const made = declaration && ts.isVariableDeclaration(declaration) ? givenValue(declaration) : undefined;
      // An index of its own that counts along, or the loop's counter: `results[i]`, `results[index++]`.
      const isTaken = ts.isVariableDeclaration(node.parent) || ts.isNonNullExpression(node.parent);
      if (made !== undefined && isTaken && gathering.test(made.getText())) found = true;
    }
    ts.forEachChild(node, visit);
  };
  const body = loop.body;
  if (ts.isBlock(body) && body.statements[0] !== undefined && ts.isVariableStatement(body.statements[0]))
    visit(body.statements[0]);
  return found;
}

/** `const results = parallelMapSync(…); for (const n of results) …`: in one head, `n` would hide what the call uses. */
function isNamedBefore(loop: ts.ForOfStatement): boolean {
  const { parent, expression } = loop;
  if (!ts.isIdentifier(expression) || !(ts.isBlock(parent) || ts.isSourceFile(parent))) return false;
  const before = parent.statements[parent.statements.indexOf(loop) - 1];
  if (before === undefined || !ts.isVariableStatement(before)) return false;
  const [declaration, more] = before.declarationList.declarations;
  const isIt =
    more === undefined && declaration!.name.getText() === expression.text && /^results\d*$/.test(expression.text);
  return isIt && gathering.test(declaration!.initializer?.getText() ?? "");
}

/** What the variable is made with, or is given in a `try` behind its declaration. */
function givenValue({ initializer, name, parent }: ts.VariableDeclaration): ts.Expression | undefined {
  const block = parent.parent.parent;
  if (initializer !== undefined || !ts.isBlock(block)) return initializer;
  const gives = [...preorder(block)].find(
    (node) => ts.isBinaryExpression(node) && ts.isIdentifier(node.left) && node.left.text === name.getText(),
  );
  return gives && (gives as ts.BinaryExpression).right;
}
