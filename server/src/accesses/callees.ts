// Which functions the value of an expression can be: one by its name, one of several that are chosen between, a member of a
// table that nobody writes, what a factory of the program returns.
import { ts } from "ts-morph";
import { findWrites, isAssignedAt } from "../loops/iterationSpace.js";
import { perProgram } from "../workspace/perProgram.js";
import { builtinCall, isLibraryDeclaration } from "./builtins.js";
import { type CallTarget, knownFunction, libraryRow, libraryTarget, targetsOf } from "./calls.js";
import { keepsVariablesOf, madeBy } from "./closures.js";
import type { AccessContext } from "./context.js";
import { mentionsInProgram } from "./programMentions.js";
import { isPlainValue, propertyName, returnedBy } from "./refs.js";
import type { Region } from "./region.js";
import { bare, functionOf, isFunctionType, unalias, valueSymbol } from "./types.js";

/** A function of the program or of the library. */
export type KnownTarget = Exclude<CallTarget, { readonly kind: "unknown" }>;

/** Names of names, tables in tables: nobody chooses a function in more steps. */
const deepest = 6;
const mostFunctions = 16;

/**
 * All functions that the value of the expression can be; undefined when it may be another one.
 * Flow-insensitive: a variable stands for everything that is ever assigned to it.
 */
export function functionsOf(expression: ts.Expression, context: AccessContext): readonly KnownTarget[] | undefined {
  const found = choose(expression, undefined, 0);
  return found !== undefined && found.length > 0 && found.length <= mostFunctions ? found : undefined;

  /** @param holder the constant that the value is for */
  function choose(
    value: ts.Expression,
    holder: ts.Symbol | undefined,
    depth: number,
  ): readonly KnownTarget[] | undefined {
    context.budget.spend(1);
    if (depth > deepest) return undefined;
    const node = bare(value);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return one(knownFunction(node, "function"));
    if (ts.isConditionalExpression(node))
      return all([node.whenTrue, node.whenFalse], (each) => choose(each, holder, depth + 1));
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken
        ? all([node.left, node.right], (each) => choose(each, holder, depth + 1))
        : undefined;
    }
    if (ts.isIdentifier(node)) return ofName(node, depth);
    if (ts.isPropertyAccessExpression(node)) return ofMember(node, depth);
    if (ts.isElementAccessExpression(node)) {
      const values = tableAt(node.expression, context);
      return values === undefined ? undefined : all(values, (each) => ofValue(each, depth));
    }
    return ts.isCallExpression(node) ? returned(node, holder, depth) : undefined;
  }

  function ofName(node: ts.Identifier, depth: number): readonly KnownTarget[] | undefined {
    const symbol = valueSymbol(node, context.checker);
    if (symbol === undefined) return undefined;
    const target = unalias(symbol, context.checker);
    const known = functionOf(target, context.checker);
    if (known !== undefined && !isLibraryDeclaration(known, context.program))
      return one(knownFunction(known, node.text));
    const declaration = target.valueDeclaration;
    if (declaration !== undefined && ts.isBindingElement(declaration)) return takenFromLibrary(declaration);
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
    if (isLibraryDeclaration(declaration, context.program))
      return one(libraryTarget(builtinCall(undefined, target.name), node.text));
    const { parent } = declaration;
    if (ts.isForOfStatement(parent.parent) && ts.isIdentifier(declaration.name)) {
      if (!isConstant(declaration)) return undefined;
      const values = tableAt(parent.parent.expression, context);
      return values === undefined ? undefined : all(values, (each) => ofValue(each, depth));
    }
    const values = assignedValues(target, declaration, context);
    return values && all(values, (each) => choose(each, isConstant(declaration) ? target : undefined, depth + 1));
  }

  function ofMember(node: ts.PropertyAccessExpression, depth: number): readonly KnownTarget[] | undefined {
    const symbol = context.checker.getSymbolAtLocation(node.name);
    const declaration = symbol?.declarations?.[0];
    if (symbol === undefined || declaration === undefined) return undefined;
    // `Math.abs`, and `helpers.f` through a module namespace.
    if (isLibraryDeclaration(declaration, context.program))
      return isNamespace(node.expression) ? one(libraryTarget(libraryRow(declaration), node.getText())) : undefined;
    const holder = ts.isIdentifier(node.expression) ? valueSymbol(node.expression, context.checker) : undefined;
    if (holder !== undefined && (unalias(holder, context.checker).flags & ts.SymbolFlags.ValueModule) !== 0) {
      const known = functionOf(symbol, context.checker);
      return known === undefined ? undefined : one(knownFunction(known, node.getText()));
    }
    const values = tableAt(node.expression, context, node.name.text);
    return values === undefined ? undefined : all(values, (each) => ofValue(each, depth));
  }

  /** `const { sqrt } = Math;` */
  function takenFromLibrary(element: ts.BindingElement): readonly KnownTarget[] | undefined {
    const holder = element.parent.parent;
    if (!ts.isVariableDeclaration(holder) || holder.initializer === undefined || !isConstant(holder)) return undefined;
    const name = element.propertyName ?? element.name;
    if (!isNamespace(holder.initializer) || !ts.isIdentifier(name) || element.initializer !== undefined)
      return undefined;
    const member = context.checker.getTypeAtLocation(holder.initializer).getProperty(name.text)?.declarations?.[0];
    return member && one(libraryTarget(libraryRow(member), name.text));
  }

  /** The library's own `Math`, whose functions do not ask what they are called on. */
  function isNamespace(node: ts.Expression): boolean {
    if (!ts.isIdentifier(node) || !/^(?:Math|Number|String)$/.test(node.text)) return false;
    const declaration = valueSymbol(node, context.checker)?.valueDeclaration;
    return declaration !== undefined && isLibraryDeclaration(declaration, context.program);
  }

  function ofValue(value: TableValue, depth: number): readonly KnownTarget[] | undefined {
    if (ts.isMethodDeclaration(value)) return one(knownFunction(value, value.name.getText()));
    return choose(value, undefined, depth + 1);
  }

  /** What a factory of the program returns. With variables of its own it is known only as the value of a constant. */
  function returned(
    call: ts.CallExpression,
    holder: ts.Symbol | undefined,
    depth: number,
  ): readonly KnownTarget[] | undefined {
    return all(targetsOf(call, context), (maker) => {
      if (maker.kind !== "function") return undefined;
      return all(returnedBy(maker.declaration), (result) =>
        all(choose(result, undefined, depth + 1), (target) => {
          if (target.kind !== "function" || !keepsVariablesOf(maker.declaration, target.declaration, context.checker))
            return [target];
          const made = holder && madeBy(holder, call, maker.declaration, target.declaration);
          return target.made === undefined && made !== undefined ? [{ ...target, made }] : undefined;
        }),
      );
    });
  }
}

