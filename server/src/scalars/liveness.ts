// Questions of liveness about variables, answered on the syntax: is a read always preceded by a write of the same iteration,
// may a value be seen after the loop? Conservative: what is not clearly dead is live.
import { ts } from "ts-morph";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { identifiersNamed, isCaptured, mentionsOf } from "../loops/mentions.js";

/** All mentions of a variable below `root`, in text order. O(log n + answers). */
export function referencesTo(symbol: ts.Symbol, root: ts.Node, checker: ts.TypeChecker): readonly ts.Identifier[] {
  return mentionsOf(symbol, root, checker);
}

/** The mention reads the variable: it is neither a declaration nor the target of a plain assignment. */
export function isRead(node: ts.Identifier): boolean {
  if (isDeclarationName(node)) return false;
  if (!isAssignedAt(node)) return true;
  const parent = node.parent;
  return !(
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === node
  );
}

function isDeclarationName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent)) &&
    parent.name === node
  );
}

/**
 * True when every way from the entry of `scope` to the read goes through an unconditional plain write of the variable inside
 * of `scope`. The statements before the read in its block, and in the blocks around it up to `scope`, are looked at.
 */
export function isWrittenBefore(
  read: ts.Identifier,
  symbol: ts.Symbol,
  scope: ts.Node,
  checker: ts.TypeChecker,
): boolean {
  let child: ts.Node = read;
  while (child !== scope && child.parent !== undefined) {
    const parent: ts.Node = child.parent;
    if (ts.isForStatement(parent) && child !== parent.initializer && parent.initializer !== undefined) {
      if (writesFirst(parent.initializer, symbol, checker)) return true;
    }
    const siblings = statementsOf(parent);
    if (siblings !== undefined) {
      for (const statement of siblings) {
        if (statement === child) break;
        if (writesFirst(statement, symbol, checker)) return true;
      }
    }
    if (ts.isFunctionLike(parent)) return false;
    child = parent;
  }
  return false;
}

function statementsOf(node: ts.Node): readonly ts.Node[] | undefined {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) ? node.statements : undefined;
}

/** The statement, whenever it is executed to its end, has assigned the variable without reading it first. */
function writesFirst(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (ts.isVariableStatement(node)) return writesFirst(node.declarationList, symbol, checker);
  if (ts.isVariableDeclarationList(node)) {
    return node.declarations.some(
      (declaration) =>
        declaration.initializer !== undefined &&
        ts.isIdentifier(declaration.name) &&
        checker.getSymbolAtLocation(declaration.name) === symbol &&
        !mentions(declaration.initializer, symbol, checker),
    );
  }
  if (ts.isExpressionStatement(node)) return writesFirst(node.expression, symbol, checker);
  if (ts.isForStatement(node)) return node.initializer !== undefined && writesFirst(node.initializer, symbol, checker);
  if (ts.isIfStatement(node)) {
    if (mentions(node.expression, symbol, checker) || node.elseStatement === undefined) return false;
    return writesFirst(node.thenStatement, symbol, checker) && writesFirst(node.elseStatement, symbol, checker);
  }
  if (ts.isBlock(node)) {
    for (const statement of node.statements) {
      if (writesFirst(statement, symbol, checker)) return true;
      if (mentions(statement, symbol, checker)) return false;
    }
    return false;
  }
  if (!ts.isBinaryExpression(node)) return false;
  if (node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    return (
      writesFirst(node.left, symbol, checker) ||
      (!mentions(node.left, symbol, checker) && writesFirst(node.right, symbol, checker))
    );
  }
  return (
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(node.left) &&
    checker.getSymbolAtLocation(node.left) === symbol &&
    (!mentions(node.right, symbol, checker) || writesFirst(node.right, symbol, checker))
  );
}

function mentions(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return mentionsOf(symbol, node, checker).length > 0;
}

