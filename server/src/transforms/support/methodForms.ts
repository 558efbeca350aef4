// Array methods that are written as loops before they are rewritten: `reduce`, `some`, `every`, `find`, `findIndex`, and `forEach`
// whose callback leaves something to the caller. `filter` becomes a `map` to flags, by which the caller then filters.

import { ts } from "ts-morph";
import { returnedBy } from "../../accesses/refs.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import type { ElementSpace, LoopKind } from "../../loops/loop.js";
import { preorder } from "../../loops/mentions.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { isPath } from "./items.js";
import { isDense } from "./methods.js";
import type { Preparation } from "./prepared.js";
import { callPlace, inPlace } from "./statementPlace.js";
import { editedPart, freeName, habitsOf, indentAt, reindent } from "./text.js";
import { newTypeNames, typeText } from "./types.js";

interface Method {
  readonly node: ts.CallExpression;
  readonly kind: LoopKind;
  readonly callback: ts.ArrowFunction | ts.FunctionExpression;
  readonly space: ElementSpace;
}

/** The call as a loop, or by flags; undefined where its callback does what a loop's body cannot. */
export function methodForm(context: TransformContext): Preparation | undefined {
  const method = methodOf(context);
  if (method === undefined) return undefined;
  // Where it is no array, the author's call has to be made, and nothing but that.
  const { presumed } = method.space;
  if (presumed !== undefined && method.kind !== "forEach") return undefined;
  if (method.space.source === "sequence") return throughEntries(method, context);
  if (method.kind === "filter") return byFlags(method, context);
  const known = outcomes.get(method.kind);
  const form = known && asLoop(method, known, context);
  return form && presumed ? { ...form, keepsAuthor: true, arrays: [presumed.getText()] } : form;
}

function methodOf({ analysis, checker }: TransformContext): Method | undefined {
  const { node, kind, space } = analysis.loop;
  if (!ts.isCallExpression(node) || space.form !== "elements") return undefined;
  if (space.source !== "array" && kind !== "forEach") return undefined;
  const [callback, ...others] = node.arguments;
  if (callback === undefined || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return undefined;
  if (others.length !== (kind === "reduce" ? 1 : 0) || ts.isOptionalChain(node)) return undefined;
  const { whole } = space;
  if (whole !== undefined && referencesTo(whole, callback.body, checker).length > 0) return undefined;
  return [...preorder(callback.body)].some((part) => isBound(part, callback))
    ? undefined
    : { node, kind, callback, space };
}

/** Means something else outside of the callback. */
function isBound(node: ts.Node, callback: ts.Node): boolean {
  if (ts.isVariableDeclarationList(node)) return (node.flags & ts.NodeFlags.BlockScoped) === 0;
  if (!ts.isFunctionExpression(callback)) return false;
  return node.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(node) && node.text === "arguments");
}

/** How a method gathers what its callback returns. */
interface Outcome {
  /** What the variable for the result is called, and what it begins with. */
  readonly name: string;
  readonly first: string | undefined;
  /** What ends the loop, of what the callback returned. */
  ends?(value: string): string;
  /** The result where the loop ends. */
  readonly last?: "true" | "false" | "item" | "index";
  /** Holes of the array are passed over. */
  readonly skipsHoles: boolean;
}

const outcomes: ReadonlyMap<LoopKind, Outcome> = new Map<LoopKind, Outcome>([
  ["forEach", { name: "", first: undefined, skipsHoles: true }],
  ["reduce", { name: "", first: undefined, skipsHoles: true }],
  ["some", { name: "found", first: "false", ends: (value) => value, last: "true", skipsHoles: true }],
  ["every", { name: "holds", first: "true", ends: (value) => `!(${value})`, last: "false", skipsHoles: true }],
  ["find", { name: "found", first: undefined, ends: (value) => value, last: "item", skipsHoles: false }],
  ["findIndex", { name: "found", first: "-1", ends: (value) => value, last: "index", skipsHoles: false }],
]);

