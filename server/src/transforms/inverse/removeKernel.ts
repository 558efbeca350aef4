// Takes a kernel that nobody calls any more out of its module, and the module away when nothing is left in it.
import { ts } from "ts-morph";
import { preorder } from "../../loops/mentions.js";
import { importEdits, importedNames, localNameOf } from "../support/imports.js";
import { namesUsed } from "../support/namesUsed.js";
import { fullRange, habitsOf } from "../support/text.js";
import type { FileEdit, TextEdit } from "../transform.js";
import { aliased, type Kernel, runnerPackage, type Site } from "./callSite.js";

/**
 * The edit of the kernel's module; undefined when the kernel is still in use, or stands in the caller's own file.
 * @param gone part of the caller's file that is replaced
 */
export function removeKernel(kernel: Kernel, gone: { start: number; end: number }, site: Site): FileEdit | undefined {
  const statement = statementOf(kernel);
  const name = nameOf(kernel);
  const home = kernel.getSourceFile();
  if (statement === undefined || name === undefined || home === site.sourceFile) return undefined;
  if (isUsed(kernel, name, statement, gone, site)) return undefined;
  const { text } = home;
  const edits: TextEdit[] = [withBlank(statement, text)];
  const register = localNameOf(home, runnerPackage, "registerKernels");
  for (const each of home.statements) {
    const list = listOf(each, register);
    const index = list?.properties.findIndex((property) => property.name?.getText() === name) ?? -1;
    if (list === undefined || index === -1) continue;
    edits.push(list.properties.length === 1 ? withBlank(each, text) : withoutProperty(list, index));
  }
  for (const own of typesOf(kernel, home)) {
    const isNeeded = [...preorder(home)].some(
      (node) =>
        ts.isIdentifier(node) &&
        node.text === own.name.text &&
        node !== own.name &&
        !(statement.pos <= node.pos && node.end <= statement.end),
    );
    if (!isNeeded) edits.push(withBlank(own, text));
  }
  const body = sorted(edits);
  const names = namesUsed(home, body);
  const unused = importedNames(home).filter((each) => names.before(each) && !names.after(each));
  const usesRequire = home.statements.some((each) => /^module\.exports\b/.test(each.getText()));
  const all = sorted([...importEdits(home, [], new Set(unused), habitsOf(home), usesRequire), ...body]);
  const isLeft = home.statements.some(
    (each) => !all.some(({ start, end, text: put }) => put === "" && start <= each.getStart() && each.end <= end),
  );
  return isLeft
    ? { file: home.fileName, created: false, edits: all }
    : { file: home.fileName, created: false, deleted: true, edits: [] };
}

function sorted(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

function statementOf(kernel: Kernel): ts.Statement | undefined {
  if (ts.isFunctionDeclaration(kernel)) return ts.isSourceFile(kernel.parent) ? kernel : undefined;
  const list = ts.isVariableDeclaration(kernel.parent) ? kernel.parent.parent : undefined;
  const statement = list?.parent;
  const isAlone = list !== undefined && ts.isVariableDeclarationList(list) && list.declarations.length === 1;
  return isAlone && statement !== undefined && ts.isVariableStatement(statement) && ts.isSourceFile(statement.parent)
    ? statement
    : undefined;
}

function nameOf(kernel: Kernel): string | undefined {
  if (ts.isFunctionDeclaration(kernel)) return kernel.name?.text;
  return ts.isVariableDeclaration(kernel.parent) && ts.isIdentifier(kernel.parent.name)
    ? kernel.parent.name.text
    : undefined;
}

/** Is the kernel mentioned anywhere but in its own declaration, in lists of kernels, and in what is replaced? */
function isUsed(
  kernel: Kernel,
  name: string,
  statement: ts.Statement,
  gone: { start: number; end: number },
  { program, checker, sourceFile }: Site,
): boolean {
  const declared = ts.isFunctionDeclaration(kernel) ? kernel.name! : (kernel.parent as ts.VariableDeclaration).name;
  const symbol = checker.getSymbolAtLocation(declared);
  const home = kernel.getSourceFile();
  const register = localNameOf(home, runnerPackage, "registerKernels");
  return program.getSourceFiles().some((file) => {
    if (file.isDeclarationFile || file.fileName.includes("/node_modules/") || !file.text.includes(name)) return false;
    return [...preorder(file)].some((node) => {
      if (!ts.isIdentifier(node) || node.text !== name) return false;
      if (file === home && statement.pos <= node.pos && node.end <= statement.end) return false;
      if (file === home && isInList(node, register)) return false;
      if (file === sourceFile && gone.start <= node.pos && node.end <= gone.end) return false;
      if (file === sourceFile && isImported(node)) return false;
      const found = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      return found !== undefined && aliased(found, checker) === symbol;
    });
  });
}

function isInList(node: ts.Node, register: string | undefined): boolean {
  let at = node;
  while (at.parent !== undefined && !ts.isSourceFile(at.parent)) at = at.parent;
  return listOf(at as ts.Statement, register) !== undefined;
}

function isImported(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isImportSpecifier(parent) ||
    (ts.isBindingElement(parent) && /=\s*require\s*\(/.test(parent.parent.parent.getText()))
  );
}

/** The object of `registerKernels(…, { a, b })` and of `module.exports = { a, b }`. */
function listOf(statement: ts.Statement, register: string | undefined): ts.ObjectLiteralExpression | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const isRegistered = ts.isCallExpression(expression) && expression.expression.getText() === register;
  const list = isRegistered
    ? expression.arguments[1]
    : ts.isBinaryExpression(expression) && expression.left.getText() === "module.exports"
      ? expression.right
      : undefined;
  return list !== undefined && ts.isObjectLiteralExpression(list) ? list : undefined;
}

/** Interfaces and aliases that the kernel's parameters name. */
function typesOf(kernel: Kernel, home: ts.SourceFile): readonly (ts.InterfaceDeclaration | ts.TypeAliasDeclaration)[] {
  const named = new Set(
    kernel.parameters.flatMap(({ type }) =>
      type === undefined ? [] : [...preorder(type)].flatMap((node) => (ts.isIdentifier(node) ? [node.text] : [])),
    ),
  );
  return home.statements.filter(
    (each): each is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
      (ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each)) && named.has(each.name.text),
  );
}

function withoutProperty(list: ts.ObjectLiteralExpression, index: number): TextEdit {
  const { properties } = list;
  const own = properties[index]!;
  const next = properties[index + 1];
  const previous = properties[index - 1];
  if (next !== undefined) return { start: own.getStart(), end: next.getStart(), text: "" };
  return { start: previous!.end, end: own.end, text: "" };
}

/** The statement with its comments and the empty line behind it. */
function withBlank(statement: ts.Statement, text: string): TextEdit {
  const { start, end } = fullRange(statement, text);
  const blank = /^\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  return { start, end: end + blank, text: "" };
}
