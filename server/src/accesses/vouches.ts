// Functions that a person vouches for: with `@pure` in the comment of a declaration, or in the settings of the project.
import { ts } from "ts-morph";
import { settingsOf } from "../workspace/settings.js";
import type { AccessContext } from "./context.js";
import { observationsOf } from "./observed.js";
import { unalias, valueSymbol } from "./types.js";

/**
 * True when somebody vouches for the function that `callee` names: that it changes nothing, keeps nothing, answers the same for
 * the same arguments, and returns only primitives and objects that it made itself.
 */
export function isVouchedFor(callee: ts.Expression, context: AccessContext): boolean {
  const name = ts.isIdentifier(callee) ? callee : ts.isPropertyAccessExpression(callee) ? callee.name : undefined;
  if (name === undefined || !ts.isIdentifier(name)) return false;
  const symbol = valueSymbol(name, context.checker);
  const declarations = symbol === undefined ? [] : (unalias(symbol, context.checker).declarations ?? []);
  return (
    declarations.some(isMarked) ||
    isIn(settingsOf(context.program).pureFunctions, callee, symbol, context) ||
    isOnlyObserved(callee, context)
  );
}

/** True when nobody vouches for it, but it was seen to do no more. */
export function isOnlyObserved(callee: ts.Expression, context: AccessContext): boolean {
  const observed = observationsOf(context.program)?.pureFunctions;
  if (observed === undefined || observed.size === 0) return false;
  return namesOfPackages(callee, context.checker).some((name) => observed.has(name));
}

/** The names of a function that a package exports, as `module#name`; none for any other expression. */
export function namesOfPackages(callee: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  const name = ts.isIdentifier(callee) ? callee : ts.isPropertyAccessExpression(callee) ? callee.name : undefined;
  if (name === undefined || !ts.isIdentifier(name)) return [];
  return packageNames(callee, valueSymbol(name, checker), checker);
}

// Text alone, good as long as the tree.
const filesWithMarks = new WeakMap<ts.SourceFile, boolean>();

function isMarked(declaration: ts.Declaration): boolean {
  // To read the tags of a declaration is work; that none of its file can have one is seen at once.
  const file = declaration.getSourceFile();
  const mayHaveMarks = filesWithMarks.get(file) ?? file.text.includes("@pure");
  filesWithMarks.set(file, mayHaveMarks);
  if (!mayHaveMarks) return false;
  return ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === "pure");
}

/** `import { get } from "fast-levenshtein"`, with `fast-levenshtein#get` in the settings. */
function isIn(
  names: ReadonlySet<string>,
  callee: ts.Expression,
  symbol: ts.Symbol | undefined,
  { checker }: AccessContext,
): boolean {
  return names.size > 0 && packageNames(callee, symbol, checker).some((name) => names.has(name));
}

function packageNames(callee: ts.Expression, symbol: ts.Symbol | undefined, checker: ts.TypeChecker): string[] {
  const holder =
    ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)
      ? valueSymbol(callee.expression, checker)
      : undefined;
  return [
    ...importsOf(symbol),
    ...importsOf(holder).flatMap(({ module, name }) =>
      // Of a module as a whole, the functions are its members.
      name === "*" || name === "default" ? [{ module, name: (callee as ts.PropertyAccessExpression).name.text }] : [],
    ),
  ].map(({ module, name }) => `${module}#${name}`);
}

interface Imported {
  readonly module: string;
  /** `*` for the module as a whole. */
  readonly name: string;
}

function importsOf(symbol: ts.Symbol | undefined): readonly Imported[] {
  return (symbol?.declarations ?? []).flatMap((declaration) => {
    const name = ts.isImportSpecifier(declaration)
      ? (declaration.propertyName ?? declaration.name).text
      : ts.isNamespaceImport(declaration)
        ? "*"
        : ts.isImportClause(declaration)
          ? "default"
          : undefined;
    if (name === undefined) return [];
    let at: ts.Node = declaration;
    while (!ts.isImportDeclaration(at) && !ts.isSourceFile(at)) at = at.parent;
    return ts.isImportDeclaration(at) && ts.isStringLiteral(at.moduleSpecifier)
      ? [{ module: at.moduleSpecifier.text, name }]
      : [];
  });
}