function asLoop(method: Method, outcome: Outcome, context: TransformContext): Preparation | undefined {
  const { node, kind, callback, space } = method;
  const { checker, sourceFile } = context;
  const words = wordsInScope(node);
  const place = callPlace(node, checker);
  const { semicolon: end, indent } = habitsOf(sourceFile);
  const typed = !/\.[cm]?jsx?$/.test(sourceFile.fileName);
  if (place === undefined || (kind === "forEach" && !place.isWhole)) return undefined;
  const { iterable, binding } = space;
  const lines: string[] = [];
  const source = isPath(iterable) ? iterable.getText() : freeName("items", words);
  if (!isPath(iterable)) lines.push(`const ${source} = ${linesOf(iterable)}${end}`);
  const [accumulator] = kind === "reduce" ? callback.parameters : [];
  const result = accumulator === undefined ? freeName(outcome.name || "result", words) : ownName(accumulator, method);
  if (result === undefined) return undefined;
  const names = new RegExp(
    `(?<![\\w$.])(?:${
      [binding?.getText(), space.index?.name]
        .filter(Boolean)
        .map((each) => each!.replace(/\W+/g, "|").replace(/^\||\|$/g, ""))
        .join("|") || "\\0"
    })(?![\\w$])`,
  );
  // `for (const xs of xs)` would not find the outer one.
  if (names.test(source)) return undefined;
  const type = (at: ts.Node) => typeText(checker.getTypeAtLocation(at), at, context, newTypeNames());
  if (kind === "reduce") {
    const init = node.arguments[1]!;
    const isSame =
      checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(init)) === checker.getTypeAtLocation(node);
    // What only grows, as `groups[key] = …; return groups` does, is a constant.
    const keyword = isOnlyReturned(method, accumulator, checker) ? "const" : "let";
    lines.push(`${keyword} ${result}${typed && !isSame ? `: ${type(node)}` : ""} = ${linesOf(init)}${end}`);
  } else if (kind !== "forEach") {
    const first = outcome.first === undefined ? (typed ? `: ${type(node)}` : "") : ` = ${outcome.first}`;
    lines.push(`let ${result}${first}${end}`);
  }
  // The methods go through as many elements as there were when they began.
  const { verdict } = context.analysis;
  const isKept = verdict.kind === "parallel" && verdict.split.disjoint.length + verdict.split.distinct.length === 0;
  const count = freeName("count", words);
  const isItem = outcome.last === "item";
  const counts =
    (outcome.skipsHoles && !isDense(iterable, context)) || outcome.last === "index" || space.index !== undefined;
  const isNamed = binding !== undefined && ts.isIdentifier(binding);
  const item = isNamed ? binding.text : freeName("item", words);
  const index = space.index?.name ?? freeName("index", words);
  const { noUncheckedIndexedAccess } = context.program.getCompilerOptions();
  const bang = typed && noUncheckedIndexedAccess === true ? "!" : "";
  const inside: string[] = [];
  if (counts && outcome.skipsHoles && !isDense(iterable, context))
    inside.push(`if (!(${index} in ${source})) continue${end}`);
  if (counts && (binding !== undefined || isItem))
    inside.push(
      `const ${isNamed || isItem || binding === undefined ? item : binding.getText()} = ${source}[${index}]${bang}${end}`,
    );
  if (isItem && binding !== undefined && !isNamed) inside.push(`const ${binding.getText()} = ${item}${end}`);
  const bound = isItem || isNamed || binding === undefined ? item : binding.getText();
  const head = counts
    ? `for (let ${index} = 0${isKept ? "" : `, ${count} = ${source}.length`}; ${index} < ${isKept ? `${source}.length` : count}; ${index}++) {`
    : `for (const ${bound} of ${source}) {`;
  const last = isItem ? item : outcome.last === "index" ? index : (outcome.last ?? "");
  const give = (value: string, isLast: boolean): string => {
    const next = isLast ? "" : `continue${end}`;
    const several = (...parts: readonly string[]) => parts.filter((part) => part !== "").join("\n");
    if (kind === "forEach") return several(value === "" ? "" : value + end, next);
    if (kind === "reduce") return several(value === result ? "" : combined(value, result) + end, next);
    const stop = `${result} = ${last}${end}\nbreak${end}`;
    const condition = value === "" ? "false" : outcome.ends!(value);
    if (condition === "false" || condition === "!(true)") return next;
    if (condition === "true" || condition === "!(false)") return stop;
    return several(`if (${condition}) {\n${reindent(stop, indent)}\n}`, next);
  };
  const code = bodyCode(method, accumulator, result, give, context);
  if (code === undefined) return undefined;
  const body = reindent([...inside, code].join("\n"), indent);
  const loopAt = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const all = [...lines, head, body, "}"].join("\n");
  return inPlace(place, all, loopAt, kind === "forEach" ? "" : result, context);
}

