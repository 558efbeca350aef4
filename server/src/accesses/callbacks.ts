// Functions that are handed to library functions by name: which function of the program or of the library each of them is.
import { ts } from "ts-morph";
import type { Builtin } from "./builtins.js";
import { functionsOf } from "./callees.js";
import type { AccessContext } from "./context.js";
import { bare, isOpaque, isPrimitive } from "./types.js";

/** An argument that the library calls back and that is not written in place, where it is walked as if it stood there. */
export interface Callback {
  readonly argument: ts.Expression;
  /** The functions of the program that it can be, beside those of the library without any effect; undefined: nobody knows. */
  readonly targets: readonly ts.FunctionLikeDeclaration[] | undefined;
}

/** The functions that a call of a library function hands over by name or as the value of an expression. */
export function callbacksOf(
  call: ts.CallExpression | ts.NewExpression,
  builtin: Builtin,
  context: AccessContext,
): readonly Callback[] {
  if (builtin.calls === undefined) return [];
  const { checker } = context;
  const given = call.arguments ?? [];
  const spread = given.find(ts.isSpreadElement);
  if (spread !== undefined) return [{ argument: spread, targets: undefined }];
  const found: Callback[] = [];
  for (const position of builtin.calls) {
    const argument = given[position];
    if (argument === undefined || isFunctionLiteral(bare(argument))) continue;
    const type = checker.getTypeAtLocation(argument);
    if (isPrimitive(type) || !mayBeFunction(type)) continue;
    found.push({ argument, targets: calledBack(bare(argument), context) });
  }
  return found;
}

/** The library calls the argument at once, or when its result is used; other functions that it is handed it only keeps. */
export function isCalledBack(argument: ts.Node, call: ts.CallExpression | ts.NewExpression, builtin: Builtin): boolean {
  const position = (call.arguments as readonly ts.Node[] | undefined)?.indexOf(argument) ?? -1;
  return builtin.calls?.includes(position) ?? false;
}

function isFunctionLiteral(node: ts.Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function mayBeFunction(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some(mayBeFunction);
  const isVague = (type.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.NonPrimitive)) !== 0;
  return isVague || isOpaque(type) || type.getCallSignatures().length > 0 || type.symbol?.name === "Function";
}

/** `map(Number)`, `filter(Boolean)`, `map(Math.abs)`: of the library only what has no effect at all is taken as it is. */
function calledBack(value: ts.Expression, context: AccessContext): Callback["targets"] {
  const found: ts.FunctionLikeDeclaration[] = [];
  for (const target of functionsOf(value, context) ?? [undefined]) {
    if (target === undefined || (target.kind === "builtin" && !isHarmless(target.builtin))) return undefined;
    if (target.kind === "builtin") continue;
    // What it keeps between its calls is told from the call only.
    if (target.made !== undefined) return undefined;
    found.push(target.declaration);
  }
  return found;
}

/** The library function has no effect at all, whoever calls it with what. */
export function isHarmless({ effect, mutates, calls, moves, throws, opaque }: Builtin): boolean {
  return !opaque && throws === undefined && [effect, mutates, calls, moves].every((each) => each === undefined);
}
