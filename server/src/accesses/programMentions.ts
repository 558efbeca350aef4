// Every mention of an exported variable in the whole program, under whatever name another file knows it by.
import { ts } from "ts-morph";
import { identifiersNamed } from "../loops/mentions.js";
import { unalias, valueSymbol } from "./types.js";

/**
 * The identifiers that stand for the variable, in all files of the program that are no declaration files: its own name, the
 * names that imports and exports give it, and `m.name` through a module namespace. Where a whole namespace that holds the
 * variable is used as a value, the name of that namespace counts, too.
 */
export function mentionsInProgram(
  symbol: ts.Symbol,
  program: ts.Program,
  checker: ts.TypeChecker,
): readonly ts.Identifier[] {
  const home = symbol.valueDeclaration?.getSourceFile();
  // What is exported by default has the name that it is imported by.
  const isPrivate =
    home !== undefined && ts.isExternalModule(home) && symbol.name !== "default" && !isPassedOn(symbol.name, home);
  if (isPrivate) return identifiersNamed(symbol.name, home).filter((node) => valueSymbol(node, checker) === symbol);
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  const names = namesOf(symbol.name, files);
  const found: ts.Identifier[] = [];
  for (const file of files) {
    for (const name of names) {
      if (!file.text.includes(name)) continue;
      for (const node of identifiersNamed(name, file)) {
        const mentioned = valueSymbol(node, checker);
        if (mentioned !== undefined && unalias(mentioned, checker) === symbol) found.push(node);
      }
    }
    found.push(...namespacesUsed(file, symbol, checker));
  }
  return found;
}

/** An `export` of the file may concern the name: in front of its declaration, or in a list. By syntax alone: a superset. */
function isPassedOn(name: string, file: ts.SourceFile): boolean {
  return identifiersNamed(name, file).some(({ parent }) => {
    if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return true;
    const isDeclared = ts.isVariableDeclaration(parent) || ts.isBindingElement(parent);
    return isDeclared && (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Export) !== 0;
  });
}

/** The names under which imports and exports pass on a variable, by syntax alone: a superset. */
function namesOf(name: string, files: readonly ts.SourceFile[]): ReadonlySet<string> {
  const names = new Set([name]);
  for (let before = 0; before < names.size; ) {
    before = names.size;
    for (const file of files) for (const statement of file.statements) addNames(statement, names);
  }
  return names;
}

function addNames(statement: ts.Statement, names: Set<string>): void {
  if (ts.isExportAssignment(statement)) {
    if (ts.isIdentifier(statement.expression) && names.has(statement.expression.text)) names.add("default");
    return;
  }
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  if (clause?.name !== undefined && names.has("default")) names.add(clause.name.text);
  const list = clause?.namedBindings ?? (ts.isExportDeclaration(statement) ? statement.exportClause : undefined);
  if (list === undefined || (!ts.isNamedImports(list) && !ts.isNamedExports(list))) return;
  for (const { name, propertyName } of list.elements)
    if (propertyName !== undefined && names.has(propertyName.text)) names.add(name.text);
}

/** `import * as m`, where `m` itself goes somewhere: whoever gets it can reach the variable. */
function namespacesUsed(file: ts.SourceFile, symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  for (const statement of file.statements) {
    // Under another name, in the hands of whoever imports that.
    const passedOn =
      ts.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      ts.isNamespaceExport(statement.exportClause)
        ? statement.exportClause.name
        : undefined;
    if (passedOn !== undefined && ts.isIdentifier(passedOn) && holds(passedOn)) found.push(passedOn);
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (bindings === undefined || !ts.isNamespaceImport(bindings)) continue;
    if (!holds(bindings.name)) continue;
    const space = checker.getSymbolAtLocation(bindings.name);
    for (const node of identifiersNamed(bindings.name.text, file)) {
      if (ts.isExportSpecifier(node.parent)) found.push(bindings.name);
      if (node === bindings.name || valueSymbol(node, checker) !== space) continue;
      if (!ts.isPropertyAccessExpression(node.parent) && !ts.isQualifiedName(node.parent)) found.push(node);
    }
  }
  return found;

  function holds(name: ts.Identifier): boolean {
    const space = checker.getSymbolAtLocation(name);
    const held = space === undefined ? [] : checker.getExportsOfModule(unalias(space, checker));
    return held.some((each) => unalias(each, checker) === symbol);
  }
}
