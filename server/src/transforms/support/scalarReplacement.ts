// Scalar replacement (Callahan, Carr and Kennedy, "Improving Register Allocation for Subscripted Variables", 1990): a place that
// an iteration stores and reads back, such as `c[i][j]` in `c[i][j] += a[i][k] * b[k][j]`, is kept in a variable and stored once.
import { ts } from "ts-morph";
import type { Access } from "../../accesses/access.js";
import { bare, isPrimitive } from "../../accesses/types.js";
import type { Body } from "../../legality/body.js";
import { isTypedArray } from "../../loops/findLoops.js";
import { findWrites, isAssignedAt } from "../../loops/iterationSpace.js";
import { isCaptured, preorder } from "../../loops/mentions.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { isDefinite, mayBeUndefined } from "./definite.js";
import { isGuarded } from "./guardedPlaces.js";
import { boundNames } from "./parts.js";
import { type PlaceKey, placeKey } from "./placeKeys.js";
import { testOf } from "./runTimeTests.js";
import { freeName, habitsOf, indentAt } from "./text.js";
import { newTypeNames, typeText } from "./types.js";

/** One place, all mentions of it, and the statements over which it is kept in a variable. */
interface Kept extends PlaceKey {
  readonly mentions: readonly ts.Expression[];
  readonly span: Span;
}

interface Replacement {
  readonly edits: readonly TextEdit[];
  /** The variables that are loaded without a condition where the author has one that may tell whether there is anything to load. */
  readonly guarded: readonly string[];
  /** All variables that stand for places, each stored by a statement of its own. */
  readonly names: readonly string[];
  /** What has to be tested before the loop, as `testsOf` names it: where it does not hold, an iteration could tell the difference. */
  readonly rests: ReadonlySet<string>;
}

interface Span {
  /** The block, or the single statement of a loop, that the statements stand in. */
  readonly block: ts.Statement;
  readonly statements: readonly ts.Statement[];
}

/**
 * Edits of the loop's body after which it stores no place that it reads back: each is loaded, or set, once into a variable, and
 * stored behind the last statement that mentions it. Undefined where the body could tell the difference, unless it fails in
 * between.
 * O(places · accesses of the body).
 * @param stored the assignments, or what is assigned by them
 */
export function scalarReplacement(
  stored: readonly ts.Node[],
  body: Body,
  context: TransformContext,
): Replacement | undefined {
  const { checker } = context;
  const places = new Map<string, Kept>();
  for (const node of stored) {
    const place = isAssignedAt(node) ? placeKey(node, checker) : undefined;
    if (place === undefined) return undefined;
    if (places.has(place.key)) continue;
    const kept = keep(place, node, body, checker);
    if (kept === undefined) return undefined;
    places.set(place.key, kept);
  }
  const all = [...places.values()];
  const rests = new Set<string>();
  if (!all.every((place) => isAlone(place, all, body, rests)) || !storesCannotDiffer(all, checker)) return undefined;
  const taken = variableNames(body.loop.container);
  const names: string[] = [];
  const edits: TextEdit[] = [];
  const own = all.filter(({ mentions }) => !isKeptByAuthor(mentions));
  for (const place of own) {
    const name = freeName(nameOf(place.mentions[0]!), taken, names.join(" "));
    const added = editsOf(place, name, context);
    if (added === undefined) return undefined;
    names.push(name);
    edits.push(...added);
  }
  const guarded = names.filter((_, index) => isGuarded(own[index]!, own[index]!.span.statements, checker));
  return { edits: merged(edits), guarded, names, rests };
}

