// What others can see of a loop that has thrown: the question on which the order of commits within and across iterations hangs.
import { ts } from "ts-morph";
import { type Facts, isFree } from "../accesses/access.js";
import { isCaptured } from "../loops/mentions.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";

/** May anybody see, after an iteration has thrown, what code with these facts did? */
export function isVisible({ accesses, effects }: Facts, body: Body): boolean {
  if (effects.some((effect) => !isFree(effect))) return true;
  return accesses.some(({ mode, target }) => {
    if (mode !== "write") return false;
    if (target.kind === "variable") return isVariableVisible(target.symbol, body);
    const { root, path } = target.base;
    if (root.kind === "fresh") return false;
    if (root.kind !== "variable" || isObjectVisible(root.symbol, body)) return true;
    return path.length > 0 && !body.isIterationLocal(root.symbol) && !body.oracle.isConfinedAt(target.base);
  });
}

/** May anybody see, after an iteration has thrown, what was stored into the array that the variable holds, or into its rows? */
export function areRowsVisible(symbol: ts.Symbol, body: Body): boolean {
  return isObjectVisible(symbol, body) || (!body.isIterationLocal(symbol) && !body.oracle.isConfinedWithin(symbol));
}

/** May anybody see, after an iteration has thrown, what is in the object that the variable holds? */
export function isObjectVisible(symbol: ts.Symbol, body: Body): boolean {
  return isVariableVisible(symbol, body) || (!body.isIterationLocal(symbol) && !body.oracle.isConfined(symbol));
}

/** May anybody see, after an iteration has thrown, what the variable holds? */
export function isVariableVisible(symbol: ts.Symbol, body: Body): boolean {
  const { loop, context } = body;
  if (body.isIterationLocal(symbol)) return false;
  if (isInsideTry(loop.node, loop.container)) return true;
  if (referencesTo(symbol, loop.container, context.checker).some((node) => isCaptured(node, loop.container)))
    return true;
  const declaration = symbol.valueDeclaration;
  const isOwn =
    declaration !== undefined && declaration.pos >= loop.container.pos && declaration.end <= loop.container.end;
  const isExported =
    declaration !== undefined && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
  return !isOwn || isExported;
}

function isInsideTry(node: ts.Node, container: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && at !== container; at = at.parent)
    if (ts.isTryStatement(at)) return true;
  return false;
}
