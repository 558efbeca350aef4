// RejectReason: module-state
//
// A function that the loop calls reads a module-level variable that changes while the program runs; a worker would see its
// first value.
//
// ```ts
// let scale = 1;
// export function setScale(value: number): void {
//   scale = value;
// }
// function scaled(x: number): number {
//   return Math.sqrt(x) * scale;
// }
// export function all(xs: number[]): number[] {
//   const out: number[] = [];
//   for (const x of xs) {
//     out.push(scaled(x));
//            //^^^^^^^^^ module-state
//   }
//   return out;
// }
// ```
// -> Hand the value to the function.
// ```ts
// let scale = 1;
// export function setScale(value: number): void {
//   scale = value;
// }
// function scaled(x: number, by: number): number {
//   return Math.sqrt(x) * by;
// }
// export function all(xs: number[]): number[] {
//   const out: number[] = [];
//   const by = scale;
//   for (const x of xs) out.push(scaled(x, by));
// //^^^ parallel
//   return out;
// }
// ```
// run: (setScale(3), all([1, 4, 9]))
import { ts } from "ts-morph";
import type { AccessContext } from "../../accesses/context.js";
import { mentionsInProgram } from "../../accesses/programMentions.js";
import { isPrimitive } from "../../accesses/types.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { perProgram } from "../../workspace/perProgram.js";
import type { Body } from "../body.js";
import { mayChangeAt } from "../mutation.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function moduleState({ accesses, context, loop }: Body): readonly RejectReason[] {
  const found = new Map<ts.Symbol, RejectReason>();
  for (const { target, viaCall, node, mode } of accesses) {
    if (!viaCall || mode === "write") continue;
    const symbol =
      target.kind === "variable"
        ? target.symbol
        : target.base.root.kind === "variable"
          ? target.base.root.symbol
          : undefined;
    if (symbol === undefined || found.has(symbol) || !isOutside(symbol, loop.container)) continue;
    if (!changesAfterDeclaration(symbol, context)) continue;
    found.set(
      symbol,
      reason(
        "module-state",
        node,
        `A function called here reads \`${symbol.name}\`, which is changed after the module has been loaded, so a worker would not see its present value.`,
        `Pass \`${symbol.name}\` to the function as a parameter.`,
      ),
    );
  }
  return [...found.values()];
}

function isOutside(symbol: ts.Symbol, container: ts.Node): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return false;
  // A variable of the loop's own function is handed over by value; its helpers are nested functions, which are looked at there.
  return ts.isSourceFile(container)
    ? declaration.getSourceFile() !== container || isTopLevel(declaration)
    : isTopLevel(declaration);
}

function isTopLevel(declaration: ts.Declaration): boolean {
  return ts.isVariableDeclaration(declaration) && ts.isSourceFile(declaration.parent.parent.parent ?? declaration);
}

// By program: any file may change the variable of an unchanged one.
const verdictsOf = perProgram(() => new Map<ts.Symbol, boolean>());

/** True unless the variable is a constant whose value, down to its contents, nobody changes in any file of the program. */
function changesAfterDeclaration(symbol: ts.Symbol, context: AccessContext): boolean {
  const { checker, program } = context;
  const verdicts = verdictsOf(program);
  const known = verdicts.get(symbol);
  if (known !== undefined) return known;
  const mentions = mentionsInProgram(symbol, program, checker);
  const isValue = isPrimitive(checker.getTypeOfSymbol(symbol));
  const result = mentions.some((node) => (isValue ? isAssignedAt(whole(node)) : mayChangeAt(whole(node), context)));
  verdicts.set(symbol, result);
  return result;
}

/** `m.table` where `table` is mentioned through a module namespace. */
function whole(node: ts.Identifier): ts.Node {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
}
