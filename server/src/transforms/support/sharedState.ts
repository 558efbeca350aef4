// State that other code can reach while a function waits: what makes an asynchronous rewrite a matter for review.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import type { TransformContext } from "../transform.js";

const maxNotes = 8;

/**
 * One sentence for each variable from outside of the function, or object that its caller handed in, that the function uses
 * after the loop has started to wait. Cheap and strict: mentions count, not what is done with them.
 */
export function sharedStateNotes({ analysis, checker, sourceFile }: TransformContext): string[] {
  const { container, node } = analysis.loop;
  if (ts.isSourceFile(container)) return [];
  const notes = new Map<ts.Symbol, string>();
  const commit = analysis.verdict.kind === "parallel" ? analysis.verdict.split.commit : new Set<ts.Statement>();
  const visit = (at: ts.Node, counts: boolean): void => {
    const isAfter = counts || at.pos >= node.end || commit.has(at as ts.Statement);
    if (isAfter && ts.isIdentifier(at) && !ts.isTypeNode(at.parent)) note(at);
    ts.forEachChild(at, (child) => visit(child, commit.has(child as ts.Statement) || (counts && at !== node)));
  };
  if ("body" in container && container.body !== undefined) visit(container.body as ts.Node, false);
  return [...notes.values()].slice(0, maxNotes);

  function note(at: ts.Identifier): void {
    const symbol = valueSymbol(at, checker);
    const declaration = symbol?.valueDeclaration;
    if (
      symbol === undefined ||
      declaration === undefined ||
      notes.has(symbol) ||
      declaration.getSourceFile() !== sourceFile
    )
      return;
    if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration)) return;
    const isOwn = declaration.pos >= container.pos && declaration.end <= container.end;
    const isConstant =
      ts.isVariableDeclaration(declaration) && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    const isPrimitive =
      (checker.getTypeOfSymbol(symbol).flags &
        (ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike | ts.TypeFlags.BooleanLike)) !==
      0;
    const line = sourceFile.getLineAndCharacterOfPosition(at.getStart()).line + 1;
    if (!isOwn && !(isConstant && isPrimitive))
      notes.set(symbol, `Other code can change \`${symbol.name}\` (line ${line}) while the function waits.`);
    else if (ts.isParameter(declaration) && !isPrimitive) {
      notes.set(symbol, `The caller can change \`${symbol.name}\` (line ${line}) while the function waits.`);
    }
  }
}
