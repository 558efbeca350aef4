// One walk over a region that notes what is assigned to which variable and what is stored into which object.
import { ts } from "ts-morph";
import { isArrayLike } from "../loops/findLoops.js";
import type { Step } from "./access.js";
import { targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";
import { elementStep, propertyName, propertyStep, returnedBy } from "./refs.js";
import { bare, givenParameters, valueSymbol } from "./types.js";

/** A value that a variable may hold: something reached by `steps` from what the expression stands for. */
export interface ValueSource {
  readonly node: ts.Node;
  /** A parameter stands for what the caller passes; undefined: nobody knows. */
  readonly expression: ts.Expression | ts.ParameterDeclaration | undefined;
  readonly steps: readonly Step[];
}

/** `base.step = value`; an undefined value is one of which nothing is known. */
export interface Store {
  readonly base: ts.Expression;
  readonly step: Step;
  readonly value: ts.Expression | ts.SpreadElement | undefined;
}

export interface Values {
  readonly values: ReadonlyMap<ts.Symbol, readonly ValueSource[]>;
  readonly stores: readonly Store[];
  /** Calls that may put something into what they are given. */
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
}

/** The name by which a method is called; undefined where only running tells. */
function methodOf(callee: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  const key = bare(callee.argumentExpression);
  return ts.isStringLiteralLike(key) ? key.text : undefined;
}

const storingMethods = new Set(["push", "unshift", "splice", "fill", "set", "add", "assign", "copyWithin"]);
/** Functions of `Object` and `Reflect` that change how the object they are given answers. */
const definingMethods = new Set(["defineProperties", "defineProperty", "setPrototypeOf"]);
const anyElement: Step = { kind: "element", index: undefined };

/** O(nodes of the region). */
export function collectValues(root: ts.Node, context: AccessContext): Values {
  const { checker } = context;
  const values = new Map<ts.Symbol, ValueSource[]>();
  const stores: Store[] = [];
  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  if (ts.isFunctionLike(root)) for (const parameter of root.parameters) declareParameter(parameter);
  visit(root);
  return { values, stores, calls };

  function add(symbol: ts.Symbol | undefined, source: ValueSource): void {
    if (symbol === undefined) return;
    const list = values.get(symbol);
    if (list === undefined) values.set(symbol, [source]);
    else list.push(source);
  }

  function declareParameter(parameter: ts.ParameterDeclaration): void {
    if (ts.isIdentifier(parameter.name)) {
      if (parameter.initializer !== undefined)
        bind(parameter.name, { node: parameter, expression: parameter.initializer, steps: [] });
      return;
    }
    bind(parameter.name, { node: parameter, expression: parameter, steps: [] });
    if (parameter.initializer !== undefined)
      bind(parameter.name, { node: parameter, expression: parameter.initializer, steps: [] });
  }

  function bind(name: ts.BindingName, source: ValueSource): void {
    if (ts.isIdentifier(name)) {
      add(checker.getSymbolAtLocation(name), source);
      return;
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      // What lies in the rest of an object lies in the object.
      if (element.dotDotDotToken !== undefined) bind(element.name, source);
      bind(element.name, { ...source, steps: [...source.steps, bindingStep(element)] });
      if (element.initializer !== undefined)
        bind(element.name, { node: element, expression: element.initializer, steps: [] });
    }
  }

  function bindingStep(element: ts.BindingElement): Step {
    if (element.dotDotDotToken !== undefined) return { kind: "anything" };
    if (ts.isArrayBindingPattern(element.parent)) return anyElement;
    const name = element.propertyName ?? element.name;
    const text = ts.isObjectBindingPattern(name) || ts.isArrayBindingPattern(name) ? undefined : propertyName(name);
    return text === undefined ? { kind: "anything" } : propertyStep(text);
  }

  function assign(target: ts.Expression, source: ValueSource): void {
    const left = bare(target);
    if (ts.isIdentifier(left)) add(valueSymbol(left, checker), source);
    else if (ts.isPropertyAccessExpression(left)) store(left.expression, propertyStep(left.name.text), source);
    else if (ts.isElementAccessExpression(left))
      store(left.expression, elementStep(left.argumentExpression, checker), source);
    else if (ts.isArrayLiteralExpression(left)) {
      for (const part of left.elements) {
        const inner = ts.isSpreadElement(part) ? part.expression : ts.isBinaryExpression(part) ? part.left : part;
        if (ts.isSpreadElement(part)) assign(inner, source);
        assign(inner, {
          ...source,
          steps: [...source.steps, ts.isSpreadElement(part) ? { kind: "anything" } : anyElement],
        });
      }
    } else if (ts.isObjectLiteralExpression(left)) {
      for (const part of left.properties) {
        const unknown: ValueSource = { node: part, expression: undefined, steps: [] };
        if (ts.isShorthandPropertyAssignment(part)) {
          const symbol = checker.getShorthandAssignmentValueSymbol(part);
          add(symbol, { ...source, steps: [...source.steps, { kind: "anything" }] });
          const { objectAssignmentInitializer: otherwise } = part;
          if (otherwise !== undefined) add(symbol, { node: part, expression: otherwise, steps: [] });
        } else if (ts.isPropertyAssignment(part)) assign(part.initializer, unknown);
        else if (ts.isSpreadAssignment(part)) assign(part.expression, unknown);
      }
    }
  }

  function store(base: ts.Expression, step: Step, source: ValueSource): void {
    const value =
      source.steps.length === 0 && source.expression !== undefined && !ts.isParameter(source.expression)
        ? source.expression
        : undefined;
    stores.push({ base, step, value });
  }

  function visit(node: ts.Node): void {
    if (ts.isVariableDeclaration(node)) {
      const holder = node.parent.parent;
      if (ts.isForOfStatement(holder) && holder.initializer === node.parent) {
        bind(node.name, { node, expression: holder.expression, steps: [anyElement] });
      } else if (node.initializer !== undefined) bind(node.name, { node, expression: node.initializer, steps: [] });
      else if (ts.isCatchClause(node.parent)) bind(node.name, { node, expression: undefined, steps: [] });
    } else if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const carriesValue =
        kind === ts.SyntaxKind.EqualsToken ||
        kind === ts.SyntaxKind.BarBarEqualsToken ||
        kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
        kind === ts.SyntaxKind.QuestionQuestionEqualsToken;
      if (carriesValue) assign(node.left, { node, expression: node.right, steps: [] });
    } else if (ts.isForOfStatement(node) && !ts.isVariableDeclarationList(node.initializer)) {
      assign(node.initializer, { node, expression: node.expression, steps: [anyElement] });
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      calls.push(node);
      if (ts.isCallExpression(node)) visitCall(node);
    } else if (node !== root && ts.isFunctionLike(node)) {
      visitNestedFunction(node);
    } else if (ts.isIdentifier(node) && node.text === "arguments" && ts.isFunctionLike(root)) {
      // In code that is not strict, an assignment to `arguments[0]` sets the parameter.
      for (const parameter of root.parameters)
        bind(parameter.name, { node: parameter, expression: undefined, steps: [] });
    }
    ts.forEachChild(node, visit);
  }

  function visitCall(node: ts.CallExpression): void {
    const callee = bare(node.expression);
    if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) return;
    const method = methodOf(callee);
    const [first] = node.arguments;
    if (method !== undefined && definingMethods.has(method) && first !== undefined && !ts.isSpreadElement(first))
      stores.push({ base: first, step: { kind: "anything" }, value: undefined });
    // By a name that is worked out it may be any of them.
    if (method !== undefined && !storingMethods.has(method)) return;
    const base = method === "assign" ? node.arguments[0] : callee.expression;
    if (base === undefined || ts.isSpreadElement(base)) return;
    for (const value of node.arguments) {
      // `Object.assign` and typed `set` copy what is inside of their arguments.
      if (method === "assign") {
        if (value !== base) stores.push({ base, step: { kind: "anything" }, value: undefined });
      } else stores.push({ base, step: { kind: "anything" }, value });
    }
  }

  /** The parameters of a function written as an argument get what the called library function hands out. */
  function visitNestedFunction(node: ts.SignatureDeclaration): void {
    const call = node.parent;
    const isCallback =
      ts.isCallExpression(call) &&
      (call.arguments as readonly ts.Node[]).includes(node) &&
      targetsOf(call, context).every(({ kind }) => kind === "builtin");
    const handed = isCallback ? handedOut(call, node, checker) : undefined;
    for (const [position, parameter] of givenParameters(node).entries()) {
      if (!isCallback) {
        bind(parameter.name, { node: parameter, expression: undefined, steps: [] });
        continue;
      }
      if (parameter.initializer !== undefined)
        bind(parameter.name, { node: parameter, expression: parameter.initializer, steps: [] });
      if (handed !== undefined && parameter.dotDotDotToken === undefined) {
        for (const { expression, steps } of handed[position] ?? [])
          bind(parameter.name, { node: parameter, expression, steps });
        continue;
      }
      const callee = bare(call.expression);
      if (ts.isPropertyAccessExpression(callee)) {
        bind(parameter.name, { node: parameter, expression: callee.expression, steps: [anyElement] });
        bind(parameter.name, { node: parameter, expression: callee.expression, steps: [] });
      }
      for (const argument of call.arguments) {
        if (argument === (node as ts.Node)) continue;
        if (ts.isSpreadElement(argument)) bind(parameter.name, { node: argument, expression: undefined, steps: [] });
        else {
          bind(parameter.name, { node: argument, expression: argument, steps: [anyElement] });
          bind(parameter.name, { node: argument, expression: argument, steps: [] });
        }
      }
      for (const result of returnedBy(node as ts.FunctionLikeDeclaration))
        bind(parameter.name, { node: result, expression: result, steps: [] });
    }
  }
}

