// Names that the loop's head and its body both use, for different variables: the rewrite puts parts of the head beside what the
// body declares.
import { ts } from "ts-morph";
import type { BoundElements, ComparedCount } from "../../loops/loop.js";
import { preorder } from "../../loops/mentions.js";

/**
 * The name of what each iteration looks into once more (the elements, or the step) that the body declares for something else;
 * undefined: there is none. O(size of the body).
 */
export function hiddenByBody(space: BoundElements | ComparedCount, body: ts.Node): string | undefined {
  const again = space.form === "elements" ? space.iterable : space.stride;
  if (again === undefined) return undefined;
  const declared = declaredNames(body);
  return [...preorder(again)].find((node): node is ts.Identifier => isVariable(node) && declared.has(node.text))?.text;
}

/**
 * Whether what a head declares hides a variable of the expression that it goes through: `for (const n of first(n))` fails.
 * @param pattern the text of what is declared
 * @param source the text of the expression
 */
export function hidesOwnSource(pattern: string, source: string): boolean {
  const used = new Set(source.match(/(?<![\w$.]|\.\s)[A-Za-z_$][\w$]*/g));
  return pattern.match(/[A-Za-z_$][\w$]*/g)?.some((name) => used.has(name)) ?? false;
}

/** What is declared outside of nested functions. */
function declaredNames(root: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isDeclared =
      ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent);
    if (ts.isIdentifier(node) && isDeclared && parent.name === node) names.add(node.text);
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) names.add(node.name.text);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return names;
}

function isVariable(node: ts.Node): node is ts.Identifier {
  return ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);
}
