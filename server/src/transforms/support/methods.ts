// Array methods as calls of the runner: `xs.map(f)` becomes `parallelMapSync(xs, kernel, env)` where it stands.
import { ts } from "ts-morph";
import { isLibraryDeclaration } from "../../accesses/builtins.js";
import { returnedBy } from "../../accesses/refs.js";
import type { Split } from "../../legality/verdict.js";
import { isLengthOnly } from "../../loops/elementSpace.js";
import { isArrayLike } from "../../loops/findLoops.js";
import type { Loop } from "../../loops/loop.js";
import { isWhole } from "../../loops/whole.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { callText, conditionText, type Form, type RunnerName } from "./call.js";
import { kernelComment } from "./docComment.js";
import type { KernelText } from "./kernelModule.js";
import { envMembers } from "./kernelText.js";
import type { Target } from "./target.js";
import { breakLong, editedPart, type Habits, indentAt, reindent } from "./text.js";
import type { ThisFields } from "./thisFields.js";
import { collectNames, genericsOf, isChosen, type TypeNames, typeText } from "./types.js";
import { beginsLine, canWaitInPlace } from "./waiting.js";

/** A call of an array method with an inline callback, of which the runner has the like. */
export interface MethodLoop {
  readonly node: ts.CallExpression;
  readonly kind: "map" | "flatMap" | "forEach" | "Array.from";
  readonly callback: ts.ArrowFunction | ts.FunctionExpression;
  /** What the method goes through; for `Array.from({ length })` the length. */
  readonly source: ts.Expression;
  readonly counts: boolean;
}

