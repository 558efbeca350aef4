// The objects that get a way out of the function that makes them, and where in its text that happens.
import { ts } from "ts-morph";
import { callbacksOf } from "../accesses/callbacks.js";
import { type CallTarget, targetsOf } from "../accesses/calls.js";
import { receiverOf } from "../accesses/refs.js";
import type { Region } from "../accesses/region.js";
import { preorder } from "../loops/mentions.js";

/** A way out of the function, which some object may take. */
export interface Escape {
  readonly at: ts.Node;
  /** The object made there may take it. Looked into when it is asked: what calls keep takes long to find out. */
  leads(made: ts.Node): boolean;
}

/**
 * The ways out of the function: a store into an object of others, an outer variable, a call that may keep what it is given,
 * an export. O(stores + calls), and what the region finds behind each that is asked about.
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
  for (const call of callsIn(container)) {
    const keeps = once(() => targetsOf(call, region.context).some((target) => keepsArguments(call, target, region)));
    for (const given of givenTo(call)) add(given, given, keeps);
  }
  if (ts.isSourceFile(container)) for (const value of exported(container)) add(value, value, always);
  return found;
}

function madeBy(expression: ts.Expression, region: Region): ReadonlySet<ts.Node> | "anything" {
  const refs = region.origins(expression);
  const roots = [...refs, ...region.contents(refs)].map(({ root }) => root);
  if (roots.some(({ kind }) => kind === "unknown")) return "anything";
  return new Set(roots.flatMap((root) => (root.kind === "fresh" ? [root.node] : [])));
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

function callsIn(container: ts.Node): readonly (ts.CallExpression | ts.NewExpression)[] {
  const found: (ts.CallExpression | ts.NewExpression)[] = [];
  for (const node of preorder(container))
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && (node.arguments?.length ?? 0) > 0) found.push(node);
  return found;
}

/** The receiver and the arguments. */
function givenTo(call: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  const receiver = receiverOf(call);
  const given = call.arguments!.map((argument) => (ts.isSpreadElement(argument) ? argument.expression : argument));
  return receiver === undefined ? given : [receiver, ...given];
}

function keepsArguments(call: ts.CallExpression | ts.NewExpression, target: CallTarget, region: Region): boolean {
  if (target.kind === "unknown") return true;
  if (target.kind === "builtin")
    return callbacksOf(call, target.builtin, region.context).some(
      ({ targets }) => targets?.some((each) => keepsSomething(each, region)) ?? true,
    );
  return keepsSomething(target.declaration, region);
}

/** It writes something that is no number or text somewhere, or calls what nobody knows. */
function keepsSomething(declaration: ts.FunctionLikeDeclaration, region: Region): boolean {
  const { accesses, effects } = region.context.summaries.of(declaration);
  return (
    effects.some(({ kind }) => kind === "unknown-call") ||
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
