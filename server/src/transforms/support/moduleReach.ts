// Which modules a module loads when it is evaluated.
import { ts } from "ts-morph";
import { perProgram } from "../../workspace/perProgram.js";
import type { TransformContext } from "../transform.js";
import { requiredModule } from "./importText.js";

/** The module that an import or a `require` names; undefined for packages and what is not found. */
export function moduleOf(declaration: ts.Node, checker: ts.TypeChecker): ts.SourceFile | undefined {
  let at = declaration;
  while (at.parent !== undefined && !ts.isImportDeclaration(at) && !ts.isVariableDeclaration(at)) at = at.parent;
  if (ts.isImportDeclaration(at)) return fileOf(at.moduleSpecifier, checker);
  const call = ts.isVariableDeclaration(at) ? at.initializer : undefined;
  return call !== undefined && ts.isCallExpression(call) ? fileOf(call.arguments[0], checker) : undefined;
}

function fileOf(specifier: ts.Expression | undefined, checker: ts.TypeChecker): ts.SourceFile | undefined {
  const declaration = specifier && checker.getSymbolAtLocation(specifier)?.valueDeclaration;
  const file = declaration?.getSourceFile();
  return file === undefined || file.isDeclarationFile ? undefined : file;
}

// By program: the way from one file to another leads through files that change while both stay as they are.
const knownOf = perProgram(() => new Map<ts.SourceFile, Map<ts.SourceFile, boolean>>());

/** Does loading `from` also load `goal`, at run time? Imports of types do not count. O(modules reachable). */
export function reaches(from: ts.SourceFile, goal: ts.SourceFile, { program, checker }: TransformContext): boolean {
  const known = knownOf(program);
  const cache = known.get(goal) ?? known.set(goal, new Map()).get(goal)!;
  const before = cache.get(from);
  if (before !== undefined) return before;
  const seen = new Set<ts.SourceFile>([from]);
  const queue = [from];
  for (let file = queue.shift(); file !== undefined && !seen.has(goal); file = queue.shift()) {
    if (program.isSourceFileFromExternalLibrary(file)) continue;
    for (const next of loadedBy(file, checker)) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  cache.set(from, seen.has(goal));
  return seen.has(goal);
}

/** The modules of the program that are loaded with one, itself among them; undefined where they are more than `most`. */
export function loadedWith(
  file: ts.SourceFile,
  most: number,
  { program, checker }: TransformContext,
): ReadonlySet<ts.SourceFile> | undefined {
  const found = new Set([file]);
  for (const each of found) {
    if (found.size > most) return undefined;
    for (const next of loadedBy(each, checker)) if (!program.isSourceFileFromExternalLibrary(next)) found.add(next);
  }
  return found;
}

function loadedBy(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.SourceFile[] {
  const specifiers: ts.Expression[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      if (hasValues(statement.importClause, checker)) specifiers.push(statement.moduleSpecifier);
    } else if (ts.isExportDeclaration(statement) && !statement.isTypeOnly && statement.moduleSpecifier !== undefined)
      specifiers.push(statement.moduleSpecifier);
  }
  // `require` and `import()` may stand anywhere.
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      if ((isImport || requiredModule(node) !== undefined) && node.arguments[0] !== undefined)
        specifiers.push(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  if (/\brequire\s*\(|\bimport\s*\(/.test(file.text)) visit(file);
  return specifiers.flatMap((specifier) => fileOf(specifier, checker) ?? []);
}

/** An import of nothing but types is erased. */
function hasValues(clause: ts.ImportClause | undefined, checker: ts.TypeChecker): boolean {
  if (clause === undefined) return true;
  if (clause.isTypeOnly) return false;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return true;
  return bindings.elements.some(({ name, isTypeOnly }) => {
    const symbol = checker.getSymbolAtLocation(name);
    const target = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
    return !isTypeOnly && (target === undefined || (target.flags & ts.SymbolFlags.Value) !== 0);
  });
}