export function methodLoop({ node, kind, space }: Loop): MethodLoop | undefined {
  if (!ts.isCallExpression(node) || space.form !== "elements") return undefined;
  if (kind !== "map" && kind !== "flatMap" && kind !== "forEach" && kind !== "Array.from") return undefined;
  const callback = node.arguments[kind === "Array.from" ? 1 : 0];
  if (callback === undefined || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return undefined;
  const { iterable } = space;
  const counts = kind === "Array.from" && isLengthOnly(iterable);
  const length = counts ? (iterable as ts.ObjectLiteralExpression).properties[0] : undefined;
  const source =
    length === undefined
      ? iterable
      : ts.isPropertyAssignment(length)
        ? length.initializer
        : ts.isShorthandPropertyAssignment(length)
          ? length.name
          : undefined;
  return source === undefined ? undefined : { node, kind, callback, source, counts };
}

/** Why the call stays as it is. */
export function problemOfMethod(
  loop: MethodLoop,
  split: Split,
  form: Form,
  checker: ts.TypeChecker,
): string | undefined {
  const { node, kind, callback, source, counts } = loop;
  if (form === "await" && !canWaitInPlace(node, checker))
    return "other parts of the expression are evaluated before it waits; put the call into a constant of its own";
  if (split.commit.size > 0 || split.copied.length > 0 || split.exits)
    return `what the callback of \`${kind}\` does in order is not rewritten so far; write it as a \`for\` loop`;
  const isPresumed = split.arrays.length > 0;
  const isBeside = isPresumed || split.plain.length > 0;
  if (isPresumed && form === "await") return `\`${source.getText()}\` is not known to be an array`;
  if (isBeside && form === "await") return `\`${split.plain[0]!.name}\` is not known to be plain data`;
  if (split.privates.length > 0 || split.scratch.length > 0 || (split.isOrderSensitive && !isBeside))
    return `the callback of \`${kind}\` uses variables of its surroundings for itself; declare them inside of it`;
  if (node.questionDotToken !== undefined || ts.isOptionalChain(node))
    return "the method is called only where there is an array; test that before";
  if (node.arguments.length > (kind === "Array.from" ? 2 : 1))
    return `\`${kind}\` is given a \`this\` for its callback`;
  if (kind === "forEach" && !ts.isExpressionStatement(node.parent))
    return "the result of `forEach`, `undefined`, is used";
  if (kind === "forEach" && ts.isBlock(callback.body) && returnedBy(callback).length > 0)
    return "the callback of `forEach` returns something, which nobody takes";
  if (kind === "Array.from" && !makesArray(node))
    return `\`${node.expression.getText()}\` makes a typed array; write it as a \`for\` loop`;
  const type = checker.getTypeAtLocation(source);
  const isList = checker.isArrayType(type) || checker.isTupleType(type);
  if (!counts && !isList && !isPresumed)
    return isArrayLike(type, checker)
      ? `\`${kind}\` of a typed array makes a typed array; write it as a \`for\` loop`
      : `\`${source.getText()}\` is not known to be an array`;
  const [first, , whole] = callback.parameters;
  const isUsed = (parameter: ts.ParameterDeclaration | undefined) =>
    parameter !== undefined && !(ts.isIdentifier(parameter.name) && mentions(parameter.name, callback, checker) === 0);
  if (counts && isUsed(first)) return "the callback of `Array.from` uses its first parameter, which is `undefined`";
  return isUsed(whole) ? "the callback uses its third parameter, the array" : undefined;
}

/** `Array.from`, not `Float64Array.from`. */
function makesArray({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.expression.getText() === "Array";
}

function mentions(name: ts.Identifier, callback: ts.Node, checker: ts.TypeChecker): number {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol === undefined ? 0 : referencesTo(symbol, callback, checker).filter((each) => each !== name).length;
}

export interface MethodKernelDraft {
  readonly name: string;
  readonly context: TransformContext;
  readonly habits: Habits;
  readonly target: Target;
  readonly used: TypeNames;
  readonly own: ThisFields;
}

/** The callback as a function of the kernel module: element, `env`, index. */
export function methodKernel(loop: MethodLoop, split: Split, draft: MethodKernelDraft): KernelText {
  const { callback, counts, kind } = loop;
  const { name, context, habits, target, used, own } = draft;
  const { checker } = context;
  const { newline, indent, semicolon } = habits;
  const typed = target.language === "ts";
  if (typed) for (const node of [callback.body, ...callback.parameters]) collectNames(node, node, checker, used);
  const typeOf = (parameter: ts.ParameterDeclaration) => {
    const type = checker.getTypeAtLocation(parameter);
    return parameter.type?.getText() ?? typeText(type, parameter, context, used, isChosen(type) ? "keep" : "widen");
  };
  const shown = (parameter: ts.ParameterDeclaration) =>
    parameter.name.getText() + (typed ? `: ${typeOf(parameter)}` : "");
  const [element, index] = callback.parameters;
  const isIndexUsed = index !== undefined && ts.isIdentifier(index.name) && mentions(index.name, callback, checker) > 0;
  const fields = typed ? envMembers(split, own, context, used) : [];
  const result = !typed ? undefined : kind === "forEach" ? "void" : resultText(callback, context, used);
  // What the parameters are may mention type parameters, too.
  const shownIndex = index !== undefined && (counts || isIndexUsed) ? shown(index) : "";
  const shownElement = element !== undefined && !counts ? shown(element) : "";
  const generics = typed ? genericsOf(used) : { declared: "", given: "" };
  const envName = `${name[0]!.toUpperCase()}${name.slice(1)}Env`;
  const members = fields.map((field) => `${indent}${field}${semicolon}${newline}`);
  const names = [...split.liveIns, ...own.fields].map((each) => each.name).join(", ");
  const env = typed ? `{ ${names} }: ${envName}${generics.given}` : `{ ${names} }`;
  const noEnv = typed ? "_env: object" : "_env";
  const noItem = typed ? "_item: unknown" : "_item";
  const item = counts ? shownIndex : shownElement;
  const second = names !== "" ? [env] : isIndexUsed && !counts ? [noEnv] : [];
  const parameters = [
    ...(item !== "" ? [item] : second.length > 0 ? [noItem] : []),
    ...second,
    ...(isIndexUsed && !counts ? [shownIndex] : []),
  ];
  const head = `${target.usesRequire ? "" : "export "}function ${name}${generics.declared}${habits.space}(`;
  const tail = `)${result === undefined ? "" : `: ${result}`} {`;
  const line = head + parameters.join(", ") + tail;
  const broken = [head, parameters.map((each) => indent + each).join(`,${newline}`) + habits.comma.call, tail].join(
    newline,
  );
  const code = reindent(bodyText(loop, own, semicolon), indent).replaceAll("\n", newline);
  const document = (parameter: ts.ParameterDeclaration | undefined, wanted: string) =>
    parameter && {
      name: ts.isIdentifier(parameter.name) ? parameter.name.text : wanted,
      found: { type: checker.getTypeAtLocation(parameter), node: parameter },
    };
  const documented = document(counts ? index : element, "item") ?? { name: "_item", text: "unknown" };
  const shownAfter = isIndexUsed && !counts ? document(index, "index") : undefined;
  const comment = kernelComment(
    {
      item: parameters.length === 0 ? undefined : documented,
      split,
      own,
      index: shownAfter,
    },
    draft,
  );
  return {
    name,
    envInterface:
      fields.length === 0 ? "" : `export interface ${envName}${generics.declared} {${newline}${members.join("")}}`,
    declaration:
      comment + [line.length <= habits.width ? line : broken, ...(code === "" ? [] : [code]), "}"].join(newline),
  };
}

function resultText(callback: MethodLoop["callback"], context: TransformContext, used: TypeNames): string | undefined {
  // What a guard tells of its argument, nobody learns from the kernel's answer.
  if (callback.type !== undefined && ts.isTypePredicateNode(callback.type)) return "boolean";
  if (callback.type !== undefined) {
    collectNames(callback.type, callback.type, context.checker, used);
    return callback.type.getText();
  }
  const signature = context.checker.getSignatureFromDeclaration(callback);
  // The compiler has widened what it widens: `0 | 1` is what the array's type says, too.
  const type = signature && context.checker.getReturnTypeOfSignature(signature);
  // `JSON.parse`: the compiler finds it by itself, and a linter would ask who wrote `any`.
  if (type === undefined || (type.flags & ts.TypeFlags.Any) !== 0) return undefined;
  return typeText(type, callback, context, used, "keep");
}

/** The statements of the callback, ended by `\n`, as they stand. */
function bodyText({ callback: { body }, kind }: MethodLoop, own: ThisFields, semicolon: string): string {
  const { text } = body.getSourceFile();
  if (!ts.isBlock(body)) {
    // An object literal as the body of an arrow function stands in parentheses, which `return` does not need.
    const value = ts.isParenthesizedExpression(body) ? body.expression : body;
    const keyword = kind === "forEach" ? "" : "return ";
    return `${indentAt(text, body.getStart())}${keyword}${own.textOf(value)}${semicolon}`.replace(/\r\n/g, "\n");
  }
  const inside = own.textBetween(body.getStart() + 1, body.end - 1).replace(/\r\n/g, "\n");
  const lines = inside.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  return /^[^\n]*\n/.test(inside) && /^\s*\n/.test(inside)
    ? lines
    : indentAt(text, body.getStart()) + lines.trimStart();
}

interface MethodEdit {
  readonly kernelName: string;
  readonly context: TransformContext;
  readonly habits: Habits;
  readonly form: Form;
  readonly own: ThisFields;
  readonly runner: RunnerName;
}

/** The call in the place of the method's. */
export function methodEdit(
  loop: MethodLoop,
  split: Split,
  { kernelName, context, habits, form, own, runner }: MethodEdit,
): TextEdit {
  const { node, kind, source, counts } = loop;
  const { text } = context.sourceFile;
  const items = counts ? `${runner("range")}(${lengthText(source, context.checker)})` : chainText(source, habits);
  const keepsHoles = !counts && kind !== "Array.from" && !isDense(source, context);
  const { quote } = habits;
  const more = keepsHoles ? [`holes: ${quote}skip${quote}`] : [];
  const call = callText(items, kernelName, split, { form, runner, quote, more, own: own.fields }).gathered();
  const needsParentheses = form === "await" && (kind === "flatMap" || bindsTighter(node));
  const opens = needsParentheses && beginsLine(node, habits) ? ";(" : "(";
  const whole = (needsParentheses ? `${opens}${call})` : call) + (kind === "flatMap" ? ".flat()" : "");
  const start = node.getStart();
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  if (split.arrays.length > 0 || split.plain.length > 0) {
    const chosen = `${conditionText(split, runner)} ? ${whole} : ${node.getText()}`;
    const isAlone = ts.isVariableDeclaration(node.parent) || ts.isReturnStatement(node.parent);
    const code = breakLong(before + (isAlone ? chosen : `(${chosen})`), habits).slice(before.length);
    return { start, end: node.end, text: code };
  }
  const code = breakLong(before + whole, habits).slice(before.length);
  return { start, end: code.includes("\n") ? nextInChain(node) : node.end, text: code };
}

/** A chain that the author broke at its dots, in one line where that holds it: the call of its last method is gone. */
function chainText(source: ts.Expression, { width, indent }: Habits): string {
  const { text } = source.getSourceFile();
  const dots: TextEdit[] = [];
  for (let at: ts.Expression = source; ; ) {
    if (ts.isCallExpression(at)) at = at.expression;
    else if (ts.isPropertyAccessExpression(at)) {
      const [start, end] = [at.expression.end, at.name.getStart()];
      if (/^\s*\.\s*$/.test(text.slice(start, end))) dots.push({ start, end, text: "." });
      at = at.expression;
    } else break;
  }
  const joined = editedPart(text, source.getStart(), source.end, dots);
  const room = width - indentAt(text, source.getStart()).length - indent.length;
  return joined.includes("\n") || joined.length > room ? source.getText() : joined;
}

/** Behind the line end before `.join("")`, where that is all that follows; the closing parentheses stand in the line before. */
function nextInChain(node: ts.CallExpression): number {
  const { text } = node.getSourceFile();
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent)) return node.end;
  const blanks = /^\s*(?=\.)/.exec(text.slice(node.end))?.[0].length ?? 0;
  const call = ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : parent;
  const goesOn = ts.isPropertyAccessExpression(call.parent) && /^\s*\n\s*\./.test(text.slice(call.end));
  return goesOn ? node.end : node.end + blanks;
}

