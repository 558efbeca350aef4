// The functions and constants that a kernel uses: imported ones are imported again, local ones move to the kernel module.
import { ts } from "ts-morph";
import { unalias, valueSymbol } from "../../accesses/types.js";
import type { Callee } from "../../legality/verdict.js";
import type { TransformContext } from "../transform.js";

export interface Helpers {
  /** Top-level statements of the file that move, in source order. */
  readonly moved: readonly ts.Statement[];
  /** Names that the moved statements declare. */
  readonly movedNames: ReadonlySet<string>;
  /** Imports that the kernel module needs, by local name. */
  readonly imports: ReadonlyMap<string, ts.Declaration>;
}

/** Collects what the kernel mentions, and what that mentions in turn. Answers a sentence when something cannot be moved. */
export function collectHelpers(
  callees: readonly Callee[],
  context: TransformContext,
): Helpers | { readonly problem: string } {
  const { checker, sourceFile } = context;
  const statements = new Set<ts.Statement>();
  const names = new Set<string>();
  const imports = new Map<string, ts.Declaration>();
  const seen = new Set<ts.Symbol>();
  let problem: string | undefined;
  for (const callee of callees) take(callee.symbol, callee.name);
  if (problem !== undefined) return { problem };
  return { moved: [...statements].sort((a, b) => a.pos - b.pos), movedNames: names, imports };

  function take(symbol: ts.Symbol, name: string): void {
    if (seen.has(symbol) || problem !== undefined) return;
    seen.add(symbol);
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined) return;
    if (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration) || ts.isNamespaceImport(declaration)) {
      imports.set(name, declaration);
      checkModule(symbol, name);
      return;
    }
    if (isRequire(declaration)) {
      imports.set(name, declaration);
      return;
    }
    if (declaration.getSourceFile() !== sourceFile) {
      problem = `\`${name}\` is declared in another file without being imported, so a kernel module cannot reach it`;
      return;
    }
    const statement = topLevelStatement(declaration);
    if (statement === undefined) {
      problem = `\`${name}\` is declared inside of a function; move it to the top level of the file`;
      return;
    }
    if (ts.isClassDeclaration(statement)) {
      problem = `the kernel uses the class \`${name}\`; move the class to a module of its own and import it`;
      return;
    }
    if (
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)
    ) {
      problem = `\`${name}\` is the file's default export; move it to a module of its own and import it`;
      return;
    }
    if (ts.isVariableStatement(statement) && !isConstant(statement)) {
      problem = `\`${name}\` is declared with \`let\`; make it a constant or pass it as a parameter`;
      return;
    }
    statements.add(statement);
    for (const declared of declaredNames(statement)) names.add(declared);
    visitNames(statement);
  }

  function visitNames(root: ts.Node): void {
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      if (ts.isIdentifier(node) && !isPropertyName(node)) {
        const symbol = valueSymbol(node, checker);
        const declaration = symbol?.declarations?.[0];
        if (symbol !== undefined && declaration !== undefined && isOutsideOf(declaration, root, sourceFile))
          take(symbol, node.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(root);
  }

  /** A module that leads back to the loop's own file would run the program again in every worker. */
  function checkModule(symbol: ts.Symbol, name: string): void {
    const declared = unalias(symbol, checker).declarations?.[0]?.getSourceFile();
    if (declared !== undefined && !declared.isDeclarationFile && reaches(declared, sourceFile, context)) {
      problem = `\`${name}\` comes from ${declared.fileName.split("/").at(-1)}, which imports this file; a worker would run the program again`;
    }
  }
}

function isRequire(declaration: ts.Declaration): boolean {
  const target = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  return (
    ts.isVariableDeclaration(target) &&
    target.initializer !== undefined &&
    /^require\s*\(/.test(target.initializer.getText())
  );
}

function topLevelStatement(declaration: ts.Declaration): ts.Statement | undefined {
  let at: ts.Node = declaration;
  while (at.parent !== undefined && !ts.isSourceFile(at.parent)) {
    if (ts.isFunctionLike(at) && at !== declaration) return undefined;
    at = at.parent;
  }
  return ts.isStatement(at) ? at : undefined;
}

function isConstant(statement: ts.VariableStatement): boolean {
  return (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
}

export function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) =>
      ts.isIdentifier(declaration.name) ? [declaration.name.text] : [],
    );
  }
  if ((ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name !== undefined)
    return [statement.name.text];
  return [];
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isEnumMember(parent)) &&
    parent.name === node
  );
}

function isOutsideOf(declaration: ts.Node, root: ts.Node, sourceFile: ts.SourceFile): boolean {
  if (declaration.getSourceFile() !== sourceFile) return ts.isImportSpecifier(declaration);
  return declaration.pos < root.pos || declaration.end > root.end;
}

const reachCache = new WeakMap<ts.SourceFile, Map<ts.SourceFile, boolean>>();

/** Does loading `from` also load `goal`, at run time? Type-only imports do not count. O(modules reachable). */
export function reaches(from: ts.SourceFile, goal: ts.SourceFile, { program, checker }: TransformContext): boolean {
  const cache = reachCache.get(goal) ?? reachCache.set(goal, new Map()).get(goal)!;
  const known = cache.get(from);
  if (known !== undefined) return known;
  const seen = new Set<ts.SourceFile>();
  const queue = [from];
  let found = false;
  for (let file = queue.shift(); file !== undefined && !found; file = queue.shift()) {
    if (file === goal) found = true;
    if (seen.has(file)) continue;
    seen.add(file);
    for (const statement of file.statements) {
      const isType = ts.isImportDeclaration(statement)
        ? statement.importClause?.isTypeOnly
        : ts.isExportDeclaration(statement) && statement.isTypeOnly;
      if (
        !(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) ||
        isType === true ||
        statement.moduleSpecifier === undefined
      )
        continue;
      const target = checker.getSymbolAtLocation(statement.moduleSpecifier)?.valueDeclaration?.getSourceFile();
      if (target !== undefined && !target.isDeclarationFile && !program.isSourceFileFromExternalLibrary(target))
        queue.push(target);
    }
  }
  cache.set(from, found);
  return found;
}

/** Is the name used in the file outside of the statements that move and of `gone`? */
export function isUsedElsewhere(
  name: string,
  moved: readonly ts.Statement[],
  gone: readonly ts.Node[],
  { sourceFile, checker }: TransformContext,
  replacement: string,
): boolean {
  let used = new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(replacement);
  const visit = (node: ts.Node): void => {
    if (used || moved.includes(node as ts.Statement) || gone.includes(node)) return;
    if (ts.isIdentifier(node) && node.text === name && !isPropertyName(node)) {
      const symbol = valueSymbol(node, checker);
      const declaration = symbol?.declarations?.[0];
      if (
        declaration !== undefined &&
        moved.some((statement) => declaration.pos >= statement.pos && declaration.end <= statement.end)
      )
        used = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return used;
}
