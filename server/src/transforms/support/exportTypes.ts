// Types of the loop's file that the kernel module mentions: they are exported.
import { ts } from "ts-morph";
import type { TextEdit } from "../transform.js";
import type { Helpers } from "./helpers.js";
import type { TypeNames } from "./types.js";

/** A type that the kernel module imports from the loop's file must be exported there. */
export function exportTypes(types: TypeNames, helpers: Helpers, sourceFile: ts.SourceFile): readonly TextEdit[] {
  return [...types.names].flatMap(([name, symbol]) => {
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined || declaration.getSourceFile() !== sourceFile || helpers.movedNames.has(name))
      return [];
    const isType =
      ts.isInterfaceDeclaration(declaration) ||
      ts.isTypeAliasDeclaration(declaration) ||
      ts.isEnumDeclaration(declaration) ||
      ts.isClassDeclaration(declaration);
    if (!isType || (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) return [];
    if (isInExportList(name, sourceFile)) return [];
    return [{ start: declaration.getStart(), end: declaration.getStart(), text: "export " }];
  });
}

function isInExportList(name: string, sourceFile: ts.SourceFile): boolean {
  return sourceFile.statements.some(
    (statement) =>
      ts.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some(
        (element) => element.propertyName === undefined && element.name.text === name,
      ),
  );
}