/** Every one of them has an answer, and there is at least one; else undefined. */
function all<T, R>(values: readonly T[] | undefined, answer: (value: T) => readonly R[] | undefined): R[] | undefined {
  if (values === undefined || values.length === 0 || values.length > mostFunctions) return undefined;
  const found: R[] = [];
  for (const value of values) {
    const each = answer(value);
    if (each === undefined) return undefined;
    found.push(...each);
  }
  return found;
}

function isConstant(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

function one(target: CallTarget): readonly KnownTarget[] | undefined {
  return target.kind === "unknown" ? undefined : [target];
}

/** What is assigned to a variable, in its declaration and later; undefined when it gets values in other ways. */
function assignedValues(
  symbol: ts.Symbol,
  declaration: ts.VariableDeclaration,
  { checker }: AccessContext,
): readonly ts.Expression[] | undefined {
  if (!ts.isIdentifier(declaration.name) || symbol.declarations?.length !== 1) return undefined;
  const first = declaration.initializer === undefined ? [] : [declaration.initializer];
  if (isConstant(declaration)) return first;
  const writes = findWrites(declaration.getSourceFile(), symbol, checker).filter((node) => node !== declaration.name);
  const values = writes.flatMap(({ parent }) =>
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken ? [parent.right] : [],
  );
  return values.length === writes.length ? [...first, ...values] : undefined;
}

type TableValue = ts.Expression | ts.MethodDeclaration;
type Table = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

/**
 * The values under a name, or under any, in the table that the expression names: a constant that holds an object or an array
 * literal, of which nobody does anything but take members and call them.
 */
function tableAt(expression: ts.Expression, context: AccessContext, name?: string): readonly TableValue[] | undefined {
  const node = bare(expression);
  const symbol = ts.isIdentifier(node) ? valueSymbol(node, context.checker) : undefined;
  const table = symbol === undefined ? undefined : tableOf(unalias(symbol, context.checker), context);
  return table === undefined ? undefined : valuesOf(table, name);
}

/** The values that the literal has under the name, or under any; undefined where it has others. */
function valuesOf(table: Table, name?: string): readonly TableValue[] | undefined {
  if (ts.isArrayLiteralExpression(table)) return name === undefined ? table.elements : undefined;
  const values = new Map<string, TableValue>();
  for (const property of table.properties) {
    const key = property.name === undefined ? undefined : propertyName(property.name);
    // `__proto__: base` makes a table of another kind.
    if (key === undefined || key === "__proto__") return undefined;
    if (ts.isPropertyAssignment(property)) values.set(key, property.initializer);
    else if (ts.isShorthandPropertyAssignment(property)) values.set(key, property.name);
    else if (ts.isMethodDeclaration(property)) values.set(key, property);
    else return undefined;
  }
  if (name === undefined) return [...values.values()];
  const value = values.get(name);
  return value === undefined ? undefined : [value];
}

/** The literal in a constant that only ever has members taken from it. */
function tableOf(symbol: ts.Symbol, context: AccessContext): Table | undefined {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  if (!isConstant(declaration) || declaration.initializer === undefined) return undefined;
  const table = bare(declaration.initializer);
  if (!ts.isObjectLiteralExpression(table) && !ts.isArrayLiteralExpression(table)) return undefined;
  const values = valuesOf(table);
  if (values === undefined || values.length === 0 || values.length > mostFunctions) return undefined;
  if (values.some((value) => ts.isSpreadElement(value) || ts.isOmittedExpression(value))) return undefined;
  // Through `this` a member of the table could change it.
  if (mentionsThis(table)) return undefined;
  const mentions = mentionsInProgram(symbol, context.program, context.checker);
  return mentions.every((mention) => onlyTakes(mention, declaration, table)) ? table : undefined;
}

function mentionsThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) return true;
  return ts.forEachChild(node, (child) => (mentionsThis(child) ? true : undefined)) ?? false;
}