/** `map.forEach((value, key) => …)` → `for (const [key, value] of map) …` */
function throughEntries(method: Method, context: TransformContext): Preparation | undefined {
  const { node, space } = method;
  const { checker, sourceFile } = context;
  const place = callPlace(node, checker);
  const { iterable, binding, key } = space;
  if (place?.isWhole !== true || !isPath(iterable) || binding === undefined) return undefined;
  const { semicolon: end, indent } = habitsOf(sourceFile);
  const isPair = checker.getTypeAtLocation(iterable).symbol?.name.endsWith("Map") === true;
  const values = isPair ? `${iterable.getText()}.values()` : iterable.getText();
  const head =
    key === undefined
      ? `for (const ${binding.getText()} of ${values}) {`
      : `for (const [${key.name}, ${binding.getText()}] of ${iterable.getText()}) {`;
  // `for (const xs of xs)` would not find the outer one.
  const own = [key?.name ?? "", ...(binding.getText().match(/[\w$]+/g) ?? [])];
  if (own.includes(iterable.getText().split(".")[0]!)) return undefined;
  const give = (value: string, isLast: boolean): string =>
    [value === "" ? "" : value + end, isLast ? "" : `continue${end}`].filter(Boolean).join("\n");
  const code = bodyCode(method, undefined, "", give, context);
  return code === undefined ? undefined : inPlace(place, `${head}\n${reindent(code, indent)}\n}`, 0, "", context);
}

/** `sum + x` → `sum += x` */
function combined(value: string, result: string): string {
  const operator = value.startsWith(`${result} `)
    ? /^ ([+*-]) [\w$.]+(?:\([^()]*\))?$/.exec(value.slice(result.length))
    : null;
  return operator === null ? `${result} = ${value}` : `${result} ${operator[1]}= ${value.slice(result.length + 3)}`;
}

/** The callback's statements with what it returns given on; undefined where it returns out of the midst of something. */
/** `(x * 2)`, which is the same without its parentheses; not `({ x })`, nor `(log(x), x)`. */
function isBareExpression(body: ts.Node): body is ts.ParenthesizedExpression {
  if (!ts.isParenthesizedExpression(body) || ts.isObjectLiteralExpression(body.expression)) return false;
  const { expression } = body;
  return !ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.CommaToken;
}

function bodyCode(
  { callback, kind }: Method,
  accumulator: ts.ParameterDeclaration | undefined,
  result: string,
  give: (value: string, isLast: boolean) => string,
  { checker, sourceFile }: TransformContext,
): string | undefined {
  const { text } = sourceFile;
  const { body } = callback;
  const symbol = accumulator && checker.getSymbolAtLocation(accumulator.name);
  const renamed: TextEdit[] =
    symbol === undefined || symbol.name === result
      ? []
      : referencesTo(symbol, body, checker).map((each) => ({ start: each.getStart(), end: each.end, text: result }));
  const shown = (node: ts.Expression | undefined) =>
    node === undefined ? "" : linesOf(node, editedPart(text, node.getStart(), node.end, renamed));
  if (!ts.isBlock(body)) return give(shown(isBareExpression(body) ? body.expression : body), true);
  const final = body.statements.at(-1);
  if (kind === "reduce" && (final === undefined || !ts.isReturnStatement(final) || final.expression === undefined))
    return undefined;
  // `return sum` at the end leaves nothing behind.
  const idle = kind === "reduce" && final !== undefined && isNamed(final, symbol, checker) ? final : undefined;
  const edits: TextEdit[] = [];
  for (const node of preorder(body)) {
    if (!ts.isReturnStatement(node) || ts.findAncestor(node, ts.isFunctionLike) !== callback) continue;
    const nest: ts.Node | undefined = ts.findAncestor(
      node.parent,
      (at) => at === body || ts.isIterationStatement(at, false) || ts.isSwitchStatement(at),
    );
    if (nest !== body || (kind === "reduce" && node.expression === undefined)) return undefined;
    const given = give(shown(node.expression), isLastIn(body, node, idle)).trim();
    const blanks = indentAt(text, node.getStart());
    const isAlone = !ts.isBlock(node.parent);
    const block = isAlone ? `{\n${reindent(given, "  ")}\n}` : given;
    edits.push({ start: node.getStart(), end: node.end, text: reindent(block, blanks).trimStart() });
  }
  const inner = editedPart(text, body.getStart() + 1, body.end - 1, [
    ...edits,
    ...renamed.filter((each) => !edits.some(({ start, end }) => start <= each.start && each.end <= end)),
  ]);
  return reindent(inner.replace(/^[ \t]*\r?\n/, "").trimEnd(), "");
}

/** Nothing comes after the statement but the end of the body, or its last statement that does nothing. */
function isLastIn(body: ts.Block, node: ts.Statement, idle: ts.Statement | undefined): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent)) return isLastIn(body, parent, idle);
  if (!ts.isBlock(parent)) return false;
  const { statements } = parent;
  const isLast =
    node === statements.at(-1) || (idle !== undefined && statements.at(-1) === idle && node === statements.at(-2));
  return isLast && (parent === body || isLastIn(body, parent, idle));
}

