// Variables declared before the loop that only the loop used, such as the `j` of old-style code: their declarations go.
import { ts } from "ts-morph";
import { constantInteger, findWrites } from "../../loops/iterationSpace.js";
import { isCountOf } from "../../loops/whole.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { changedNames } from "./constants.js";
import { freeNamesIn } from "./namesUsed.js";
import { fullRange } from "./text.js";

/**
 * @param repeatable those whose initializers do nothing but make an array
 * @param replacement the code that takes the loop's place
 */
export function unusedVariableEdits(
  symbols: readonly ts.Symbol[],
  repeatable: readonly ts.Symbol[],
  loop: ts.Node,
  replacement: string,
  { checker, sourceFile, program }: TransformContext,
): readonly TextEdit[] {
  const mayStayUnused = program.getCompilerOptions().noUnusedLocals !== true;
  const used = freeNamesIn(replacement, sourceFile.fileName);
  const gone = new Set<ts.VariableDeclaration>();
  const bare = new Set<ts.VariableDeclaration>();
  for (const symbol of [...symbols, ...repeatable]) {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || used.has(symbol.name)) continue;
    if (declaration.pos >= loop.pos && declaration.end <= loop.end) continue;
    const { initializer } = declaration;
    if (initializer !== undefined && !isNoEffect(initializer, checker) && !repeatable.includes(symbol)) continue;
    if (!ts.isIdentifier(declaration.name) || !ts.isVariableStatement(declaration.parent.parent)) continue;
    const isOwn = (name: ts.Node) => name === declaration.name || (name.pos >= loop.pos && name.end <= loop.end);
    if (!referencesTo(symbol, sourceFile, checker).every(isOwn)) continue;
    // A length that cannot be one throws, also where the loop makes no iteration.
    const mayThrow = initializer !== undefined && hasOpenLength(initializer, checker);
    if (mayThrow && mayStayUnused) continue;
    gone.add(declaration);
    if (mayThrow) bare.add(declaration);
  }
  const lists = new Set([...gone].map(({ parent }) => parent as ts.VariableDeclarationList));
  return [...lists].map((list) => {
    const kept = list.declarations.filter((declaration) => !gone.has(declaration));
    const first = list.declarations[0]!.getStart();
    if (list.declarations.some((declaration) => bare.has(declaration))) {
      // TypeScript allows no unused variable here, so that the length is tested is all that is left of it.
      const [keyword] = list.getText().split(/\s/);
      const statements = list.declarations.flatMap((declaration) => {
        if (bare.has(declaration)) return [`${declaration.initializer!.getText()};`];
        return kept.includes(declaration) ? [`${keyword} ${declaration.getText()};`] : [];
      });
      return { start: list.parent.getStart(), end: list.parent.end, text: statements.join(" ") };
    }
    if (kept.length === 0) return { ...fullRange(list.parent, sourceFile.text), text: "" };
    return { start: first, end: list.end, text: kept.map((declaration) => declaration.getText()).join(", ") };
  });
}

/** A literal, a name, or a length: whether it is evaluated cannot be told. */
function isNoEffect(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const isNumber = constantInteger(node, checker) !== undefined;
  return isNumber || isIdle(node) || ts.isIdentifier(node) || isCountOf(node, checker);
}

/** Nothing happens where it is evaluated, and nobody else has it. */
function isIdle(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  return ts.isLiteralExpression(node) || (ts.isObjectLiteralExpression(node) && node.properties.length === 0);
}

/**
 * Variables that only the loop changed, and its replacement does not: `let` becomes `const`.
 * @param symbols those that the loop may have changed
 * @param edits of the file, without these
 * @param replacement the code that takes the loop's place
 */
export function constantVariableEdits(
  symbols: readonly ts.Symbol[],
  edits: readonly TextEdit[],
  loop: ts.Node,
  replacement: string,
  { checker, sourceFile }: TransformContext,
): readonly TextEdit[] {
  const changed = changedNames(ts.createSourceFile(sourceFile.fileName, replacement, ts.ScriptTarget.Latest, true));
  return symbols.flatMap((symbol) => {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || changed.has(symbol.name)) return [];
    const { parent: list, initializer, type } = declaration;
    const isLet = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Let) !== 0;
    if (!isLet || list.declarations.length > 1 || !ts.isVariableStatement(list.parent) || initializer === undefined)
      return [];
    const writes = findWrites(sourceFile, symbol, checker);
    if (writes.length === 0 || !writes.every((node) => loop.pos <= node.pos && node.end <= loop.end)) return [];
    // A constant has the type of its one value, which is compared with others in vain.
    if (type === undefined && isIdle(initializer) && referencesTo(symbol, sourceFile, checker).some(isCompared))
      return [];
    const start = list.getStart();
    const isGone = edits.some((edit) => edit.start <= start && start < edit.end);
    return isGone ? [] : [{ start, end: start + "let".length, text: "const" }];
  });
}

function isCompared({ parent }: ts.Node): boolean {
  return (
    ts.isCaseClause(parent) ||
    ts.isSwitchStatement(parent) ||
    (ts.isBinaryExpression(parent) && equality.test(parent.operatorToken.getText()))
  );
}

const equality = /^[!=]==?$/;

/** `new Float64Array(n)` of a number that may be no length. */
function hasOpenLength(node: ts.Node, checker: ts.TypeChecker): boolean {
  const [length] = ts.isNewExpression(node) ? (node.arguments ?? []) : [];
  if (length !== undefined && !isCountOf(length, checker)) return true;
  return ts.forEachChild(node, (child) => (hasOpenLength(child, checker) ? true : undefined)) ?? false;
}