/** The mention takes a member of the table, asks whether there is one, or goes through the elements. */
function onlyTakes(mention: ts.Identifier, declaration: ts.VariableDeclaration, table: Table): boolean {
  const { parent } = mention;
  if (parent === declaration || ts.isTypeQueryNode(parent)) return true;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return true;
  const isOfModule = ts.isPropertyAccessExpression(parent) && parent.name === mention;
  const named = isOfModule ? parent : mention;
  const user = named.parent;
  if (ts.isForOfStatement(user)) return user.expression === named;
  if (ts.isBinaryExpression(user)) return user.operatorToken.kind === ts.SyntaxKind.InKeyword && user.right === named;
  if (!ts.isPropertyAccessExpression(user) && !ts.isElementAccessExpression(user)) return false;
  if (user.expression !== named || isAssignedAt(user) || ts.isDeleteExpression(user.parent)) return false;
  if (ts.isElementAccessExpression(user)) return true;
  // `ops.valueOf()` would be the table itself.
  return ts.isArrayLiteralExpression(table)
    ? user.name.text === "length"
    : valuesOf(table, user.name.text) !== undefined;
}

/** The function literal is one of those that a constant holds, by itself, as one of several, or in a table. */
export function isHeld(literal: ts.Node, context: AccessContext): boolean {
  let at = literal;
  while (isChoice(at.parent)) at = at.parent;
  const { parent } = at;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  if (!isConstant(parent)) return false;
  if (at === literal) return true;
  return (functionsOf(parent.name, context) ?? tableAt(parent.name, context)) !== undefined;
}

function isChoice(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node)
  );
}

// By program: whether a table is written, another file may decide.
const holders = perProgram(() => new Map<ts.Symbol, boolean>());

/**
 * A variable that holds one of several functions, and which one is settled when its module is loaded: in a worker once more. What
 * a loop names in its own file is moved along, or refused.
 */
export function isLoadedAnew(symbol: ts.Symbol, target: ts.Symbol, { node }: Pick<Region, "node">): boolean {
  const isVariable = (target.flags & ts.SymbolFlags.Variable) !== 0;
  return isVariable && (target !== symbol || ts.isFunctionLike(node));
}

/**
 * A constant that can only hold functions without variables of their own, or a table of such: to use it is to call functions,
 * not to read a variable.
 */
export function holdsFunctions(symbol: ts.Symbol, context: AccessContext): boolean {
  const known = holders(context.program).get(symbol);
  if (known !== undefined) return known;
  const result = askHolder(symbol, context);
  holders(context.program).set(symbol, result);
  return result;
}

function askHolder(symbol: ts.Symbol, context: AccessContext): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return false;
  if (!ts.isIdentifier(declaration.name) || !isConstant(declaration)) return false;
  if (isLibraryDeclaration(declaration, context.program)) return false;
  const isPlain = (value: ts.Expression) =>
    functionsOf(value, context)?.every((target) => target.kind === "builtin" || target.made === undefined) ?? false;
  const value = bare(declaration.initializer);
  if (!ts.isObjectLiteralExpression(value) && !ts.isArrayLiteralExpression(value))
    return isFunctionType(context.checker.getTypeOfSymbol(symbol)) && isPlain(declaration.name);
  const parts = valuesOf(value);
  if (parts === undefined || parts.every((part) => ts.isExpression(part) && isPlainValue(part))) return false;
  return (
    tableOf(symbol, context) !== undefined &&
    parts.every((part) => ts.isMethodDeclaration(part) || isPlainValue(part) || isPlain(part))
  );
}
