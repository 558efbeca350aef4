// The objects that get a way out of the function that makes them, and where in its text that happens.
import { ts } from "ts-morph";
import type { Builtin } from "../accesses/builtins/row.js";
import { isLibraryDeclaration } from "../accesses/builtins.js";
import { callbacksOf } from "../accesses/callbacks.js";
import { type CallTarget, targetsOf } from "../accesses/calls.js";
import { isAccessorSymbol } from "../accesses/expressions.js";
import { hooksOf } from "../accesses/hooks.js";
import { receiverOf } from "../accesses/refs.js";
import type { Region } from "../accesses/region.js";
import { isPrimitive, valueSymbol } from "../accesses/types.js";
import type { Store } from "../accesses/values.js";
import { preorder } from "../loops/mentions.js";

/** A way out of the function, which some object may take. */
export interface Escape {
  readonly at: ts.Node;
  /** The object made there may take it. Looked into when it is asked: what calls keep takes long to find out. */
  leads(made: ts.Node): boolean;
}

/**
 * The ways out of the function: a store into an object of others, an outer variable, a call that may keep what it is given,
 * a `yield`, an export. A function takes along what it mentions. O(stores + calls), and what the region finds behind each that
 * is asked about.
 */
export function findEscapes(container: ts.Node, region: Region): readonly Escape[] {
  const { checker } = region.context;
  const found: Escape[] = [];
  const add = (at: ts.Node, value: ts.Expression | undefined, isOpen: () => boolean): void => {
    const made = once(() => (value === undefined ? "anything" : madeBy(value, region)));
    const leads = (node: ts.Node) => {
      const objects = made();
      return (objects === "anything" || objects.has(node)) && isOpen();
    };
    found.push({ at, leads });
  };
  const always = () => true;
  for (const store of region.stores) {
    const value = store.value !== undefined && ts.isSpreadElement(store.value) ? store.value.expression : store.value;
    if (value !== undefined && checker.getTypeAtLocation(value).flags & ts.TypeFlags.NumberLike) continue;
    add(
      value ?? store.base,
      value,
      once(() => {
        if (mayRunSetter(store, region)) return true;
        const base = region.origins(store.base);
        return base.length === 0 || base.some((ref) => ref.root.kind !== "fresh");
      }),
    );
  }
  for (const [symbol, sources] of region.values) {
    if (region.isLocal(symbol)) continue;
    for (const { expression, node } of sources) {
      if (expression === undefined) add(node, undefined, always);
      else if (!ts.isParameter(expression)) add(expression, expression, always);
    }
  }
  const declared = new Set(declaredNames(container));
  for (const node of preorder(container)) {
    // Where a function goes by its name, what it mentions goes along, whatever it is put into first.
    if (ts.isIdentifier(node) && declared.has(node.text) && isHandedOn(node, region)) add(node, node, always);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const keeps = once(() => targetsOf(node, region.context).some((target) => keepsArguments(node, target, region)));
      for (const given of givenTo(node)) add(given, given, keeps);
    } else if (ts.isTaggedTemplateExpression(node)) {
      if (ts.isTemplateExpression(node.template))
        for (const { expression } of node.template.templateSpans) add(expression, expression, always);
    } else if (ts.isYieldExpression(node) && node.expression !== undefined) add(node, node.expression, always);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
      add(node.left, node.left, () => hasOwnTest(checker.getTypeAtLocation(node.right), region));
  }
  if (ts.isSourceFile(container)) for (const value of exported(container)) add(value, value, always);
  return found;
}

/** The names of the functions and classes that are declared in it. */
function declaredNames(container: ts.Node): readonly string[] {
  return [...preorder(container)].flatMap((node) =>
    (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node !== container && node.name !== undefined
      ? [node.name.text]
      : [],
  );
}

/** The name of a function or class stands for it as a value: it is not called, made or handed to the library to be called. */
function isHandedOn(name: ts.Identifier, { context }: Region): boolean {
  const { parent } = name;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    if (parent.expression === name) return false;
    return targetsOf(parent, context).some(({ kind }) => kind !== "builtin");
  }
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent))
    return ts.isPropertyAssignment(parent) && parent.initializer === name;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword;
  const isName = (ts.isFunctionLike(parent) || ts.isClassLike(parent)) && parent.name === name;
  return !(isName || ts.isExpressionWithTypeArguments(parent) || ts.isTypeNode(parent));
}