function keep(place: PlaceKey, first: ts.Node, { loop, nest }: Body, checker: ts.TypeChecker): Kept | undefined {
  const [holder, type] = [bare(first as ts.Expression), checker.getTypeAtLocation(first)];
  if (!isPrimitive(type)) return undefined;
  if (!ts.isElementAccessExpression(holder) && !ts.isPropertyAccessExpression(holder)) return undefined;
  const base = checker.getTypeAtLocation(holder.expression);
  if (isPrimitive(base)) return undefined;
  // What lies outside of a typed array is dropped, and read as undefined.
  const isKept = ts.isElementAccessExpression(holder) && keepsNumbers(base, type) && nest.isInBounds(holder);
  if (isTypedArray(base) && !isKept) return undefined;
  const mentions: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isExpression(node) && bare(node) === node && placeKey(node, checker)?.key === place.key) mentions.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(loop.body);
  if (mentions.some((mention) => isCaptured(mention, loop.body) || ts.isDeleteExpression(mention.parent)))
    return undefined;
  const span = spanOf(place, mentions, loop.body as ts.Statement, checker);
  return span && { ...place, mentions, span };
}

/** What a typed array is given it converts, but for numbers of 64 bits. */
function keepsNumbers(array: ts.Type, element: ts.Type): boolean {
  return array.symbol?.name === "Float64Array" && (element.flags & ts.TypeFlags.NumberLike) !== 0;
}

/** `let v = c[i][j]; …; c[i][j] = v;`: stored once, and loaded at most once before that. */
function isKeptByAuthor(mentions: readonly ts.Expression[]): boolean {
  const store = mentions.at(-1)!;
  const { parent } = store;
  if (mentions.length > 2 || !ts.isBinaryExpression(parent) || parent.left !== store) return false;
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const [load] = mentions;
  return load === store || (load !== undefined && !isAssignedAt(load) && load.end <= parent.pos);
}

/** The largest stretch of statements around all mentions over which the variables of the place stay the same. */
function spanOf(
  { symbols }: PlaceKey,
  mentions: readonly ts.Expression[],
  root: ts.Statement,
  checker: ts.TypeChecker,
): Span | undefined {
  let block = root;
  for (const { valueDeclaration: declaration } of symbols) {
    if (declaration === undefined || declaration.pos < root.pos || declaration.end > root.end) continue;
    const scope = scopeOf(declaration);
    if (scope === undefined) return undefined;
    if (block.pos <= scope.pos && scope.end <= block.end) block = scope;
  }
  const holds = (statement: ts.Node) => mentions.some(({ pos, end }) => statement.pos <= pos && end <= statement.end);
  if (!mentions.every(({ pos, end }) => block.pos <= pos && end <= block.end)) return undefined;
  const listed = ts.isBlock(block) ? block.statements : [block];
  const first = listed.findIndex(holds);
  const statements = listed.slice(first, listed.findLastIndex(holds) + 1);
  const changes = [...symbols].some((symbol) =>
    statements.some((statement) => findWrites(statement, symbol, checker).length > 0 || declares(statement, symbol)),
  );
  return changes || statements.some((statement) => leaves(statement)) ? undefined : { block, statements };
}

/** The statement that a declaration reaches: its block, or what the loop repeats whose head it stands in. */
function scopeOf(declaration: ts.Node): ts.Statement | undefined {
  for (let at = declaration; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (ts.isBlock(parent)) return parent;
    if ((ts.isForStatement(parent) || ts.isForOfStatement(parent)) && parent.initializer === at)
      return parent.statement;
    if (ts.isFunctionLike(parent)) return undefined;
  }
  return undefined;
}

function declares(statement: ts.Statement, symbol: ts.Symbol): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  const { declarations } = statement.declarationList;
  return boundNames(declarations.map(({ name }) => name)).some(({ parent }) => parent === symbol.valueDeclaration);
}

