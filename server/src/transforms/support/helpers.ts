// The functions and constants that a kernel uses: imported ones are imported again, local ones move to the kernel module.
import { ts } from "ts-morph";
import { collectFacts } from "../../accesses/collect.js";
import { createRegion } from "../../accesses/region.js";
import { bare, valueSymbol } from "../../accesses/types.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import type { Callee } from "../../legality/verdict.js";
import type { TransformContext } from "../transform.js";
import { fillingsOf, shortened, staysWithin } from "./fillings.js";
import { moduleOf, reaches } from "./moduleReach.js";
import { boundNames } from "./parts.js";
import { usesModule } from "./usesModule.js";

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
  const { checker, sourceFile, program, analysis } = context;
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
    const [first] = symbol.declarations ?? [];
    if (first === undefined) return;
    if (ts.isImportSpecifier(first) || ts.isImportClause(first) || ts.isNamespaceImport(first) || isRequire(first)) {
      imports.set(name, first);
      checkModule(first, name);
      return;
    }
    const home = first.getSourceFile();
    if (home !== sourceFile) {
      // Globals of the language and of Node are there in a worker, too.
      if (program.isSourceFileDefaultLibrary(home) || home.fileName.includes("/node_modules/@types/node/")) return;
      problem = `\`${name}\` is declared in another file without being imported, so a kernel module cannot reach it`;
      return;
    }
    // The overloads of a function are declarations of their own.
    for (const declaration of symbol.declarations ?? []) takeDeclaration(declaration, name);
  }

  function takeDeclaration(declaration: ts.Declaration, name: string): void {
    const statement = topLevelStatement(declaration);
    problem ??= statement === undefined ? whyNotNested(declaration, name) : whyNotMovable(statement, name);
    if (problem !== undefined || statement === undefined || statements.has(statement)) return;
    statements.add(statement);
    for (const declared of declaredNames(statement)) names.add(declared);
    visitNames(statement);
    const fillings = ts.isVariableStatement(statement) ? fillingsOf(statement, context) : [];
    if ("problem" in fillings) problem ??= fillings.problem;
    else for (const filling of fillings) takeFilling(filling, name);
  }

  /** `for (…) TABLE[i] = …` */
  function takeFilling(filling: ts.Statement, name: string): void {
    if (statements.has(filling) || problem !== undefined) return;
    problem = whyNotMovable(filling, name);
    if (problem !== undefined) return;
    statements.add(filling);
    visitNames(filling);
  }

  function whyNotNested(declaration: ts.Declaration, name: string): string {
    const isVariable = ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined;
    return isVariable && !ts.isFunctionLike(bare(declaration.initializer!))
      ? `\`${name}\` is chosen outside of the loop, and a function does not travel to a worker; choose it inside of the loop`
      : `\`${name}\` is declared inside of a function; move it to the top level of the file`;
  }

  function whyNotMovable(statement: ts.Statement, name: string): string | undefined {
    const { node } = analysis.loop;
    if (statement.pos <= node.pos && node.end <= statement.end)
      return `the loop uses \`${name}\`, which holds the loop itself; move the body of the loop into a function of its own`;
    if (isDeclared(statement))
      return `\`${name}\` is only declared here, so it is not known where a worker would find it; import it from a module`;
    if (ts.isClassDeclaration(statement))
      return `the kernel uses the class \`${name}\`; move the class to a module of its own and import it`;
    if (!ts.isVariableStatement(statement)) return undefined;
    if (!isConstant(statement))
      return `\`${name}\` is declared with \`let\`; make it a constant or pass it as a parameter`;
    const loud = statement.declarationList.declarations.find(({ initializer }) => initializer && !isQuiet(initializer));
    if (loud === undefined) return undefined;
    return `\`${name}\` is computed when the file is loaded, by \`${shortened(loud.initializer!)}\`; move it to a module of its own and import it`;
  }

  /** Nobody can tell whether the expression is evaluated here or elsewhere, once or in every worker. */
  function isQuiet(initializer: ts.Expression): boolean {
    if (usesModule(initializer)) return false;
    const region = createRegion(createAnalysisContext(program), initializer, () => false, new Map());
    const { accesses, effects } = collectFacts(initializer, region);
    return effects.length === 0 && accesses.every((access) => staysWithin(access, initializer));
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
  function checkModule(declaration: ts.Declaration, name: string): void {
    const module = moduleOf(declaration, checker);
    if (module !== undefined && reaches(module, sourceFile, context))
      problem = `\`${name}\` comes from ${module.fileName.split("/").at(-1)}, which imports this file; a worker would run the program again`;
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

/** undefined: the declaration is nested in a function, a block or a class. */
function topLevelStatement(declaration: ts.Declaration): ts.Statement | undefined {
  let at: ts.Node = declaration;
  while (at.parent !== undefined && !ts.isSourceFile(at.parent)) {
    at = at.parent;
    if (ts.isFunctionLike(at) || ts.isBlock(at) || ts.isModuleBlock(at) || ts.isClassLike(at)) return undefined;
  }
  return ts.isStatement(at) ? at : undefined;
}

function isDeclared(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
}

function isConstant(statement: ts.VariableStatement): boolean {
  return (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
}

export function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return boundNames(statement.declarationList.declarations.map(({ name }) => name)).map(({ text }) => text);
  }
  if ((ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name !== undefined)
    return [statement.name.text];
  return [];
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isEnumMember(parent)) &&
    parent.name === node
  );
}

function isOutsideOf(declaration: ts.Node, root: ts.Node, sourceFile: ts.SourceFile): boolean {
  if (declaration.getSourceFile() !== sourceFile) return true;
  return declaration.pos < root.pos || declaration.end > root.end;
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
      const symbol = ts.isExportSpecifier(node.parent)
        ? exportedSymbol(node.parent, node, checker)
        : valueSymbol(node, checker);
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

/** `export { helper }` names what is declared in the file, and makes another symbol of it. */
function exportedSymbol(list: ts.ExportSpecifier, node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const isLocal = list.parent.parent.moduleSpecifier === undefined && (list.propertyName ?? list.name) === node;
  return isLocal ? checker.getExportSpecifierLocalTargetSymbol(list) : undefined;
}