/** `Array.from` counts whole lengths only; a negative one is none. */
function lengthText(length: ts.Expression, checker: ts.TypeChecker): string {
  return isWhole(length, checker) ? length.getText() : `Math.floor(${length.getText()})`;
}

/** Made by a function of the language that leaves no holes. */
export function isDense(source: ts.Expression, { checker, program }: TransformContext): boolean {
  if (ts.isArrayLiteralExpression(source)) return !source.elements.some(ts.isOmittedExpression);
  const type = checker.getTypeAtLocation(source);
  // A typed array has all its elements.
  if (isArrayLike(type, checker) && !checker.isArrayType(type) && !checker.isTupleType(type)) return true;
  if (!ts.isCallExpression(source) || !ts.isPropertyAccessExpression(source.expression)) return false;
  const { name, expression } = source.expression;
  const declarations = checker.getSymbolAtLocation(name)?.declarations ?? [];
  if (declarations.length === 0 || !declarations.every((each) => isLibraryDeclaration(each, program))) return false;
  if (name.text === "from" || name.text === "of") return expression.getText() === "Array";
  if (/^(?:keys|values|entries)$/.test(name.text)) return expression.getText() === "Object";
  return /^(?:filter|flat|flatMap|split|toSorted|toReversed)$/.test(name.text);
}

/** What follows would take `await` with it. */
function bindsTighter(node: ts.CallExpression): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === node;
  if (ts.isBinaryExpression(parent))
    return parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
  return ts.isPropertyAccessExpression(parent) || ts.isNonNullExpression(parent);
}
