// Functions as the asynchronous forms see them: are they asynchronous, may they become so, who calls them.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import { identifiersNamed } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";
import { callAround, calledInPlace, isAwaited } from "./callbacks.js";
import type { FamilyMember } from "./methodFamily.js";
import { usesOfMethod, whyHidden } from "./methodUses.js";

export function isAsync(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** Why the function may not become asynchronous; undefined when it may. */
export function whyNotAsync(
  node: ts.SignatureDeclaration,
  context: Pick<TransformContext, "program" | "checker">,
): string | undefined {
  if (ts.isConstructorDeclaration(node)) return "a constructor cannot wait";
  if (ts.isGetAccessorDeclaration(node) || ts.isSetAccessorDeclaration(node)) return "an accessor cannot wait";
  if (
    (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) &&
    node.asteriskToken !== undefined
  )
    return "a generator hands out its values synchronously";
  if (node.type !== undefined && ts.isTypePredicateNode(node.type))
    return "its callers learn a type from what it returns, which a promise cannot tell them";
  if (ts.isMethodDeclaration(node)) return whyHidden(node, context);
  if (ts.isFunctionDeclaration(node))
    return node.name === undefined ? "the function has no name by which its callers could be found" : undefined;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    if (calledInPlace(node) !== undefined || isAwaited(node, context.checker)) return undefined;
    const call = callAround(node);
    if (call !== undefined) return `it is handed to \`${calleeText(call)}\`, which does not wait for it`;
    if (!ts.isVariableDeclaration(node.parent) || (ts.getCombinedNodeFlags(node.parent) & ts.NodeFlags.Const) === 0) {
      return "the function is handed on as a value, so whoever calls it would have to wait too";
    }
    if (node.parent.type !== undefined) return `it is declared as a \`${node.parent.type.getText()}\``;
    return undefined;
  }
  return "this kind of function cannot wait";
}

function calleeText({ expression }: ts.CallExpression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : "a function";
}

/** The nearest function around a node, or the file at top level. */
export function enclosing(node: ts.Node): ts.SignatureDeclaration | ts.SourceFile {
  for (let at = node.parent; ; at = at.parent) {
    if (ts.isSourceFile(at)) return at;
    if (ts.isFunctionLike(at)) return at;
  }
}

export interface Uses {
  readonly calls: readonly ts.CallExpression[];
  /** The first mention that is no call, if any: then not all callers are known. */
  readonly escapedAt: ts.Node | undefined;
  /** Methods that a call may mean as well, the one asked about among them: they change together. */
  readonly alike?: readonly FamilyMember[];
}

// A declaration belongs to one version of its file, but its callers may change while it stays: uses are kept per program.
const usesByProgram = new WeakMap<ts.Program, Map<ts.SignatureDeclaration, Uses>>();

/** Every mention of a function in the program's own files. O(size of the files that contain its name). */
export function usesOf(declaration: ts.SignatureDeclaration, context: TransformContext): Uses {
  const known =
    usesByProgram.get(context.program) ?? usesByProgram.set(context.program, new Map()).get(context.program)!;
  const found = known.get(declaration) ?? findUses(declaration, context);
  known.set(declaration, found);
  return found;
}

function findUses(declaration: ts.SignatureDeclaration, context: TransformContext): Uses {
  const { program, checker } = context;
  if (ts.isMethodDeclaration(declaration)) return usesOfMethod(declaration, context);
  // A function expression with a name may call itself by it.
  if (ts.isArrowFunction(declaration) || (ts.isFunctionExpression(declaration) && declaration.name === undefined)) {
    const own = calledInPlace(declaration);
    if (own !== undefined) return { calls: [own], escapedAt: undefined };
    // Whoever has it waits for it.
    if (isAwaited(declaration, checker)) return { calls: [], escapedAt: undefined };
  }
  const nameNode =
    declaration.name ?? (ts.isVariableDeclaration(declaration.parent) ? declaration.parent.name : undefined);
  const symbol =
    nameNode === undefined || !ts.isIdentifier(nameNode) ? undefined : checker.getSymbolAtLocation(nameNode);
  if (symbol === undefined) return { calls: [], escapedAt: declaration };
  // Overloads and merged declarations would all have to change.
  if ((symbol.declarations ?? []).length > 1) return { calls: [], escapedAt: declaration };
  const calls: ts.CallExpression[] = [];
  let escapedAt: ts.Node | undefined;
  // A module may hand the function on under another name, so files are looked through until no new name turns up.
  const names = [...new Set([symbol.name, nameNode!.getText()])];
  for (let next = 0; next < names.length; next++) {
    const name = names[next]!;
    for (const source of program.getSourceFiles()) {
      if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) continue;
      if (name === "default") for (const node of defaultImports(source)) visit(node);
      if (!source.text.includes(name)) continue;
      for (const node of identifiersNamed(name, source)) visit(node);
    }
  }
  return { calls, escapedAt };

  function visit(node: ts.Identifier): void {
    if (node === nameNode) return;
    const found = valueSymbol(node, checker);
    const isAlias = found !== undefined && (found.flags & ts.SymbolFlags.Alias) !== 0;
    if ((isAlias ? checker.getAliasedSymbol(found) : found) === symbol) classify(node);
  }

  function classify(node: ts.Identifier): void {
    const { parent } = node;
    if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isExportSpecifier(parent)) {
      if (parent.name !== undefined && !names.includes(parent.name.text)) names.push(parent.name.text);
      return;
    }
    const callee = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
    if (ts.isCallExpression(callee.parent) && callee.parent.expression === callee) calls.push(callee.parent);
    else escapedAt ??= node;
  }
}

/** `import f from …`: the name that a file gives to the default export of another. */
function defaultImports(source: ts.SourceFile): readonly ts.Identifier[] {
  return source.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) ? (statement.importClause?.name ?? []) : [],
  );
}
