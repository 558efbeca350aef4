// Variables declared before the loop that only the loop used, such as the `j` of old-style code: their declarations go.
import { ts } from "ts-morph";
import { referencesTo } from "../../scalars/liveness.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { namesUsedIn } from "./namesUsed.js";
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
  { checker, sourceFile }: TransformContext,
): readonly TextEdit[] {
  const used = namesUsedIn(replacement, sourceFile.fileName);
  const gone = new Set<ts.VariableDeclaration>();
  for (const symbol of [...symbols, ...repeatable]) {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || used.has(symbol.name)) continue;
    if (declaration.pos >= loop.pos && declaration.end <= loop.end) continue;
    const { initializer } = declaration;
    if (initializer !== undefined && !ts.isLiteralExpression(initializer) && !repeatable.includes(symbol)) continue;
    if (!ts.isIdentifier(declaration.name) || !ts.isVariableStatement(declaration.parent.parent)) continue;
    const isOwn = (name: ts.Node) => name === declaration.name || (name.pos >= loop.pos && name.end <= loop.end);
    if (referencesTo(symbol, sourceFile, checker).every(isOwn)) gone.add(declaration);
  }
  const lists = new Set([...gone].map(({ parent }) => parent as ts.VariableDeclarationList));
  return [...lists].map((list) => {
    const kept = list.declarations.filter((declaration) => !gone.has(declaration));
    if (kept.length === 0) return { ...fullRange(list.parent, sourceFile.text), text: "" };
    const first = list.declarations[0]!.getStart();
    return { start: first, end: list.end, text: kept.map((declaration) => declaration.getText()).join(", ") };
  });
}
