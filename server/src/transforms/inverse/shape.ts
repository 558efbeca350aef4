// The kind of statement that a call of the runner stands in, which decides what the loop does with each value.
import { ts } from "ts-morph";
import { identifiersNamed } from "../../loops/mentions.js";
import { standsBesideParallelForm } from "../support/beside.js";
import { localNameOf } from "../support/imports.js";
import { type CallSite, runnerFunctions, runnerPackage, type Site } from "./callSite.js";

export type Shape =
  /** The author's loop stands in the other branch of what an earlier rewrite put there. */
  | { readonly kind: "beside"; readonly start: number; readonly end: number; readonly kept: ts.Node }
  /** A loop over the results, over index and result, or over batches of these. */
  | { readonly kind: "each"; readonly loop: ts.ForOfStatement; readonly commit: Commit }
  | { readonly kind: "declare"; readonly statement: ts.VariableStatement; readonly declaration: ts.VariableDeclaration }
  /** `return …`, `x = …`, or the call alone. */
  | { readonly kind: "return" | "assign" | "alone"; readonly statement: ts.Statement }
  | { readonly kind: "expression" };

export interface Commit {
  /** What the value is called, with its keyword; undefined where nobody asks for it. */
  readonly binding: ts.BindingName | undefined;
  readonly keyword: "const" | "let";
  /** What the number of the iteration is called. */
  readonly index: ts.Identifier | undefined;
  readonly body: ts.Statement;
}

const commitsOf = { "at-once": commitOf, "in-batches": commitOfBatches, "by-entries": commitOfEntries } as const;

export function shapeOf({ whole, taken }: CallSite, { sourceFile }: Site): Shape | { readonly problem: string } {
  const beside = besideOf(whole, sourceFile);
  if (beside !== undefined) return beside;
  const { parent } = whole;
  if (ts.isForOfStatement(parent) && parent.expression === whole) {
    const commit = commitsOf[taken](parent);
    if (commit !== undefined) return { kind: "each", loop: parent, commit };
    return { problem: "its results are taken by something else than one loop over their pairs of index and value" };
  }
  if (taken !== "at-once") return { problem: "its results are not taken by a loop where it stands" };
  if (!isListed(parent)) {
    const declaration = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent : undefined;
    const list = declaration?.parent;
    const isAlone = list !== undefined && ts.isVariableDeclarationList(list) && list.declarations.length === 1;
    const statement = list?.parent;
    if (declaration !== undefined && isAlone && statement !== undefined && ts.isVariableStatement(statement))
      return { kind: "declare", statement, declaration };
    if (ts.isReturnStatement(parent) && isListed(parent.parent)) return { kind: "return", statement: parent };
    if (ts.isExpressionStatement(parent) && isListed(parent.parent)) return { kind: "alone", statement: parent };
    if (ts.isBinaryExpression(parent) && parent.right === whole && isPlainAssignment(parent))
      return { kind: "assign", statement: parent.parent as ts.ExpressionStatement };
  }
  return { kind: "expression" };
}

function isListed(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node);
}

/** `x = …` and `this.x = …`, where nothing is evaluated before the call. */
function isPlainAssignment({ parent, left, operatorToken }: ts.BinaryExpression): boolean {
  const isPlain = (node: ts.Expression): boolean =>
    ts.isIdentifier(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.isPropertyAccessExpression(node) && isPlain(node.expression));
  return (
    operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    isPlain(left) &&
    ts.isExpressionStatement(parent) &&
    isListed(parent.parent)
  );
}

function commitOf({ initializer, statement }: ts.ForOfStatement): Commit | undefined {
  if (!ts.isVariableDeclarationList(initializer)) return undefined;
  const binding = initializer.declarations[0]?.name;
  return binding && { binding, keyword: keywordOf(initializer), index: undefined, body: statement };
}