/** `return sum`. */
function isNamed(statement: ts.Statement, symbol: ts.Symbol | undefined, checker: ts.TypeChecker): boolean {
  if (!ts.isReturnStatement(statement) || statement.expression === undefined || symbol === undefined) return false;
  return ts.isIdentifier(statement.expression) && checker.getSymbolAtLocation(statement.expression) === symbol;
}

/** The callback returns the accumulator that it was given, whatever else it does, and assigns nothing to it. */
function isOnlyReturned(
  { callback }: Method,
  accumulator: ts.ParameterDeclaration | undefined,
  checker: ts.TypeChecker,
): boolean {
  const symbol = accumulator && checker.getSymbolAtLocation(accumulator.name);
  if (symbol === undefined || referencesTo(symbol, callback.body, checker).some(isAssignedAt)) return false;
  const returned = ts.isBlock(callback.body) ? returnedBy(callback) : [callback.body];
  return returned.every((each) => ts.isIdentifier(each) && checker.getSymbolAtLocation(each) === symbol);
}

/** The text of an expression, with its further lines indented from the line that it begins in. */
function linesOf(node: ts.Expression, code = node.getText()): string {
  const { text } = node.getSourceFile();
  const blanks = indentAt(text, node.getStart());
  const [first, ...more] = code.split("\n");
  if (more.length === 0 || more.some((line) => line.trim() !== "" && !line.startsWith(blanks))) return code;
  return [first, ...more.map((line) => line.slice(blanks.length))].join("\n");
}

/** What the accumulator is called outside of the callback. */
function ownName(accumulator: ts.ParameterDeclaration, { node, callback }: Method): string | undefined {
  if (!ts.isIdentifier(accumulator.name)) return undefined;
  return freeName(
    accumulator.name.text,
    wordsInScope(node).replace(callback.getText(), () => ""),
  );
}

/** `xs.filter(test)` → `const flags = xs.map(test)`, and `xs.filter((_, index) => flags[index])`. */
function byFlags({ node, callback, space }: Method, context: TransformContext): Preparation | undefined {
  const { sourceFile, checker } = context;
  const { text } = sourceFile;
  const words = wordsInScope(node);
  const place = callPlace(node, checker);
  if (place === undefined) return undefined;
  const { semicolon: end } = habitsOf(sourceFile);
  const { iterable } = space;
  const source = isPath(iterable) ? iterable.getText() : freeName("items", words);
  const before = isPath(iterable) ? "" : `const ${source} = ${linesOf(iterable)}${end}\n`;
  const flags = freeName("flags", words);
  const { body } = callback;
  const isTruth =
    (checker.getTypeAtLocation(body).flags & ts.TypeFlags.BooleanLike) !== 0 ||
    isBooleanUnion(checker.getTypeAtLocation(body));
  const test =
    ts.isBlock(body) || isTruth
      ? callback.getText()
      : `${text.slice(callback.getStart(), body.getStart())}Boolean(${body.getText()})`;
  const head = `${before}const ${flags} = `;
  const index = freeName("index", words);
  const guard = guardText(callback, context);
  const bang = guard !== undefined && context.program.getCompilerOptions().noUncheckedIndexedAccess === true ? "!" : "";
  const parameters = guard === undefined ? `(_, ${index})` : `(_, ${index}): _ is ${guard}`;
  return inPlace(
    place,
    `${head}${source}.map(${test})${end}`,
    head.length,
    `${source}.filter(${parameters} => ${flags}[${index}]${bang})`,
    context,
  );
}

/** The type that the elements have for which the callback holds, where the compiler learns it from the callback. */
function guardText(callback: Method["callback"], context: TransformContext): string | undefined {
  const { checker, sourceFile } = context;
  const signature = checker.getSignatureFromDeclaration(callback);
  const predicate = signature && checker.getTypePredicateOfSignature(signature);
  if (predicate?.kind !== ts.TypePredicateKind.Identifier || /\.[cm]?jsx?$/.test(sourceFile.fileName)) return undefined;
  const { type } = callback;
  if (type !== undefined && ts.isTypePredicateNode(type)) return type.type?.getText();
  const used = newTypeNames();
  const text = typeText(predicate.type, callback, context, used, "keep");
  return used.problem === undefined ? text : undefined;
}

function isBooleanUnion(type: ts.Type): boolean {
  return type.isUnion() && type.types.every(({ flags }) => (flags & ts.TypeFlags.BooleanLike) !== 0);
}
