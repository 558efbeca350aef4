// Rewrites a source file so that every read and write of a place that others could see is told to the trace. Lines stay where they
// are, and what the program computes stays the same.
import { ts } from "ts-morph";
import type { Loop } from "../../loops/loop.js";
import { emitAssignment, emitCall, emitChain, emitDelete, emitMember, emitStep } from "./emitExpressions.js";
import { emitClass, emitFunction } from "./emitFunctions.js";
import { emitForIn, emitForOf, emitTracedLoop, emitTracedMethod, tracedStatement } from "./emitLoops.js";
import type { TraceSites } from "./traceSites.js";
import { type TrackedVariables, variableAt } from "./trackedVariables.js";

export interface InstrumentOptions {
  readonly checker: ts.TypeChecker;
  readonly sites: TraceSites;
  readonly tracked: TrackedVariables;
  readonly loop: Loop | undefined;
  /** Calls that are taken on trial: whether they do no more than compute a value of their arguments. */
  readonly isOnTrial: (call: ts.CallExpression) => boolean;
  /** Of packages the functions: their modules are read by others for what they export. */
  readonly part: "all" | "functions";
  /** Only the entry and the end of the loop, to time it. */
  readonly onlyTimes?: boolean;
}

export interface Emitter extends InstrumentOptions {
  readonly source: ts.SourceFile;
  /** Code that sets what cannot be set fails. */
  readonly isStrict: boolean;
  /** False outside of functions where only these are instrumented. */
  isActive: boolean;
  /** The text of a node, its comments before it left out. */
  out(node: ts.Node): string;
  /** The text of a node, changed in its parts only. */
  plain(node: ts.Node): string;
  raw(node: ts.Node): string;
  site(node: ts.Node): number;
  fresh(): string;
}

/** The text of the file, instrumented. O(length × depth). */
export function instrument(source: ts.SourceFile, options: InstrumentOptions): string {
  const { text } = source;
  let names = 0;
  const emitter: Emitter = {
    ...options,
    source,
    isStrict: isStrictFile(source),
    isActive: options.part === "all" && options.onlyTimes !== true,
    out: (node) => emit(node, emitter),
    plain: (node) => splice(node, emitter),
    raw: (node) => text.slice(startOf(node, source), node.end),
    site: (node) => options.sites.add(node),
    fresh: () => `__lsN${++names}`,
  };
  const body = splice(source, emitter);
  if (options.onlyTimes === true) return withHead(source, body, "", "");
  return options.part === "functions"
    ? withHead(source, body, "__lsT.L(1);", "\n;__lsT.L(-1);")
    : withHead(source, body, "", "");
}

function withHead(source: ts.SourceFile, body: string, head: string, tail: string): string {
  const shebang = /^#!.*\r?\n?/.exec(body)?.[0] ?? "";
  const nocheck = /\.[cm]?tsx?$/.test(source.fileName) ? "// @ts-nocheck\n" : "";
  if (head === "") return shebang + nocheck + body.slice(shebang.length);
  const prologue = source.statements.findLast((statement, index) => isDirective(statement) && index < 4);
  const at = prologue === undefined ? shebang.length : prologue.end;
  return `${body.slice(0, at)};${head}${body.slice(at)}${tail}`;
}

export function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function isStrictFile(source: ts.SourceFile): boolean {
  return (
    /\.([cm]ts|tsx?|mjs)$/.test(source.fileName) ||
    source.statements.some(
      (statement) =>
        ts.isImportDeclaration(statement) ||
        ts.isExportDeclaration(statement) ||
        ts.isExportAssignment(statement) ||
        (ts.canHaveModifiers(statement) &&
          ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true) ||
        (isDirective(statement) && /use strict/.test(statement.getText(source))),
    )
  );
}

function startOf(node: ts.Node, source: ts.SourceFile): number {
  return ts.isSourceFile(node) || ts.isJsxText(node) ? node.pos : node.getStart(source);
}

