// The iteration space of loops over things: `for-of`, `for-in` and the array methods.
import { ts } from "ts-morph";
import { isJavaScript } from "../workspace/gifts.js";
import { isArrayLike } from "./findLoops.js";
import { findWrite } from "./iterationSpace.js";
import type { ElementSpace, UnknownSpace } from "./loop.js";

interface Bound {
  readonly binding: ts.BindingName | undefined;
  readonly index: ts.Symbol | undefined;
  readonly key: ts.Symbol | undefined;
  readonly whole: ts.Symbol | undefined;
  readonly accumulator: ts.Symbol | undefined;
}

/** `for (const x of xs)`. */
export function forOfSpace(node: ts.ForOfStatement, checker: ts.TypeChecker): ElementSpace | UnknownSpace {
  if (node.awaitModifier !== undefined)
    return unknown(node.awaitModifier, "the elements of a `for await` loop come one after the other");
  const name = declaredName(node.initializer);
  if (name === undefined) return declaredOutside(node.initializer);
  const { expression } = node;
  const type = checker.getTypeAtLocation(expression);
  const rewritten = rewrittenIn(node.statement, name, checker);
  if (rewritten !== undefined) return rewritten;
  if (isArrayLike(type, checker)) return elements({ binding: name }, expression, "array", checker);
  if (isString(type) || isCollection(type)) return elements({ binding: name }, expression, "sequence", checker);
  const iterator = iteratorSpace(name, expression, checker);
  if (iterator !== undefined) return iterator;
  // The matches of a text are the same, whoever asks for them and when: the expression is copied before the first.
  if (isMatchAll(expression, checker)) return elements({ binding: name }, expression, "sequence", checker);
  return isPresumedArray(expression, checker)
    ? elements({ binding: name }, expression, "array", checker)
    : unknown(
        expression,
        `\`${expression.getText()}\` is not known to be an array; copy it into one first, for example [...${expression.getText()}]`,
      );
}

/** `text.matchAll(pattern)` of a text. */
function isMatchAll(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  return name.text === "matchAll" && isString(checker.getTypeAtLocation(expression));
}

/**
 * A name in JavaScript of which nothing is known, and that can be asked for a second time: whether it is an array, as the loop
 * takes it to be, can be tested when the loop starts.
 */
export function isPresumedArray(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return presumedName(node, checker) !== undefined;
}

/**
 * The name that has to be an array for the expression to be one: `xs`, `this.xs`, and that of `xs` in `xs.filter(f).map(g)`,
 * where the methods of arrays make another one. Undefined where that is not all that has to be known.
 */
export function presumedName(node: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  if (!isJavaScript(node) || (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) === 0) return undefined;
  if (ts.isIdentifier(node)) return node;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression, questionDotToken } = node.expression;
    const isCopy = questionDotToken === undefined && node.questionDotToken === undefined && copying.has(name.text);
    return isCopy ? presumedName(expression, checker) : undefined;
  }
  if (!ts.isPropertyAccessExpression(node) || node.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const declarations = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  return declarations.length > 0 && !declarations.some(ts.isAccessor) ? node : undefined;
}

/** Methods of arrays that give back an array. */
const copying: ReadonlySet<string> = new Set([
  "concat",
  "filter",
  "flat",
  "flatMap",
  "map",
  "reverse",
  "slice",
  "sort",
]);

/** `for (const key in object)`: the keys are listed when the loop starts. */
export function forInSpace(node: ts.ForInStatement, checker: ts.TypeChecker): ElementSpace | UnknownSpace {
  const name = declaredName(node.initializer);
  if (name === undefined) return declaredOutside(node.initializer);
  return (
    rewrittenIn(node.statement, name, checker) ?? elements({ binding: name }, node.expression, "sequence", checker)
  );
}

