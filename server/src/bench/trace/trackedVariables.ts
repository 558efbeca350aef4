// The variables through which one iteration could reach another: those that change, and are seen from more than one call.
import { ts } from "ts-morph";
import { unalias, valueSymbol } from "../../accesses/types.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import type { Loop } from "../../loops/loop.js";
import { preorder } from "../../loops/mentions.js";

export interface Tracked {
  /** Its number in the trace. */
  readonly variable: number;
  readonly symbol: ts.Symbol;
  /**
   * Where a new one comes into being: at each call of this function, in each iteration of the traced loop (its body); undefined
   * for a variable of a module.
   */
  readonly scope: ts.Node | undefined;
  /** It can be reached as a property, too: of a namespace, or of a module as a whole. */
  readonly isShared: boolean;
}

export type TrackedVariables = ReadonlyMap<ts.Symbol, Tracked>;

/**
 * Variables of these files that are assigned after they were made, and belong to a module, are captured by a function, or are
 * used by the loop and live longer than an iteration. O(nodes).
 * @param loop the loop that is traced, if it is in one of the files
 */
export function trackedVariables(
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
  loop: Loop | undefined,
  firstNumber: number,
): TrackedVariables {
  const changed = new Set<ts.Symbol>();
  const captured = new Set<ts.Symbol>();
  const inLoop = new Set<ts.Symbol>();
  for (const file of files)
    for (const node of preorder(file)) {
      if (!ts.isIdentifier(node)) continue;
      const symbol = variableAt(node, checker);
      if (symbol === undefined) continue;
      if (isAssignedAt(node) || isLateVar(node)) changed.add(symbol);
      if (functionAround(node) !== functionAround(symbol.valueDeclaration!)) captured.add(symbol);
      if (loop !== undefined && loop.node.pos <= node.pos && node.end <= loop.node.end && isOfFile(node, loop))
        inLoop.add(symbol);
    }
  const hasNamespaces = files.some(takesModulesWhole);
  const found = new Map<ts.Symbol, Tracked>();
  for (const symbol of changed) {
    const declaration = symbol.valueDeclaration!;
    const isOfHead = loop !== undefined && isHeadVariable(symbol, loop);
    if (isOfHead) continue;
    const around = functionAround(declaration);
    const scope =
      loop !== undefined &&
      !ts.isCallExpression(loop.node) &&
      isBlockScoped(declaration) &&
      isIn(declaration, loop.body) &&
      around === functionAround(loop.node)
        ? loop.body
        : around;
    if (scope !== undefined && !captured.has(symbol) && !inLoop.has(symbol)) continue;
    // One that each iteration makes anew, and no function keeps.
    if (scope === loop?.body && scope !== undefined && !captured.has(symbol)) continue;
    found.set(symbol, {
      variable: firstNumber + found.size,
      symbol,
      scope,
      isShared: isExported(symbol, checker) && (hasNamespaces || isInNamespace(declaration)),
    });
  }
  return found;
}

/** `import * as`, `import()`, `require()`, `export *`. */
function takesModulesWhole(file: ts.SourceFile): boolean {
  return /\bimport\s*\(|\brequire\s*\(|\*\s*as\b|\bexport\s*\*/.test(file.text);
}

function isExported(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const declaration = symbol.valueDeclaration!;
  if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) return true;
  // `export { count }`
  const source = declaration.getSourceFile();
  const module = checker.getSymbolAtLocation(source);
  const names = module === undefined ? [] : checker.getExportsOfModule(module);
  return names.some((each) => unalias(each, checker) === symbol);
}

function isInNamespace(declaration: ts.Declaration): boolean {
  return ts.findAncestor(declaration, ts.isModuleBlock) !== undefined;
}

/** The variable that an identifier names where it stands for its value or is declared. */
export function variableAt(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return undefined;
  if ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node) return undefined;
  const direct = valueSymbol(node, checker);
  const symbol = direct === undefined ? undefined : unalias(direct, checker);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined) return undefined;
  const isVariable =
    ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration);
  return isVariable || ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration) ? symbol : undefined;
}

/** The function in whose calls a node is evaluated; undefined at the top of a module. */
export function functionAround(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at !== undefined && !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at)) return at;
  return undefined;
}

/** `var x = 1` where control may come by more than once. */
function isLateVar(node: ts.Identifier): boolean {
  const { parent } = node;
  if (!(ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) || parent.name !== node) return false;
  if (ts.isVariableDeclaration(parent) && parent.initializer === undefined) return false;
  const root = ts.isBindingElement(parent) ? ts.walkUpBindingElementsAndPatterns(parent) : parent;
  return ts.isVariableDeclaration(root) && (ts.getCombinedNodeFlags(root) & ts.NodeFlags.BlockScoped) === 0;
}

function isBlockScoped(declaration: ts.Declaration): boolean {
  if (!ts.isVariableDeclaration(declaration) && !ts.isBindingElement(declaration)) return true;
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) !== 0;
}

/** The loop's own counter, or what its head declares beside it. */
function isHeadVariable(symbol: ts.Symbol, { space, node, body }: Loop): boolean {
  if (space.form === "counted" && space.induction === symbol) return true;
  const declaration = symbol.valueDeclaration!;
  return isIn(declaration, node) && !isIn(declaration, body) && functionAround(declaration) === functionAround(node);
}

function isIn(node: ts.Node, outer: ts.Node): boolean {
  return node.getSourceFile() === outer.getSourceFile() && outer.pos <= node.pos && node.end <= outer.end;
}

function isOfFile(node: ts.Node, loop: Loop): boolean {
  return node.getSourceFile() === loop.node.getSourceFile();
}