/** The node as it stands, its children emitted. */
function splice(node: ts.Node, emitter: Emitter): string {
  const { source } = emitter;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  children.sort((left, right) => left.pos - right.pos || left.end - right.end);
  let text = "";
  let at = startOf(node, source);
  for (const child of children) {
    const start = startOf(child, source);
    if (start < at) continue;
    text = join(text + source.text.slice(at, start), emit(child, emitter));
    at = child.end;
  }
  return text + source.text.slice(at, node.end);
}

/** `return[1]` is two words only as long as a bracket comes between them. */
export function join(before: string, after: string): string {
  return /[\w$]$/.test(before) && /^[\w$]/.test(after) ? `${before} ${after}` : before + after;
}

function emit(node: ts.Node, emitter: Emitter): string {
  const { loop, raw, plain } = emitter;
  if (isLeftAlone(node)) return raw(node);
  if (loop !== undefined && node === tracedStatement(loop)) return emitTracedLoop(node, loop, emitter);
  if (loop !== undefined && node === loop.node && ts.isCallExpression(node))
    return emitTracedMethod(node, loop, emitter);
  if (emitter.onlyTimes === true) return plain(node);
  if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) return emitFunction(node, emitter);
  if (ts.isClassLike(node)) return emitClass(node, emitter);
  if (!emitter.isActive) return plain(node);
  if (ts.isForOfStatement(node)) return emitForOf(node, emitter);
  if (ts.isForInStatement(node)) return emitForIn(node, emitter);
  if (ts.isVariableDeclaration(node)) return emitDeclaration(node, emitter);
  if (ts.isExpression(node) || ts.isJsxSelfClosingElement(node)) return emitExpression(node as ts.Expression, emitter);
  if (ts.isShorthandPropertyAssignment(node)) {
    const read = emitRead(node.name, emitter);
    return read === raw(node.name) ? raw(node) : `${raw(node.name)}: ${read}`;
  }
  if (ts.isSpreadAssignment(node)) return `...__lsT.a(${emitter.site(node)}, ${emitter.out(node.expression)})`;
  if (ts.isTemplateSpan(node))
    return `__lsT.k(${emitter.site(node.expression)}, ${emitter.out(node.expression)})${emitter.source.text.slice(node.expression.end, node.end)}`;
  return plain(node);
}

/** Types, and what names things without touching them. */
function isLeftAlone(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isDecorator(node) ||
    ts.isTypeParameterDeclaration(node) ||
    (ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true)
  );
}

function emitExpression(node: ts.Expression, emitter: Emitter): string {
  const { site, out, plain, raw } = emitter;
  if (ts.isIdentifier(node)) return emitRead(node, emitter);
  if (ts.isOptionalChain(node)) return emitChain(node, emitter);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return emitMember(node, emitter);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return emitCall(node, emitter);
  if (ts.isBinaryExpression(node)) return emitAssignment(node, emitter) ?? emitOperator(node, emitter);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return emitStep(node, emitter);
  if (ts.isDeleteExpression(node)) return emitDelete(node, emitter);
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return `__lsT.o(${plain(node)})`;
  if (ts.isSpreadElement(node)) return `...__lsT.y(${site(node)}, ${out(node.expression)})`;
  if (ts.isAwaitExpression(node)) return `__lsT.q(${site(node)}, "an await", ${plain(node)})`;
  if (ts.isTaggedTemplateExpression(node)) return `__lsT.q(${site(node)}, "a tagged template", ${raw(node)})`;
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node))
    return `__lsT.q(${site(node)}, "JSX", ${raw(node)})`;
  return plain(node);
}

/** An identifier where its value is asked for. */
function emitRead(node: ts.Identifier, emitter: Emitter): string {
  const { tracked, checker, raw, site } = emitter;
  const { parent } = node;
  const isName =
    ("name" in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent)) ||
    ("propertyName" in parent && parent.propertyName === node) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isExportAssignment(parent);
  const symbol = isName || tracked.size === 0 ? undefined : variableAt(node, checker);
  const found = symbol === undefined ? undefined : tracked.get(symbol);
  if (found === undefined) return raw(node);
  return `__lsT.r(${site(node)}, ${found.variable}, ${raw(node)}${scopeOf(found.scope)})`;
}

