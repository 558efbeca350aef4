// Classes of the program whose instances a recording can hold: in the copy that is recorded, their modules tell them by name, and the
// replay module takes the ones that were met from there.
import path from "node:path";
import { ts } from "ts-morph";
import { unalias } from "../../accesses/types.js";
import type { TextEdit, TransformContext } from "../transform.js";

/** Name under which a module of the copy exports one of its classes, whether it did before or not. */
const exportOf = (name: string): string => `loopsmithClass_${name}`;

/** Separates the file from the class in the name that a class has in a recording. */
const SEPARATOR = "#";

/**
 * The text that tells the recording of the classes of each module, at its end. O(size of the program's own files)
 * @returns one edit for each file that has such classes, by its absolute path
 */
export function classEdits({ program, checker }: TransformContext): ReadonlyMap<string, TextEdit> {
  const edits = new Map<string, TextEdit>();
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) continue;
    const classes = source.statements.filter(ts.isClassDeclaration).filter((each) => isRecordable(each, checker));
    const names = classes.map(({ name }) => name!.text);
    // A script in TypeScript has nothing that it could hand its classes on by.
    if (names.length === 0 || (isTyped(source) && !isModule(source))) continue;
    const end = source.text.length;
    edits.set(source.fileName, { start: end, end, text: names.map((name) => told(name, source)).join("") });
  }
  return edits;
}

/**
 * What the replay module has to say to hand on a class that was met.
 * @param name of the class in the recording
 * @param exported the name under which the replay module exports it
 */
export function classImport(name: string, exported: string, replayModule: string, usesRequire: boolean): string {
  const at = name.lastIndexOf(SEPARATOR);
  const [file, local] = [name.slice(0, at), exportOf(name.slice(at + 1))];
  const relative = path.relative(path.dirname(replayModule), file).replaceAll("\\", "/");
  const specifier = JSON.stringify(relative.startsWith(".") ? relative : `./${relative}`);
  return usesRequire
    ? `module.exports.${exported} = require(${specifier}).${local};\n`
    : `export { ${local} as ${exported} } from ${specifier};\n`;
}

/** Whether the instances of a class are told by their own properties and their class, and its module may be loaded once more. */
export function isRecordable(declaration: ts.ClassLikeDeclaration, checker: ts.TypeChecker): boolean {
  const source = declaration.getSourceFile();
  if (!ts.isClassDeclaration(declaration) || declaration.name === undefined || declaration.parent !== source)
    return false;
  const modifiers = ts.getModifiers(declaration) ?? [];
  if (source.isDeclarationFile || modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return false;
  if (declaration.members.some(isHidden) || !source.statements.every(isQuiet)) return false;
  const heritage = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = heritage?.types[0]?.expression;
  if (base === undefined) return true;
  const symbol = ts.isIdentifier(base) ? checker.getSymbolAtLocation(base) : undefined;
  const parent = symbol === undefined ? undefined : unalias(symbol, checker).valueDeclaration;
  return parent !== undefined && ts.isClassLike(parent) && parent !== declaration && isRecordable(parent, checker);
}

/** A field that only the class itself can see; no copy has it. */
function isHidden(member: ts.ClassElement): boolean {
  if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) return true;
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.AccessorKeyword);
}

function told(name: string, source: ts.SourceFile): string {
  const id = JSON.stringify(`${source.fileName}${SEPARATOR}${name}`);
  const hook = isTyped(source) ? "(globalThis as any)" : "globalThis";
  const exported = isModule(source)
    ? `export { ${name} as ${exportOf(name)} };`
    : `typeof module === "object" && (module.exports.${exportOf(name)} = ${name});`;
  return `\n;${hook}.__loopsmithClass?.(${id}, ${name});\n${exported}\n`;
}

function isTyped({ fileName }: ts.SourceFile): boolean {
  return /\.[cm]?tsx?$/.test(fileName);
}

/** Whether it imports or exports by the words of the language. */
function isModule(source: ts.SourceFile): boolean {
  return source.statements.some(
    (each) =>
      ts.isImportDeclaration(each) ||
      ts.isExportDeclaration(each) ||
      ts.isExportAssignment(each) ||
      (ts.canHaveModifiers(each) && ts.getModifiers(each)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );
}

/** Whether a statement at the top of a module does no more than to declare: the module can be loaded where the program does not run. */
function isQuiet(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.every(({ initializer }) => !initializer || isQuietValue(initializer));
  if (ts.isExportAssignment(statement)) return !statement.isExportEquals && isQuietValue(statement.expression);
  if (ts.isExpressionStatement(statement)) return isDirectiveOrExport(statement.expression);
  return (
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  );
}

/** `"use strict"`, `module.exports = { … }`, `exports.a = b` */
function isDirectiveOrExport(expression: ts.Expression): boolean {
  if (ts.isStringLiteral(expression)) return true;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return /^(?:module\.)?exports\b/.test(expression.left.getText()) && isQuietValue(expression.right);
}

const QUIET_CALL = /^(?:Array|BigInt|Math|Number|Object|String|Symbol)\b/;
const QUIET_NEW =
  /^(?:Array|ArrayBuffer|DataView|Date|Map|RegExp|Set|SharedArrayBuffer|WeakMap|WeakSet|\w+\d+(?:Clamped)?Array)$/;

function isQuietValue(root: ts.Node): boolean {
  if (ts.isFunctionLike(root)) return true;
  if (ts.isCallExpression(root)) {
    const called = root.expression.getText();
    if (called !== "require" && !QUIET_CALL.test(called)) return false;
  }
  if (ts.isNewExpression(root) && !QUIET_NEW.test(root.expression.getText())) return false;
  if (ts.isTaggedTemplateExpression(root) || ts.isAwaitExpression(root) || ts.isDeleteExpression(root)) return false;
  return ts.forEachChild(root, (child) => (isQuietValue(child) ? undefined : true)) !== true;
}