/** Control may leave the statement elsewhere than at its end. */
function leaves(root: ts.Node, inLoop = false, inSwitch = false): boolean {
  if (ts.isFunctionLike(root)) return false;
  if (
    ts.isReturnStatement(root) ||
    ts.isThrowStatement(root) ||
    ts.isYieldExpression(root) ||
    ts.isAwaitExpression(root)
  )
    return true;
  if (ts.isBreakOrContinueStatement(root))
    return root.label !== undefined || !(inLoop || (inSwitch && ts.isBreakStatement(root)));
  const deeper = inLoop || ts.isIterationStatement(root, false);
  const child = (node: ts.Node) => leaves(node, deeper, inSwitch || ts.isSwitchStatement(root)) || undefined;
  return ts.forEachChild(root, child) ?? false;
}

/**
 * Between the first and the last mention nothing else touches the place, or changes which place it is.
 * @param rests gets what has to be tested for it
 */
function isAlone({ mentions, span, key }: Kept, all: readonly Kept[], body: Body, rests: Set<string>): boolean {
  const isIn = (node: ts.Node, nodes: readonly ts.Node[]) =>
    nodes.some(({ pos, end }) => pos <= node.pos && node.end <= end);
  const within = body.accesses.filter(({ node }) => isIn(node, span.statements));
  const own = within.filter(({ node, viaCall }) => !viaCall && (mentions as readonly ts.Node[]).includes(node));
  /** @param isStrict no test at run time may be needed for it */
  const isApart = (write: Access, other: Access, isStrict: boolean): boolean => {
    if (other.target.kind === "variable") return true;
    const { same, unsureObject, sameUnlessMet, needs } = body.meet(write, other);
    if (same || unsureObject || (isStrict && sameUnlessMet)) return false;
    if (sameUnlessMet) for (const need of needs) rests.add(testOf(need, body));
    return true;
  };
  const store = own.find(({ mode }) => mode === "write");
  if (store === undefined) return false;
  const ways = within.filter((access) => !own.includes(access) && isIn(access.node, mentions));
  return within.every((access) => {
    if (own.includes(access)) return true;
    const { target, mode } = access;
    const isOther = all.some(
      (other) => other.key !== key && (other.mentions as readonly ts.Node[]).includes(access.node),
    );
    if (target.kind === "place" && !isApart(store, access, isOther)) return false;
    return mode === "read" || target.kind === "variable" || ways.every((way) => isApart(access, way, false));
  });
}

/**
 * That the stores come later does not show: where the first could fail, it is the only one, or those behind it store into the
 * same object.
 */
function storesCannotDiffer(places: readonly Kept[], checker: ts.TypeChecker): boolean {
  const holders = new Set(
    places.map(({ mentions }) => {
      const node = bare(mentions[0]!);
      const isAccess = ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node);
      return isAccess ? placeKey(node.expression, checker)?.key : undefined;
    }),
  );
  return holders.size === 1;
}

function editsOf(place: Kept, name: string, context: TransformContext): readonly TextEdit[] | undefined {
  const { mentions, span } = place;
  const { sourceFile, checker } = context;
  const { text } = sourceFile;
  const { semicolon, indent } = habitsOf(sourceFile);
  const typed = !/\.[cm]?jsx?$/.test(sourceFile.fileName);
  const [first] = span.statements;
  const [mention] = mentions;
  if (first === undefined || mention === undefined) return undefined;
  const stores = mentions.filter((each) => isAssignedAt(each));
  const isSure = stores.some((store) => isStatementOf(store, span.statements));
  if (!isSure && !stores.every((store) => neverUndefined(store, checker))) return undefined;
  const shown = mention.getText();
  const { noUncheckedIndexedAccess } = context.program.getCompilerOptions();
  const bang = typed && noUncheckedIndexedAccess === true && ts.isElementAccessExpression(mention) ? "!" : "";
  const type = checker.getTypeAtLocation(mention);
  const annotation = typed ? `: ${typeText(type, mention, context, newTypeNames())}` : "";
  const set = setBy(first, mentions);
  const edits: TextEdit[] = mentions
    .filter((each) => each !== set?.left)
    .map((each) => {
      const isThere = bang !== "" || !mayBeUndefined(type);
      const whole = isThere && ts.isNonNullExpression(each.parent) ? each.parent : each;
      return { start: whole.getStart(), end: whole.end, text: name };
    });
  const isBlock = ts.isBlock(span.block);
  const blanks = isBlock ? indentAt(text, first.getStart()) : indentAt(text, span.block.parent.getStart()) + indent;
  const store = `${isSure ? "" : `if (${name} !== undefined) `}${shown} = ${name}${semicolon}`;
  if (set === undefined) {
    const load = `let ${name}${bang === "" ? annotation : ""} = ${shown}${bang}${semicolon}\n${blanks}`;
    edits.push({ start: first.getStart(), end: first.getStart(), text: isBlock ? load : `{\n${blanks}${load}` });
  } else {
    const isSame = checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(set.right)) === type;
    const head = `let ${name}${isSame ? "" : annotation}`;
    edits.push({ start: set.left.getStart(), end: set.left.end, text: isBlock ? head : `{\n${blanks}${head}` });
  }
  const last = span.statements.at(-1)!;
  const closing = isBlock ? "" : `\n${indentAt(text, span.block.parent.getStart())}}`;
  edits.push({ start: last.end, end: last.end, text: `\n${blanks}${store}${closing}` });
  return edits;
}

