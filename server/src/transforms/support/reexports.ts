// What moves to the kernel module and was exported: the file goes on exporting it.
import { ts } from "ts-morph";
import type { TextEdit } from "../transform.js";
import { declaredNames, type Helpers } from "./helpers.js";
import type { Target } from "./target.js";
import type { Habits } from "./text.js";

/** What was exported before it moved is exported again, behind the imports. */
export function reexportEdit(
  { moved }: Helpers,
  target: Target,
  { quote, semicolon }: Habits,
  sourceFile: ts.SourceFile,
  imports: readonly TextEdit[],
): readonly TextEdit[] {
  const names = moved
    .filter((statement) => hasModifier(statement, ts.SyntaxKind.ExportKeyword))
    .flatMap((statement) => {
      const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
      return declaredNames(statement).map((name) => (isDefault ? `${name} as default` : name));
    });
  if (names.length === 0) return imports;
  const known = sourceFile.statements.find(
    (each): each is ts.ExportDeclaration =>
      ts.isExportDeclaration(each) &&
      each.moduleSpecifier !== undefined &&
      (each.moduleSpecifier as ts.StringLiteral).text === target.kernelSpecifier,
  );
  const list = known?.exportClause;
  const last = list !== undefined && ts.isNamedExports(list) ? list.elements.at(-1) : undefined;
  if (last !== undefined) return [...imports, { start: last.end, end: last.end, text: `, ${names.join(", ")}` }];
  const line = `export { ${names.join(", ")} } from ${quote}${target.kernelSpecifier}${quote}${semicolon}`;
  const at = imports.findLast(({ start, end, text }) => start === end && text.includes(target.kernelSpecifier));
  const isGone = (statement: ts.Statement) =>
    imports.some(({ start, text }) => text === "" && start === statement.getStart());
  const end = sourceFile.statements.findLast((each) => ts.isImportDeclaration(each) && !isGone(each))?.end ?? 0;
  // No statement stands between imports.
  if (at === undefined || at.start < end) {
    return [...imports, { start: end, end, text: end === 0 ? `${line}\n` : `\n\n${line}` }];
  }
  const trailing = /\n*$/.exec(at.text)![0];
  const grown = { ...at, text: `${at.text.slice(0, at.text.length - trailing.length)}\n\n${line}${trailing}` };
  return imports.map((edit) => (edit === at ? grown : edit));
}

function hasModifier(statement: ts.Statement, wanted: ts.SyntaxKind): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === wanted) === true;
}
