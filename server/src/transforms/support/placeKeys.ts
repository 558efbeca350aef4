// Places by the way they are written: two expressions with one key name the same place as long as none of their variables changes.
import { ts } from "ts-morph";
import { symbolKey } from "../../accesses/keys.js";
import { bare, isPrimitive, valueSymbol } from "../../accesses/types.js";

/** `c[i][j + 1]`, `p.vx`, `this.rows[y]`: the key, and the variables in it; undefined for anything that does more. */
export interface PlaceKey {
  readonly key: string;
  readonly symbols: ReadonlySet<ts.Symbol>;
}

export function placeKey(root: ts.Node, checker: ts.TypeChecker): PlaceKey | undefined {
  const symbols = new Set<ts.Symbol>();
  const key = ts.isExpression(root) ? keyOf(root) : undefined;
  return key === undefined ? undefined : { key, symbols };

  function keyOf(expression: ts.Expression): string | undefined {
    const node = bare(expression);
    if (ts.isNumericLiteral(node)) return node.text;
    if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
    if (ts.isIdentifier(node)) {
      const symbol = valueSymbol(node, checker);
      if (symbol === undefined) return undefined;
      symbols.add(symbol);
      return `#${symbolKey(symbol)}`;
    }
    if (ts.isPropertyAccessExpression(node)) {
      if (node.questionDotToken !== undefined || !ts.isIdentifier(node.name)) return undefined;
      const flags = checker.getSymbolAtLocation(node.name)?.flags ?? ts.SymbolFlags.Accessor;
      if ((flags & (ts.SymbolFlags.Accessor | ts.SymbolFlags.Method)) !== 0) return undefined;
      const holder = keyOf(node.expression);
      return holder && `${holder}.${node.name.text}`;
    }
    if (ts.isElementAccessExpression(node)) {
      if (node.questionDotToken !== undefined) return undefined;
      // What is no primitive is converted, by code of its own, each time.
      if (!isPrimitive(checker.getTypeAtLocation(node.argumentExpression))) return undefined;
      const [holder, index] = [keyOf(node.expression), keyOf(node.argumentExpression)];
      return holder && index && `${holder}[${index}]`;
    }
    if (!ts.isBinaryExpression(node) || !isArithmetic(node.operatorToken.kind)) return undefined;
    const [left, right] = [keyOf(node.left), keyOf(node.right)];
    return left && right && `(${left}${node.operatorToken.getText()}${right})`;
  }
}

function isArithmetic(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.PlusToken ||
    kind === ts.SyntaxKind.MinusToken ||
    kind === ts.SyntaxKind.AsteriskToken ||
    kind === ts.SyntaxKind.PercentToken ||
    kind === ts.SyntaxKind.SlashToken
  );
}
