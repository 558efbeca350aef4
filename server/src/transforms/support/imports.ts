// The import lines that a rewritten file needs, added to what it has.
import { ts } from "ts-morph";
import type { TextEdit } from "../transform.js";
import { quoted } from "./kernelModule.js";
import type { Target } from "./target.js";
import type { Habits } from "./text.js";

export interface Wanted {
  readonly runner: readonly string[];
  readonly kernels: readonly string[];
  /** Names that the file exported before they moved to the kernel module. */
  readonly reexport: readonly string[];
  readonly target: Target;
  readonly habits: Habits;
  readonly sourceFile: ts.SourceFile;
}

/** Edits that import the names; an import of the same module is extended. */
export function importEdits({ runner, kernels, reexport, target, habits, sourceFile }: Wanted): TextEdit[] {
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  for (const [specifier, names] of [
    ["@loopsmith/runner", runner],
    [target.kernelSpecifier, kernels],
  ] as const) {
    const existing = findImport(specifier, sourceFile);
    const missing = [...new Set(names)].filter((name) => !existing?.names.includes(name));
    if (missing.length === 0) continue;
    if (existing !== undefined) edits.push({ start: existing.at, end: existing.at, text: `, ${missing.join(", ")}` });
    else if (target.usesRequire)
      lines.push(`const { ${missing.join(", ")} } = require(${quoted(specifier, habits)})${habits.semicolon}`);
    else lines.push(`import { ${missing.join(", ")} } from ${quoted(specifier, habits)}${habits.semicolon}`);
  }
  if (reexport.length > 0)
    lines.push(`export { ${reexport.join(", ")} } from ${quoted(target.kernelSpecifier, habits)}${habits.semicolon}`);
  if (lines.length > 0) edits.push(insertion(lines.join(habits.newline), sourceFile, habits));
  return edits;
}

function findImport(specifier: string, sourceFile: ts.SourceFile): { at: number; names: string[] } | undefined {
  for (const statement of sourceFile.statements) {
    if (
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === specifier
    ) {
      const bindings = statement.importClause?.namedBindings;
      if (
        bindings === undefined ||
        !ts.isNamedImports(bindings) ||
        statement.importClause?.isTypeOnly ||
        bindings.elements.length === 0
      )
        continue;
      return { at: bindings.elements.at(-1)!.end, names: bindings.elements.map((element) => element.name.text) };
    }
    if (!ts.isVariableStatement(statement)) continue;
    const [declaration] = statement.declarationList.declarations;
    if (declaration?.initializer === undefined || !ts.isObjectBindingPattern(declaration.name)) continue;
    if (
      !/^require\(\s*["']/.test(declaration.initializer.getText()) ||
      !declaration.initializer.getText().includes(specifier)
    )
      continue;
    const { elements } = declaration.name;
    if (elements.length > 0)
      return { at: elements.at(-1)!.end, names: elements.map((element) => element.name.getText()) };
  }
  return undefined;
}

/** After the last import; without one, after the directives and the comment that opens the file. */
function insertion(text: string, sourceFile: ts.SourceFile, { newline }: Habits): TextEdit {
  const isLoading = (statement: ts.Statement) =>
    ts.isImportDeclaration(statement) ||
    (ts.isVariableStatement(statement) && /=\s*require\(/.test(statement.getText()));
  const last = sourceFile.statements.filter(isLoading).at(-1);
  if (last !== undefined) return { start: last.end, end: last.end, text: newline + text };
  const directive = sourceFile.statements
    .filter((statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression))
    .at(-1);
  if (directive !== undefined) return { start: directive.end, end: directive.end, text: newline + text };
  const shebang = /^#!.*\r?\n/.exec(sourceFile.text)?.[0].length ?? 0;
  const first = sourceFile.statements[0];
  const comments = ts.getLeadingCommentRanges(sourceFile.text, shebang) ?? [];
  // A comment that is followed by a blank line belongs to the file, not to its first statement.
  const opening = comments.filter((comment) => /^\r?\n\s*\r?\n/.test(sourceFile.text.slice(comment.end))).at(-1);
  const at = opening?.end ?? shebang;
  if (opening !== undefined) return { start: at, end: at, text: newline + newline + text };
  return { start: at, end: at, text: text + newline + (first === undefined ? "" : newline) };
}