/** `xs.entries()`, `xs.keys()`, `xs.values()` of arrays, and the same of `Map` and `Set`, called in the head. */
function iteratorSpace(
  name: ts.BindingName,
  expression: ts.Expression,
  checker: ts.TypeChecker,
): ElementSpace | UnknownSpace | undefined {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return undefined;
  if (expression.arguments.length > 0) return undefined;
  const { name: method, expression: receiver } = expression.expression;
  if (!["entries", "keys", "values"].includes(method.text)) return undefined;
  const type = checker.getTypeAtLocation(receiver);
  if (isCollection(type)) return elements({ binding: name }, receiver, "sequence", checker);
  if (!isArrayLike(type, checker)) return undefined;
  if (method.text === "values") return elements({ binding: name }, receiver, "array", checker);
  if (method.text === "keys") {
    const index = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    return index === undefined ? undefined : elements({ index }, receiver, "array", checker);
  }
  if (!ts.isArrayBindingPattern(name)) return undefined;
  const [first, second, ...rest] = name.elements;
  if (rest.length > 0 || second === undefined || ts.isOmittedExpression(second) || isElaborate(second))
    return undefined;
  if (first !== undefined && !ts.isOmittedExpression(first) && (isElaborate(first) || !ts.isIdentifier(first.name)))
    return undefined;
  const index =
    first === undefined || ts.isOmittedExpression(first) ? undefined : checker.getSymbolAtLocation(first.name);
  return elements({ binding: second.name, index }, receiver, "array", checker);
}

/** A default value or `...rest`. */
function isElaborate({ initializer, dotDotDotToken }: ts.BindingElement): boolean {
  return initializer !== undefined || dotDotDotToken !== undefined;
}

/** Callbacks of array methods that get the element, its index and the array. */
export function methodSpace(
  node: ts.CallExpression,
  callback: ts.ArrowFunction | ts.FunctionExpression,
  checker: ts.TypeChecker,
): ElementSpace | UnknownSpace {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return unknown(node, "its callee is not a method");
  if (isAsync(callback)) return unknown(callback, "its callback is asynchronous");
  if (callback.asteriskToken !== undefined) return unknown(callback, "its callback is a generator");
  const isFrom = expression.name.text === "from";
  const iterable = isFrom ? node.arguments[0]! : expression.expression;
  const type = checker.getTypeAtLocation(iterable);
  // The second argument of the callback is a key, which is no index.
  const hasKeys = !isFrom && isCollection(type);
  if (hasKeys && isMap(type) && !isMapOnly(type)) return unknown(node, "nobody knows whether it is a `Map` or a `Set`");
  if (hasKeys && !isMap(type) && callback.parameters.length > 1)
    return unknown(node, "a `Set` hands its values twice; write it as a loop: `for (const value of set)`");
  const isArray =
    isArrayLike(type, checker) || (isFrom && isLengthOnly(iterable)) || isPresumedArray(iterable, checker);
  const source = isArray ? "array" : "sequence";
  if (source === "sequence" && !isString(type) && !isCollection(type)) {
    return unknown(iterable, `\`${iterable.getText()}\` is not known to be an array`);
  }
  if (ts.isSpreadElement(iterable)) return unknown(iterable, "its array is spread from something else");
  const isReduce = expression.name.text === "reduce";
  if (isReduce && node.arguments.length !== 2)
    return unknown(node, "without a first value, `reduce` starts with an element; give it one");
  const { parameters } = callback;
  const odd = parameters.find(
    (parameter) =>
      parameter.initializer !== undefined ||
      parameter.dotDotDotToken !== undefined ||
      (ts.isIdentifier(parameter.name) && parameter.name.text === "this"),
  );
  if (odd !== undefined) return unknown(odd, "a parameter of the callback has a default value, or takes the rest");
  const [accumulated, ...others] = isReduce ? parameters : [undefined, ...parameters];
  const symbolOf = (parameter: ts.ParameterDeclaration | undefined) =>
    parameter !== undefined && ts.isIdentifier(parameter.name)
      ? checker.getSymbolAtLocation(parameter.name)
      : undefined;
  if ([accumulated, ...others.slice(1)].some((each) => each !== undefined && symbolOf(each) === undefined))
    return unknown(callback, "its callback takes the accumulator, the index or the array apart");
  if (others.length > 3) return unknown(callback, "its callback has more parameters than it is given");
  for (const name of parameters.map((parameter) => parameter.name)) {
    const rewritten = rewrittenIn(callback.body, name, checker);
    if (rewritten !== undefined && name !== accumulated?.name) return rewritten;
  }
  return elements(
    {
      binding: others[0]?.name,
      index: hasKeys ? undefined : symbolOf(others[1]),
      key: hasKeys ? symbolOf(others[1]) : undefined,
      whole: symbolOf(others[2]),
      accumulator: symbolOf(accumulated),
    },
    iterable,
    source,
    checker,
  );
}

