// Variables that nobody changes any more where only a part of the loop's body is left: they become constants, as a linter would ask.
import { ts } from "ts-morph";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import type { TextEdit } from "../transform.js";
import { applyTextEdits } from "./applyEdits.js";
import { isPropertyName } from "./namesUsed.js";

/**
 * The part of a body with `const` where nothing is assigned later. O(length of the code · names that change).
 * @param declared names that the rewrite itself declares ahead of the code, without a value: declared where their value is assigned
 * @param changed names that the author's body assigns to, so that `let` was needed there
 */
export function withConstants(code: string, declared: ReadonlySet<string>, changed: ReadonlySet<string>): string {
  if (!/\blet\b/.test(code)) return code;
  const file = ts.createSourceFile("code.ts", code, ts.ScriptTarget.Latest, true);
  const names = new Map<string, ts.Identifier[]>();
  for (const node of preorder(file))
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.set(node.text, [...(names.get(node.text) ?? []), node]);
  const edits: TextEdit[] = [];
  for (const node of preorder(file)) {
    if (!ts.isVariableDeclarationList(node) || (node.flags & ts.NodeFlags.Let) === 0) continue;
    edits.push(...(mergedEdits(node, declared, names, code) ?? constantEdits(node, changed, names)));
  }
  return edits.length === 0 ? code : applyTextEdits(code, edits);
}

/** What the author's code assigns to, by name. O(nodes). */
export function changedNames(root: ts.Node): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of preorder(root)) if (ts.isIdentifier(node) && isAssignedAt(node)) found.add(node.text);
  return found;
}

type Names = ReadonlyMap<string, readonly ts.Identifier[]>;

/** `let x; … x = f();` as `const x = f();`, where that is the one assignment and the first mention, in the same list of statements. */
function mergedEdits(
  list: ts.VariableDeclarationList,
  declared: ReadonlySet<string>,
  names: Names,
  code: string,
): readonly TextEdit[] | undefined {
  const [declaration] = list.declarations;
  if (declaration === undefined || list.declarations.length > 1 || declaration.initializer !== undefined)
    return undefined;
  const { name, type } = declaration;
  if (!ts.isIdentifier(name) || !declared.has(name.text) || !ts.isVariableStatement(list.parent)) return undefined;
  const [own, first, ...later] = names.get(name.text) ?? [];
  if (own !== name || first === undefined || [first, ...later].some(isDeclared)) return undefined;
  if (later.some((each) => isAssignedAt(each) || isInFunctionDeclaration(each))) return undefined;
  const assignment = first.parent;
  if (!ts.isBinaryExpression(assignment) || assignment.left !== first) return undefined;
  const { parent: statement, operatorToken } = assignment;
  const isPlain = operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isExpressionStatement(statement);
  if (!isPlain || statement.parent !== list.parent.parent) return undefined;
  if (later.some((each) => each.end <= assignment.end)) return undefined;
  const line = /^[ \t]*\n/.exec(code.slice(list.parent.end))?.[0].length ?? 0;
  // `let x!: T` has the type of the very value that it is assigned.
  const isOfValue = type === undefined || declaration.exclamationToken !== undefined;
  const head = `const ${name.text}${isOfValue ? "" : `: ${type.getText()}`} =`;
  return [
    { start: list.parent.getStart(), end: list.parent.end + line, text: "" },
    { start: first.getStart(), end: operatorToken.end, text: head },
  ];
}

/** `let x = f()` as `const x = f()`, where what changed `x` is not in this part of the body. */
function constantEdits(
  list: ts.VariableDeclarationList,
  changed: ReadonlySet<string>,
  names: Names,
): readonly TextEdit[] {
  const { parent, declarations } = list;
  const isHead = ts.isForOfStatement(parent) || ts.isForInStatement(parent);
  if (!isHead && !ts.isVariableStatement(parent)) return [];
  const bound = declarations.flatMap(({ name }) =>
    [...preorder(name)].filter((each): each is ts.Identifier => ts.isIdentifier(each) && isBound(each)),
  );
  const isConstant = (each: ts.Identifier) => !(names.get(each.text) ?? []).some(isAssignedAt);
  const isValued = declarations.every(
    ({ initializer, type }) => isHead || (initializer !== undefined && (type !== undefined || !isLiteral(initializer))),
  );
  if (!isValued || !bound.every(isConstant) || !bound.some(({ text }) => changed.has(text))) return [];
  return [{ start: list.getStart(), end: list.getStart() + "let".length, text: "const" }];
}

/** A constant would have the type of the one value, and be compared with others in vain. */
function isLiteral(node: ts.Expression): boolean {
  const word = ts.isPrefixUnaryExpression(node) ? node.operand : node;
  return (
    ts.isLiteralExpression(word) || word.kind === ts.SyntaxKind.TrueKeyword || word.kind === ts.SyntaxKind.FalseKeyword
  );
}

function isBound({ parent }: ts.Identifier): boolean {
  return ts.isVariableDeclaration(parent) || ts.isBindingElement(parent);
}

/** The name is given once more, to something else. */
function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  const names = ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent);
  return (names || ts.isFunctionLike(parent) || ts.isClassLike(parent)) && parent.name === node;
}

/** It may run before the statements above it. */
function isInFunctionDeclaration(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionDeclaration) !== undefined;
}