/** `for (const batch of …) for (const [index, value] of batch) …`, each with braces or without. */
function commitOfBatches({ initializer, statement }: ts.ForOfStatement): Commit | undefined {
  const batch = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0]?.name : undefined;
  const inner = ts.isBlock(statement) && statement.statements.length === 1 ? statement.statements[0]! : statement;
  if (batch === undefined || !ts.isIdentifier(batch) || !ts.isForOfStatement(inner)) return undefined;
  return inner.expression.getText() === batch.text ? commitOfEntries(inner) : undefined;
}

/** `for (const [index, value] of …) …` */
function commitOfEntries({ initializer, statement }: ts.ForOfStatement): Commit | undefined {
  if (!ts.isVariableDeclarationList(initializer)) return undefined;
  const pair = initializer.declarations[0]?.name;
  if (pair === undefined || !ts.isArrayBindingPattern(pair) || pair.elements.length > 2) return undefined;
  const [first, second] = pair.elements;
  const isNamed = (element: ts.ArrayBindingElement | undefined): element is ts.BindingElement =>
    element !== undefined &&
    ts.isBindingElement(element) &&
    element.initializer === undefined &&
    element.dotDotDotToken === undefined;
  const index = isNamed(first) && ts.isIdentifier(first.name) ? first.name : undefined;
  if (first !== undefined && !ts.isOmittedExpression(first) && index === undefined) return undefined;
  if (second !== undefined && !isNamed(second)) return undefined;
  return { binding: second?.name, keyword: keywordOf(initializer), index, body: statement };
}

function keywordOf({ flags }: ts.VariableDeclarationList): "const" | "let" {
  return (flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
}

/** The statement, or the lengths that were declared before it for its sake alone: `const histLength = hist.length;`. */
function firstOf(statement: ts.IfStatement): ts.Statement {
  const { parent } = statement;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return statement;
  const uses = (name: string, within: ts.Node) => identifiersNamed(name, within).length;
  let first: ts.Statement = statement;
  for (let at = parent.statements.indexOf(statement) - 1; 0 <= at; at--) {
    const before = parent.statements[at]!;
    const name = /^const (\w+Length\d*) = \w+\.length;?$/.exec(before.getText())?.[1];
    const isItsOwn =
      name !== undefined &&
      uses(name, statement.expression) > 0 &&
      uses(name, statement.elseStatement!) === 0 &&
      uses(name, parent) === uses(name, statement) + 1;
    if (!isItsOwn) break;
    first = before;
  }
  return first;
}

/** What an earlier rewrite put around the author's loop: a test of assumptions, or an attempt that may fail. */
function besideOf(whole: ts.Node, sourceFile: ts.SourceFile): Shape | undefined {
  const tested = localNameOf(sourceFile, runnerPackage, "assumptionsHold");
  const runs = runnerFunctions.flatMap((name) => localNameOf(sourceFile, runnerPackage, name) ?? []);
  for (let at = whole; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.thenStatement === at && parent.elseStatement !== undefined) {
      if (standsBesideParallelForm(parent.elseStatement, tested, runs))
        return { kind: "beside", start: firstOf(parent).getStart(), end: parent.end, kept: parent.elseStatement };
    }
    if (ts.isConditionalExpression(parent) && parent.whenTrue === at) {
      const outer = ts.isParenthesizedExpression(parent.parent) ? parent.parent : parent;
      if (standsBesideParallelForm(parent.whenFalse, tested, runs))
        return { kind: "beside", start: outer.getStart(), end: outer.end, kept: parent.whenFalse };
    }
    // `let rows; try { rows = … } catch {} if (rows !== undefined) … else …`: the call stands before the `if`.
    if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) continue;
    const index = parent.statements.indexOf(at as ts.Statement);
    const next = parent.statements[index + 1];
    const declared = parent.statements[index - 1];
    if (next === undefined || declared === undefined || !ts.isIfStatement(next) || next.elseStatement === undefined)
      continue;
    if (ts.isVariableStatement(declared) && standsBesideParallelForm(next.elseStatement, undefined, runs))
      return { kind: "beside", start: declared.getStart(), end: next.end, kept: next.elseStatement };
  }
  return undefined;
}