const arrayMethods = new Set([
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "flatMap",
  "forEach",
  "map",
  "some",
]);

type Handed = readonly Pick<ValueSource, "expression" | "steps">[];

/** What an array method gives the parameters of its callback, one after the other; undefined for other functions. */
function handedOut(call: ts.CallExpression, callback: ts.Node, checker: ts.TypeChecker): readonly Handed[] | undefined {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || call.arguments[0] !== callback) return undefined;
  if (!isArrayLike(checker.getTypeAtLocation(callee.expression), checker)) return undefined;
  const element: Handed = [{ expression: callee.expression, steps: [anyElement] }];
  const rest: readonly Handed[] = [element, [], [{ expression: callee.expression, steps: [] }]];
  const method = callee.name.text;
  if (arrayMethods.has(method)) return rest;
  if (method !== "reduce" && method !== "reduceRight") return undefined;
  const [, first] = call.arguments;
  if (first !== undefined && ts.isSpreadElement(first)) return undefined;
  const results = returnedBy(callback as ts.FunctionLikeDeclaration).map((expression) => ({ expression, steps: [] }));
  return [[...(first === undefined ? element : [{ expression: first, steps: [] }]), ...results], ...rest];
}

/** The entries that may reach a step: of a property the ones under its name, and those to nobody knows which place. */
export function indexSteps<T extends { readonly step: Step }>(entries: readonly T[]): (step: Step) => readonly T[] {
  let byName: Map<string, T[]> | undefined;
  let unnamed: readonly T[] = [];
  return (step) => {
    if (step.kind !== "property" || entries.length === 0) return entries;
    if (byName === undefined) {
      byName = new Map();
      unnamed = entries.filter((entry) => entry.step.kind !== "property");
      for (const entry of entries) {
        if (entry.step.kind !== "property") continue;
        const list = byName.get(entry.step.name);
        if (list === undefined) byName.set(entry.step.name, [entry]);
        else list.push(entry);
      }
    }
    const named = byName.get(step.name);
    return named === undefined ? unnamed : [...named, ...unnamed];
  };
}