/** What is stored is handed to a setter of the program, which may keep it. */
function mayRunSetter({ base, step }: Store, { context }: Region): boolean {
  const { checker } = context;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(base));
  const named = step.kind === "property" ? checker.getPropertyOfType(type, step.name) : undefined;
  const stored = step.kind === "property" ? (named === undefined ? [] : [named]) : checker.getPropertiesOfType(type);
  return stored.some((each) => isAccessorSymbol(each, context));
}

/** `static [Symbol.hasInstance](value)` */
function hasOwnTest(type: ts.Type, { context }: Region): boolean {
  return context.checker
    .getPropertiesOfType(type)
    .some(
      ({ name, declarations = [] }) =>
        name.startsWith("__@hasInstance") && declarations.some((each) => !isLibraryDeclaration(each, context.program)),
    );
}

/** The objects that somebody gets hold of with the value of the expression: what lies in it, and what functions in it mention. */
function madeBy(expression: ts.Expression, region: Region): ReadonlySet<ts.Node> | "anything" {
  const found = new Set<ts.Node>();
  const asked = new Set<ts.Symbol>();
  // Functions and classes that have a declaration, which no expression makes.
  const functions = mentionedIn(expression, region).flatMap(declaredFunctions);
  let open = region.origins(expression);
  for (;;) {
    const roots = [...open, ...region.contents(open)].map(({ root }) => root);
    if (roots.some(({ kind }) => kind === "unknown")) return "anything";
    for (const root of roots) {
      if (root.kind !== "fresh" || found.has(root.node)) continue;
      found.add(root.node);
      if (ts.isFunctionLike(root.node) || ts.isClassLike(root.node)) functions.push(root.node);
      // Methods and accessors of an object written in place, or of the class of an instance.
      else if (ts.isObjectLiteralExpression(root.node))
        functions.push(...root.node.properties.filter(ts.isFunctionLike));
      else if (ts.isNewExpression(root.node)) functions.push(root.node.expression, ...classesNamed(root.node, region));
    }
    const symbols = functions
      .flatMap((node) => mentionedIn(node, region))
      .filter((symbol) => region.isLocal(symbol) && !asked.has(symbol));
    functions.length = 0;
    if (symbols.length === 0) return found;
    open = symbols.flatMap((symbol) => {
      asked.add(symbol);
      functions.push(...declaredFunctions(symbol));
      return region.variableOrigins(symbol);
    });
  }
}

function classesNamed({ expression }: ts.NewExpression, region: Region): readonly ts.Node[] {
  return region
    .origins(expression)
    .flatMap(({ root }) => (root.kind === "fresh" && ts.isClassLike(root.node) ? [root.node] : []));
}

function declaredFunctions({ declarations = [] }: ts.Symbol): readonly ts.Node[] {
  return declarations.filter((node) => ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node));
}

/** What the names in a piece of code mean, those in functions within it among them. */
function mentionedIn(root: ts.Node, { context: { checker } }: Region): readonly ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  for (const node of preorder(root)) {
    const symbol = ts.isIdentifier(node) ? valueSymbol(node, checker) : undefined;
    if (symbol !== undefined) found.add(symbol);
  }
  return [...found];
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

/**
 * May the node be executed before the loop has ended, in the same call of the function that holds both? What stands behind the
 * loop is, where a loop around both brings control back, or where it lies in a function, which runs whenever it is called.
 */