/** `{ length: n }` */
export function isLengthOnly(node: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(node) || node.properties.length !== 1) return false;
  const [property] = node.properties;
  return property?.name !== undefined && ts.isIdentifier(property.name) && property.name.text === "length";
}

function isAsync(callback: ts.ArrowFunction | ts.FunctionExpression): boolean {
  return callback.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
}

function elements(
  bound: Partial<Bound>,
  iterable: ts.Expression,
  source: ElementSpace["source"],
  checker: ts.TypeChecker,
): ElementSpace {
  const { binding, index, key, whole, accumulator } = bound;
  const item = binding !== undefined && ts.isIdentifier(binding) ? checker.getSymbolAtLocation(binding) : undefined;
  const presumed = source === "array" ? presumedName(iterable, checker) : undefined;
  return { form: "elements", item, binding, index, key, whole, accumulator, iterable, source, presumed };
}

/** The name that a head declares with `const` or `let`. */
function declaredName(initializer: ts.ForInitializer): ts.BindingName | undefined {
  if (!ts.isVariableDeclarationList(initializer)) return undefined;
  return (initializer.flags & ts.NodeFlags.BlockScoped) === 0 ? undefined : initializer.declarations[0]?.name;
}

function declaredOutside(initializer: ts.ForInitializer): UnknownSpace {
  return unknown(initializer, "the loop variable is declared outside of the loop; declare it in the head with `const`");
}

/** The loop variable, or a part of it, gets another value in the body. */
function rewrittenIn(body: ts.Node, name: ts.BindingName, checker: ts.TypeChecker): UnknownSpace | undefined {
  if (!ts.isIdentifier(name)) {
    for (const element of name.elements) {
      const found = ts.isOmittedExpression(element) ? undefined : rewrittenIn(body, element.name, checker);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const symbol = checker.getSymbolAtLocation(name);
  const at = symbol === undefined ? undefined : findWrite(body, symbol, checker);
  return at === undefined ? undefined : unknown(at, `\`${name.text}\` is changed inside of the loop`);
}

function unknown(at: ts.Node, why: string): UnknownSpace {
  return { form: "unknown", why, at };
}

const collections: ReadonlySet<string> = new Set(["Map", "Set", "ReadonlyMap", "ReadonlySet"]);

/** `Map`, `Set` and their read-only views. */
export function isCollection(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isCollection);
  return type.symbol !== undefined && collections.has(type.symbol.name) && isOfLibrary(type.symbol);
}

function isMap(type: ts.Type): boolean {
  return type.isUnion() ? type.types.some(isMap) : type.symbol?.name.endsWith("Map") === true;
}

/** Declared by the language, not by a class of the program of that name. */
export function isOfLibrary({ declarations }: ts.Symbol): boolean {
  return (
    declarations?.some((declaration) => /\/lib\.[\w.]+\.d\.ts$/.test(declaration.getSourceFile().fileName)) === true
  );
}

function isMapOnly(type: ts.Type): boolean {
  return type.isUnion() ? type.types.every(isMapOnly) : isMap(type);
}

function isString(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isString);
  return (type.flags & ts.TypeFlags.StringLike) !== 0;
}
