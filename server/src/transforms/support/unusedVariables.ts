// Variables declared before the loop that only the loop used, such as the `j` of old-style code: their declarations go.
import { ts } from "ts-morph";
import { constantInteger } from "../../loops/iterationSpace.js";
import { isCountOf } from "../../loops/whole.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { TextEdit, TransformContext } from "../transform.js";
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
  return isNumber || ts.isLiteralExpression(node) || ts.isIdentifier(node) || isCountOf(node, checker);
}

/** `new Float64Array(n)` of a number that may be no length. */
function hasOpenLength(node: ts.Node, checker: ts.TypeChecker): boolean {
  const [length] = ts.isNewExpression(node) ? (node.arguments ?? []) : [];
  if (length !== undefined && !isCountOf(length, checker)) return true;
  return ts.forEachChild(node, (child) => (hasOpenLength(child, checker) ? true : undefined)) ?? false;
}