/** `place = value` as the first statement, where the value does not mention the place: the variable is declared by it. */
function setBy(first: ts.Statement, mentions: readonly ts.Expression[]): ts.BinaryExpression | undefined {
  if (!ts.isExpressionStatement(first) || !ts.isBinaryExpression(first.expression)) return undefined;
  const { expression } = first;
  const isPlain = expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const isHere = mentions.filter(({ pos, end }) => expression.pos <= pos && end <= expression.end);
  return isPlain && isHere.length === 1 && isHere[0] === expression.left ? expression : undefined;
}

/** The store is one of the statements itself, so it is always made. */
function isStatementOf(store: ts.Expression, statements: readonly ts.Statement[]): boolean {
  let at: ts.Node = store;
  while (ts.isNonNullExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  const isUpdate =
    ts.isBinaryExpression(parent) || ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  if (!isUpdate || !ts.isExpressionStatement(parent.parent) || isLogical(parent)) return false;
  return statements.includes(parent.parent);
}

function isLogical(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return (
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken
  );
}

/** What is stored is never `undefined`, so `undefined` tells that nothing was stored. */
function neverUndefined(store: ts.Expression, checker: ts.TypeChecker): boolean {
  let at: ts.Node = store;
  while (ts.isNonNullExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (!ts.isBinaryExpression(parent)) return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  if (isLogical(parent)) return false;
  return parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken || isDefinite(parent.right, checker);
}

/** All names that stand for themselves, not for a property. */
function variableNames(root: ts.Node): string {
  const names: string[] = [];
  for (const node of preorder(root)) {
    if (!ts.isIdentifier(node)) continue;
    const isProperty = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (!isProperty) names.push(node.text);
  }
  return names.join(" ");
}

/** `p.vx` → `vx`, `sums[i]` → `sum`, `c[i][j]` → `value`. */
function nameOf(mention: ts.Expression): string {
  const node = bare(mention);
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const holder = ts.isElementAccessExpression(node) ? bare(node.expression) : node;
  const array = ts.isIdentifier(holder) ? holder.text : "";
  return /[^s]{2}s$/.test(array) ? array.slice(0, -1) : "value";
}

/** Several stores behind one statement, in the order of their places, are one edit. */
function merged(edits: readonly TextEdit[]): readonly TextEdit[] {
  const found = new Map<string, TextEdit>();
  for (const edit of edits) {
    const key = edit.start === edit.end ? String(edit.start) : `${edit.start}-${edit.end}`;
    const known = found.get(key);
    found.set(key, known === undefined ? edit : { ...edit, text: known.text + edit.text });
  }
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