export function mayPrecedeEndOf(loop: ts.Node, node: ts.Node, container: ts.Node): boolean {
  if (node.pos < loop.end) return true;
  for (let at = node.parent; at !== undefined && at !== container; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return true;
    if (ts.isIterationStatement(at, false) && at.pos <= loop.pos && loop.end <= at.end) return true;
  }
  return false;
}

/** The receiver and the arguments. */
function givenTo(call: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  const receiver = receiverOf(call);
  const given = (call.arguments ?? []).map((argument) =>
    ts.isSpreadElement(argument) ? argument.expression : argument,
  );
  return receiver === undefined ? given : [receiver, ...given];
}

function keepsArguments(call: ts.CallExpression | ts.NewExpression, target: CallTarget, region: Region): boolean {
  if (target.kind === "unknown") return true;
  if (target.kind === "builtin")
    return (
      target.builtin.opaque === true ||
      runsKeeper(call, target.builtin, region) ||
      callbacksOf(call, target.builtin, region.context).some(
        ({ targets }) => targets?.some((each) => keepsSomething(each, region)) ?? true,
      )
    );
  return keepsSomething(target.declaration, region);
}

/** `JSON.stringify(own)` runs its `toJSON`, which may keep what it finds. */
function runsKeeper(call: ts.CallExpression | ts.NewExpression, { runs = [] }: Builtin, region: Region): boolean {
  const { context } = region;
  return runs.some((hook) =>
    givenTo(call)
      .flatMap((value) => hooksOf(context.checker.getTypeAtLocation(value), hook, context))
      .some((hooked) => {
        const isKnown = ts.isFunctionLike(hooked) && "body" in hooked && hooked.body !== undefined;
        return !isKnown || keepsSomething(hooked as ts.FunctionLikeDeclaration, region);
      }),
  );
}

/**
 * Whether the function of the program whose call makes the object may have kept it: it puts some object into others than the new
 * one, sets a variable to one, or calls what nobody knows.
 */
export function isKeptByMaker(made: ts.Node, { context }: Pick<Region, "context">): boolean {
  if (!ts.isCallExpression(made) && !ts.isNewExpression(made)) return false;
  const isNew = ts.isNewExpression(made);
  return targetsOf(made, context).some((target) => {
    if (target.kind !== "function") return false;
    const { accesses, effects, stored } = context.summaries.of(target.declaration);
    return (
      effects.some(({ kind }) => kind === "unknown-call") ||
      stored.some(({ base }) => !isNew || base.root.kind !== "this") ||
      accesses.some(
        ({ mode, target: place }) =>
          mode === "write" && place.kind === "variable" && !isPrimitive(context.checker.getTypeOfSymbol(place.symbol)),
      )
    );
  });
}

/** It writes something that is no number or text somewhere, or calls what nobody knows. */
function keepsSomething(declaration: ts.FunctionLikeDeclaration, region: Region): boolean {
  const { accesses, effects, stored } = region.context.summaries.of(declaration);
  return (
    effects.some(({ kind }) => kind === "unknown-call") ||
    stored.length > 0 ||
    accesses.some(
      (access) =>
        access.mode === "write" &&
        (access.target.kind === "variable" || access.viaCall || !holdsPrimitive(access.node, region)),
    )
  );
}

/** An exported variable is everybody's. */
function exported(file: ts.SourceFile): readonly ts.Expression[] {
  return file.statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) return [statement.expression];
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
      return statement.exportClause.elements.flatMap(({ propertyName, name }) => {
        const local = propertyName ?? name;
        return statement.moduleSpecifier === undefined && ts.isIdentifier(local) ? [local] : [];
      });
    if (
      !ts.isVariableStatement(statement) ||
      !statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
    )
      return [];
    return statement.declarationList.declarations.flatMap(({ initializer }) => initializer ?? []);
  });
}

/** A store of a number or a string keeps no object. */
function holdsPrimitive(node: ts.Node, region: Region): boolean {
  if (!ts.isExpression(node)) return false;
  const type = region.context.checker.getTypeAtLocation(node);
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike | ts.TypeFlags.BooleanLike)) !== 0;
}