/** May the value that the variable has when `loop` ends be read later? */
export function isLiveAfter(symbol: ts.Symbol, loop: ts.Node, container: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return true;
  if (!isLocalTo(declaration, container)) return true;
  // What is evaluated there may name any variable.
  if (identifiersNamed("eval", container).length > 0) return true;
  const again = repeatedPart(symbol, loop, container);
  return referencesTo(symbol, container, checker).some((node) => {
    // What a loop around executes again goes on with the value, unless it begins by setting it.
    if (node.pos >= loop.pos && node.end <= loop.end)
      return again !== undefined && isRead(node) && !isWrittenBefore(node, symbol, again, checker);
    // Who imports it sees whatever it holds.
    if (isCaptured(node, container) || ts.isExportSpecifier(node.parent)) return true;
    if (!isRead(node)) return false;
    // A loop around `loop` can bring control back to reads that stand before it.
    const shared = commonAncestor(node, loop);
    if (node.end <= loop.pos && !isInsideLoopStatement(shared, container)) return false;
    return !isWrittenBetween(node, symbol, shared, loop, checker);
  });
}

/** The body of the loop around that brings control back to `loop` with the variable as it is; undefined where none does. */
function repeatedPart({ valueDeclaration }: ts.Symbol, loop: ts.Node, container: ts.Node): ts.Node | undefined {
  const around = ts.findAncestor(loop.parent, (at) => at === container || ts.isIterationStatement(at, false));
  if (around === undefined || !ts.isIterationStatement(around, false)) return undefined;
  const { pos, end } = around.statement;
  const isOwn = valueDeclaration !== undefined && pos <= valueDeclaration.pos && valueDeclaration.end <= end;
  return isOwn && !isVar(valueDeclaration) ? undefined : around.statement;
}

/** `var` is one variable for all iterations. */
function isVar(declaration: ts.Declaration): boolean {
  const { parent } = declaration;
  return ts.isVariableDeclarationList(parent) && (parent.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** An unconditional write stands on every way from the loop to the read: below `shared`, or in it after the loop. */
function isWrittenBetween(
  read: ts.Identifier,
  symbol: ts.Symbol,
  shared: ts.Node,
  loop: ts.Node,
  checker: ts.TypeChecker,
): boolean {
  let child: ts.Node = read;
  while (child !== shared) {
    const parent: ts.Node = child.parent;
    if (parent !== shared || !ts.isForStatement(parent)) {
      if (ts.isForStatement(parent) && child !== parent.initializer && parent.initializer !== undefined) {
        if (writesFirst(parent.initializer, symbol, checker)) return true;
      }
    }
    const siblings = statementsOf(parent);
    if (siblings !== undefined) {
      for (const statement of siblings) {
        if (statement === child) break;
        if (parent === shared && statement.end <= loop.end && read.pos >= loop.end) continue;
        if (writesFirst(statement, symbol, checker)) return true;
      }
    }
    child = parent;
  }
  return false;
}

function isLocalTo(declaration: ts.Node, container: ts.Node): boolean {
  if (ts.isSourceFile(container)) return isModuleLocal(declaration);
  return declaration.pos >= container.pos && declaration.end <= container.end;
}

/** A module-level variable that is not exported. In a script (no imports or exports) it is global and anybody may read it. */
function isModuleLocal(declaration: ts.Node): boolean {
  const source = declaration.getSourceFile();
  if (!ts.isExternalModule(source)) return false;
  return (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Export) === 0;
}

function commonAncestor(left: ts.Node, right: ts.Node): ts.Node {
  const seen = new Set<ts.Node>();
  for (let at: ts.Node | undefined = left; at !== undefined; at = at.parent) seen.add(at);
  for (let at: ts.Node | undefined = right; at !== undefined; at = at.parent) if (seen.has(at)) return at;
  return left.getSourceFile();
}

function isInsideLoopStatement(node: ts.Node, container: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined && at !== container; at = at.parent)
    if (ts.isIterationStatement(at, false)) return true;
  return false;
}
