// Why nobody can tell what a call does: the advice differs. Asked only of loops that are refused.
import { ts } from "ts-morph";
import type { Effect } from "../accesses/access.js";
import { isOfPage } from "../accesses/ambient.js";
import { isLibraryDeclaration } from "../accesses/builtins.js";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { isReplaceable } from "../accesses/dispatch.js";
import { bare, isOpaque, unalias } from "../accesses/types.js";
import type { Body } from "./body.js";

/** The id of the reason that explains an unknown call. */
export type CallCause =
  | "unknown-call"
  | "function-without-body"
  | "dynamic-dispatch"
  | "hidden-call"
  | "async-call"
  | "timer"
  | "dom-access"
  | "untyped-call";

/** The unknown calls of the body with this cause, one for each place. */
export function callsOf(cause: CallCause, { effects, context }: Body): readonly Effect[] {
  const found = new Map<ts.Node, Effect>();
  for (const effect of effects) {
    // What is awaited is not the obstacle, the waiting is: that has a reason of its own.
    if (effect.kind !== "unknown-call" || ts.isAwaitExpression(effect.node.parent) || found.has(effect.node)) continue;
    if (causeOf(effect, context) === cause) found.set(effect.node, effect);
  }
  return [...found.values()];
}

/** The expression that has the effect: of a call, what the called function does inside. */
export function originOf({ node, origin }: Effect): ts.Node {
  return origin ?? node;
}

function causeOf(effect: Effect, context: AccessContext): CallCause {
  const node = originOf(effect);
  if (ts.isFunctionLike(node)) return hasBody(node) ? "unknown-call" : "function-without-body";
  if (ts.isTaggedTemplateExpression(node) || isJsx(node)) return "unknown-call";
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return "hidden-call";
  const targets = targetsOf(node, context);
  if (targets.some(({ kind }) => kind === "unknown")) return causeOfCallee(node, context);
  const isHandedOver = node.arguments?.some((argument) => argument.getText() === effect.name) === true;
  return targets.some(({ kind }) => kind === "builtin") && !isHandedOver ? "hidden-call" : "unknown-call";
}

function causeOfCallee(call: ts.CallExpression | ts.NewExpression, context: AccessContext): CallCause {
  const { checker, program } = context;
  const callee = bare(call.expression);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return "unknown-call";
  if (ts.isPropertyAccessExpression(callee) && isOpaque(checker.getTypeAtLocation(callee.expression)))
    return isImported(callee.expression, checker) ? "function-without-body" : "untyped-call";
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  const declaration = symbol === undefined ? undefined : firstDeclaration(unalias(symbol, checker));
  if (declaration === undefined) return isImported(callee, checker) ? "function-without-body" : "unknown-call";
  const isLibrary = isLibraryDeclaration(declaration, program);
  if (isLibrary && timers.has(symbol!.name)) return "timer";
  if (isAsync(call, checker)) return "async-call";
  if (isOfPage(declaration)) return "dom-access";
  if (isLibrary) return "unknown-call";
  if (declaration.getSourceFile().isDeclarationFile || isAmbient(declaration)) return "function-without-body";
  // Of a union of types each has its own.
  const isDynamic = symbol?.declarations?.some((each) => isOpen(each, context)) ?? isOpen(declaration, context);
  return isDynamic ? "dynamic-dispatch" : "unknown-call";
}

const timers: ReadonlySet<string> = new Set([
  "nextTick",
  "queueMicrotask",
  "requestAnimationFrame",
  "requestIdleCallback",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

function firstDeclaration({ valueDeclaration, declarations }: ts.Symbol): ts.Declaration | undefined {
  return valueDeclaration ?? declarations?.[0];
}

/** A name that a package without types exports. */
function isImported(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
}

function isAsync(call: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): boolean {
  return ts.isCallExpression(call) && checker.getTypeAtLocation(call).symbol?.name === "Promise";
}

/** `declare function`, `declare const`. */
function isAmbient(declaration: ts.Declaration): boolean {
  if (ts.isFunctionDeclaration(declaration)) return declaration.body === undefined;
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
}

/** The method of an interface, an abstract one, or one that another class may have put something in the place of. */
function isOpen(declaration: ts.Declaration, context: AccessContext): boolean {
  if (ts.isMethodSignature(declaration)) return true;
  if (!ts.isMethodDeclaration(declaration)) return false;
  const isAbstract = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) !== 0;
  return isAbstract || isReplaceable(declaration, context);
}

function hasBody(node: ts.SignatureDeclaration): boolean {
  return "body" in node && node.body !== undefined;
}

function isJsx(node: ts.Node): boolean {
  return ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);
}
