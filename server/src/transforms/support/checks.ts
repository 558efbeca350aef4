// What keeps code out of a kernel module: constructs that are bound to their place, and values that cannot reach the commit.
import { ts } from "ts-morph";
import { isFunctionType, isWithin, valueSymbol } from "../../accesses/types.js";
import type { Split } from "../../legality/verdict.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import type { Parts } from "./parts.js";
import type { ForLoop } from "./replaceLoop.js";

/**
 * Why code of the kernel would mean something else, or nothing, in a function of another module; undefined: it would not.
 * @param handedOver parts for which the kernel has other names
 */
export function problemOfSyntax(
  nodes: readonly ts.Node[],
  handedOver: ReadonlyMap<ts.Node, string> = new Map(),
): string | undefined {
  const visit = (node: ts.Node, bound: boolean): string | undefined => {
    if (handedOver.has(node)) return undefined;
    const problem = problemAt(node, bound);
    if (problem !== undefined) return problem;
    const binds =
      ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isClassLike(node);
    return ts.forEachChild(node, (child) => visit(child, bound || binds));
  };
  return firstOf(nodes, (node) => visit(node, false));
}

/** @param bound `this` and `arguments` are those of a function inside of the loop */
function problemAt(node: ts.Node, bound: boolean): string | undefined {
  if (node.kind === ts.SyntaxKind.ThisKeyword && !bound) {
    const shown = ts.isPropertyAccessExpression(node.parent) ? node.parent.getText() : "this";
    return `the loop uses \`${shown}\`; take what it needs into constants before the loop`;
  }
  if (node.kind === ts.SyntaxKind.SuperKeyword) return "the loop uses `super`; call it before the loop";
  if (ts.isIdentifier(node) && node.text === "arguments" && !bound && !isName(node))
    return "the loop uses `arguments`; give the parameters names";
  if (ts.isMetaProperty(node)) return `the loop uses \`${node.getText()}\`; take it into a constant before the loop`;
  if (ts.isPrivateIdentifier(node))
    return `the loop uses the private name \`${node.text}\`; take its value into a constant before the loop`;
  return undefined;
}

/** Outside of the class nobody may use the member. */
export function isHidden(name: ts.MemberName, checker: ts.TypeChecker): boolean {
  return ts.isPrivateIdentifier(name) || isHiddenSymbol(checker.getSymbolAtLocation(name));
}

function isHiddenSymbol(symbol: ts.Symbol | undefined): boolean {
  const hiding = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (symbol?.declarations ?? []).some((each) => (ts.getCombinedModifierFlags(each) & hiding) !== 0);
}

/**
 * Which member the compiler lets only its class use, and the kernel, or a test before the loop, would use it elsewhere.
 * @param tested what is tested before the loop, by its way from a variable
 */
export function problemOfHidden(
  nodes: readonly ts.Node[],
  tested: readonly { readonly name: string; readonly node: ts.Node }[],
  handedOver: ReadonlyMap<ts.Node, string>,
  checker: ts.TypeChecker,
): string | undefined {
  const why = (shown: string) =>
    `\`${shown}\` is private to its class; make it public, or move the body of the loop into a method of that class`;
  const visit = (node: ts.Node): string | undefined => {
    if (handedOver.has(node)) return undefined;
    if (ts.isPropertyAccessExpression(node) && isHidden(node.name, checker)) return why(node.getText());
    return ts.forEachChild(node, visit);
  };
  for (const { name, node } of tested) {
    const [root, ...way] = name.split(".");
    if (root === "this" || way.length === 0) continue;
    let type = checker.getTypeAtLocation(node);
    for (const step of way) {
      const property = checker.getNonNullableType(type).getProperty(step);
      const owner = property?.valueDeclaration?.parent;
      if (isHiddenSymbol(property) && owner !== undefined && !isWithin(node, owner)) return why(name);
      if (property === undefined) break;
      type = checker.getTypeOfSymbol(property);
    }
  }
  return firstOf(nodes, visit);
}

function firstOf(nodes: readonly ts.Node[], check: (node: ts.Node) => string | undefined): string | undefined {
  for (const node of nodes) {
    const problem = check(node);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isName({ parent }: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent);
}

/** `x.j` and `{ j: 1 }`, but not `{ j }`. */
function isNameOfProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
}