/** The name that holds the owner of the variables of a scope, as an argument; each is known by where its scope begins. */
export function scopeOf(scope: ts.Node | undefined): string {
  return scope === undefined ? "" : `, ${scopeName(scope)}`;
}

export function scopeName(scope: ts.Node): string {
  return `__lsV${scope.pos}`;
}

function emitOperator(node: ts.BinaryExpression, emitter: Emitter): string {
  const { left, operatorToken, right } = node;
  const { kind } = operatorToken;
  const { out, plain, site, source } = emitter;
  if (kind === ts.SyntaxKind.InKeyword && !ts.isPrivateIdentifier(left))
    return `__lsT.h(${site(node)}, ${out(left)}, ${out(right)})`;
  if (!converting.has(kind)) return plain(node);
  const between = source.text.slice(left.end, right.getStart(source));
  return join(join(operand(left, emitter), between), operand(right, emitter));
}

const converting: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
]);

/** What an operator converts: an object there runs code. */
export function operand(node: ts.Expression, emitter: Emitter): string {
  const { out, site } = emitter;
  const isPlain =
    ts.isLiteralExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && converting.has(node.operatorToken.kind));
  return isPlain ? out(node) : `__lsT.k(${site(node)}, ${out(node)})`;
}

function emitDeclaration(node: ts.VariableDeclaration, emitter: Emitter): string {
  const { name, initializer } = node;
  const { out, site, source, tracked, checker } = emitter;
  if (initializer === undefined) return emitter.plain(node);
  const head = source.text.slice(node.getStart(source), initializer.getStart(source));
  const isVar = (ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped) === 0;
  const isFollowed = (bound: ts.Symbol | undefined) => bound !== undefined && tracked.has(bound);
  if (!ts.isIdentifier(name) && isVar && namesIn(name).some((each) => isFollowed(variableAt(each, checker))))
    return `${head}__lsT.q(${site(node)}, "a var with a pattern", ${out(initializer)})`;
  if (!ts.isIdentifier(name))
    return `${out(name)}${source.text.slice(name.end, initializer.getStart(source))}__lsT.D(${site(node)}, ${out(initializer)}, ${patternOf(name)})`;
  const symbol = variableAt(name, checker);
  const found = symbol === undefined ? undefined : tracked.get(symbol);
  if (found === undefined || !isVar || ts.isFunctionLike(initializer)) return head + out(initializer);
  return `${head}__lsT.w(${site(node)}, ${found.variable}, ${out(initializer)}${scopeOf(found.scope)})`;
}

function namesIn(pattern: ts.BindingPattern): readonly ts.Identifier[] {
  return [...pattern.elements].flatMap((element) => {
    if (ts.isOmittedExpression(element)) return [];
    return ts.isIdentifier(element.name) ? [element.name] : namesIn(element.name);
  });
}

/** What a pattern takes: its keys with what is inside of them, or all. */
export function patternOf(pattern: ts.BindingName): string {
  if (ts.isIdentifier(pattern)) return "null";
  const elements: readonly ts.BindingElement[] = [...pattern.elements].filter(
    (element): element is ts.BindingElement => !ts.isOmittedExpression(element),
  );
  const isByKeys =
    ts.isObjectBindingPattern(pattern) &&
    elements.every(({ dotDotDotToken, propertyName, name }) => {
      const key = propertyName ?? name;
      return dotDotDotToken === undefined && (ts.isIdentifier(key) || ts.isStringLiteral(key));
    });
  if (!isByKeys) return elements.every(({ name }) => ts.isIdentifier(name)) ? '"all"' : '"deep"';
  const keys = elements.map(({ propertyName, name }) => {
    const key = (propertyName ?? name) as ts.Identifier | ts.StringLiteral;
    return `[${JSON.stringify(key.text)}, ${patternOf(name)}]`;
  });
  return `[${keys.join(", ")}]`;
}
