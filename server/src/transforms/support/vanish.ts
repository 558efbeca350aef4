// Where the commit only fills a new local array, the call makes the array itself: `const rows = parallelMapSync(…)`.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import { type ComparedCount, isCompared, type Loop } from "../../loops/loop.js";
import { isCaptured } from "../../loops/mentions.js";
import { isCountOf } from "../../loops/whole.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { TransformContext } from "../transform.js";
import { isZero } from "./items.js";
import type { Parts } from "./parts.js";
import type { Slot } from "./slots.js";

export interface Vanished {
  /** The declaration that goes. */
  readonly declaration: ts.VariableStatement;
  /** e.g. `const rows: number[][]`. */
  readonly head: string;
}

/** `const out = []` before, and nothing in the commit but `out.push(value)` or `out[i] = value`, in every iteration. */
export function vanish(
  { loop, parts, slots }: { readonly loop: Loop; readonly parts: Parts; readonly slots: readonly Slot[] },
  { checker, sourceFile }: TransformContext,
): Vanished | undefined {
  const { split, body } = parts;
  const [slot] = slots;
  const [statement] = split.commit;
  if (slots.length !== 1 || slot === undefined || split.commit.size !== 1 || statement === undefined) return undefined;
  if (slot.mode !== "direct" && slot.mode !== "result") return undefined;
  if (split.rematerialized.size > 0 || slot.channel.at !== statement || !ts.isExpressionStatement(statement))
    return undefined;
  if (statement.parent !== body && statement !== body) return undefined;
  const stored = storedInto(statement.expression, slot, loop);
  const symbol = stored && valueSymbol(stored.array, checker);
  const declaration = symbol?.valueDeclaration;
  if (stored === undefined || symbol === undefined || declaration === undefined) return undefined;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined;
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1) return undefined;
  const holder = list.parent;
  if (!ts.isVariableStatement(holder) || holder.parent !== loop.node.parent || holder.modifiers !== undefined)
    return undefined;
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return undefined;
  if (!isFreshArray(declaration.initializer, stored.bySubscript, checker)) return undefined;
  if (ts.isNewExpression(declaration.initializer) && !onlyDeclaresBetween(holder, loop.node)) return undefined;
  const mentions = referencesTo(symbol, sourceFile, checker);
  // Code that runs before the loop, be it a closure, would find the variable not there yet.
  if (mentions.some((node) => node.pos > declaration.end && node.end <= loop.node.getStart())) return undefined;
  // Nor may the kernel be given what its call is to make: `out[i] += b[i]`.
  const isInLoop = (node: ts.Node) => loop.node.pos <= node.pos && node.end <= loop.node.end;
  if (mentions.some((node) => isInLoop(node) && node !== stored.array)) return undefined;
  if (mentions.some((node) => isCaptured(node, loop.container) && node.end <= loop.node.getStart())) return undefined;
  const keyword = (list.flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
  const annotation =
    declaration.type === undefined ? elementAnnotation(declaration.initializer) : `: ${declaration.type.getText()}`;
  return { declaration: holder, head: `${keyword} ${declaration.name.getText()}${annotation}` };
}

/** What stands between cannot change the length that the array was made with. */
function onlyDeclaresBetween(holder: ts.VariableStatement, loop: ts.Node): boolean {
  const { parent } = holder;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return false;
  return parent.statements.every(
    (statement) => statement.pos <= holder.pos || statement.pos >= loop.pos || ts.isVariableStatement(statement),
  );
}

/** `new Array<number>(n)` says the element type that a declaration without annotation has. */
function elementAnnotation(initializer: ts.Expression): string {
  if (!ts.isNewExpression(initializer) || initializer.typeArguments?.length !== 1) return "";
  return `: ${initializer.typeArguments[0]!.getText()}[]`;
}

interface Stored {
  readonly array: ts.Identifier;
  /** The space of the loop, for `out[i] = value`; undefined for `push`. */
  readonly bySubscript: ComparedCount | undefined;
}

function storedInto(expression: ts.Expression, { channel }: Slot, { space }: Loop): Stored | undefined {
  const isValue = (node: ts.Expression | undefined) =>
    channel.kind === "expression"
      ? node === channel.expression
      : node !== undefined && ts.isIdentifier(node) && node.text === channel.name;
  if (ts.isCallExpression(expression)) {
    const { expression: callee, arguments: given } = expression;
    if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "push" || !ts.isIdentifier(callee.expression))
      return undefined;
    return given.length === 1 && isValue(given[0]) ? { array: callee.expression, bySubscript: undefined } : undefined;
  }
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return undefined;
  const { left, right } = expression;
  if (!ts.isElementAccessExpression(left) || !ts.isIdentifier(left.expression) || !isValue(right)) return undefined;
  if (space.form !== "counted" || !isCompared(space)) return undefined;
  if (!isZero(space.start) || space.step !== 1 || space.stride !== undefined) return undefined;
  return left.argumentExpression.getText() === space.name ? { array: left.expression, bySubscript: space } : undefined;
}

/** `[]`; for stores by subscript also `new Array(n)`, where `n` is certainly the number of iterations. */
function isFreshArray(initializer: ts.Expression, space: ComparedCount | undefined, checker: ts.TypeChecker): boolean {
  if (ts.isArrayLiteralExpression(initializer)) return initializer.elements.length === 0;
  if (space === undefined || !ts.isNewExpression(initializer)) return false;
  const [length] = initializer.arguments ?? [];
  if (initializer.expression.getText() !== "Array" || initializer.arguments?.length !== 1 || length === undefined)
    return false;
  // `new Array(-1)` throws and `new Array(2.5)`, too, where the loop would not even begin.
  return (
    space.test === "<" &&
    space.offset === undefined &&
    length.getText() === space.end.getText() &&
    isCountOf(length, checker)
  );
}