/** What the commit uses of the body must reach it: as a channel, or by its own evaluation. Names the first that does not. */
export function problemOfCarrying(
  { split, body, commitNodes, moved, sideOf }: Parts,
  checker: ts.TypeChecker,
): string | undefined {
  // The commit would have it twice: from the kernel, and from the head of a loop that it runs, too.
  const isHeadOfCommit = ({ parent: list }: ts.Declaration): boolean => {
    if (!ts.isVariableDeclarationList(list) || (list.flags & ts.NodeFlags.BlockScoped) !== 0) return false;
    const { parent } = list;
    const isInside = body.pos <= parent.pos && parent.end <= body.end;
    return isInside && ts.isIterationStatement(parent, false) && sideOf(parent) !== "kernel";
  };
  const twice = split.channels.find(
    // A `var` may be declared several times.
    (channel) => channel.kind === "variable" && channel.symbol.declarations?.some(isHeadOfCommit) === true,
  );
  if (twice !== undefined)
    return `\`${twice.name}\` is declared with \`var\` in the head of a loop; declare it with \`let\` before the loop`;
  const carried = new Set(split.channels.flatMap((channel) => (channel.kind === "variable" ? [channel.symbol] : [])));
  // What is handed over once for an iteration is bound at its beginning, and would hide what else is called so.
  const bound = split.channels.flatMap((channel) =>
    channel.kind === "variable" && channel.within.length === 0 ? [channel.symbol] : [],
  );
  const byName = new Map(bound.map((symbol) => [symbol.name, symbol]));
  const isOfCommit = (declaration: ts.Declaration) =>
    commitNodes.some((part) => part.pos <= declaration.pos && declaration.end <= part.end);
  const hidden = (node: ts.Node): string | undefined => {
    if (moved.has(node) || ts.isTypeNode(node)) return undefined;
    if (!ts.isIdentifier(node)) return ts.forEachChild(node, hidden);
    const other = isNameOfProperty(node) ? undefined : byName.get(node.text);
    const symbol = other && valueSymbol(node, checker);
    if (symbol === undefined || symbol === other) return undefined;
    if (symbol.valueDeclaration !== undefined && isOfCommit(symbol.valueDeclaration)) return undefined;
    return `\`${node.text}\` is the name of two variables here; give one of them another name`;
  };
  const clash = byName.size === bound.length ? firstOf(commitNodes, hidden) : "two variables have one name; rename one";
  if (clash !== undefined) return clash;
  const visit = (node: ts.Node): string | undefined => {
    if (moved.has(node) || ts.isTypeNode(node)) return undefined;
    if (!ts.isIdentifier(node)) return ts.forEachChild(node, visit);
    const symbol = valueSymbol(node, checker);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || carried.has(symbol)) return undefined;
    const isLocal =
      ts.isVariableDeclaration(declaration) ||
      ts.isBindingElement(declaration) ||
      ts.isFunctionDeclaration(declaration);
    const isInBody =
      declaration.getSourceFile() === body.getSourceFile() &&
      declaration.pos >= body.pos &&
      declaration.end <= body.end;
    if (!isLocal || !isInBody) return undefined;
    if (isOfCommit(declaration)) return undefined;
    return `\`${node.text}\` cannot be handed from the workers to the caller; compute it where it is used`;
  };
  return firstOf(commitNodes, visit);
}

/**
 * What the compiler knows of `point.label` by a test before the loop it does not know in the kernel. Names the first such
 * path: of each, the first mention tells, because a test within the kernel would come before what it narrows.
 */
export function problemOfNarrowing(nodes: readonly ts.Node[], checker: ts.TypeChecker): string | undefined {
  const seen = new Set<string>();
  for (const root of [...nodes].sort((a, b) => a.pos - b.pos)) {
    for (const node of preorder(root)) {
      if (!ts.isPropertyAccessExpression(node) || !isPathOfVariable(node)) continue;
      const path = node.getText();
      if (seen.has(path)) continue;
      seen.add(path);
      const symbol = checker.getSymbolAtLocation(node.name);
      if (symbol === undefined || !mayBeMissing(checker.getTypeOfSymbol(symbol))) continue;
      if (isAssignedAt(node) || mayBeMissing(checker.getTypeAtLocation(node))) continue;
      return `that \`${path}\` is there is known by a test before the loop; take it into a constant`;
    }
  }
  return undefined;
}

function isPathOfVariable(node: ts.PropertyAccessExpression): boolean {
  return ts.isPropertyAccessExpression(node.expression)
    ? isPathOfVariable(node.expression)
    : ts.isIdentifier(node.expression);
}

function mayBeMissing(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0);
}

/** A call with a function in its environment would always run in place. */
export function problemOfFunctions(liveIns: Split["liveIns"], checker: ts.TypeChecker): string | undefined {
  const held = liveIns.find(({ symbol }) => isFunctionType(checker.getTypeOfSymbol(symbol)));
  if (held === undefined) return undefined;
  const declaration = held.symbol.valueDeclaration;
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer?.getText() : undefined;
  const instead =
    value !== undefined && /^[\w$.]+$/.test(value) ? `write \`${value}\` in the loop` : "call it outside of the loop";
  return `\`${held.name}\` holds a function, which does not travel to a worker; ${instead}`;
}

/** `const found = []`: its type is put together from what is pushed into it later. */
export function isUntypedYet(node: ts.Node, checker: ts.TypeChecker): boolean {
  const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.type !== undefined)
    return false;
  const { initializer } = declaration;
  return initializer !== undefined && ts.isArrayLiteralExpression(initializer) && initializer.elements.length === 0;
}

/** Why the author's loop cannot stand beside another form of it, to be run where that fails. */
export function problemOfPrepared({ node }: ForLoop, split: Split): string | undefined {
  if (split.exits || ts.isLabeledStatement(node.parent))
    return "the loop can end early, and reads back what it stores in objects of the caller";
  // Some iterations have written into the memory that all share, and would do so once more.
  return split.writes.length > 0 && !split.kernelCannotThrow
    ? "the loop writes into a typed array, and reads back what it stores in other objects of the caller"
    : undefined;
}
