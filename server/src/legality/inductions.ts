// Secondary inductions of one loop: which variables every iteration advances, so that each kernel can advance its own.
import { ts } from "ts-morph";
import type { AccessContext } from "../accesses/context.js";
import { declaredWithin, valueSymbol } from "../accesses/types.js";
import type { Summand } from "../dependence/advances.js";
import { type Induction, inductionIn } from "../dependence/inductions.js";
import type { Nest } from "../dependence/nest.js";
import { findWrite, isAssignedAt } from "../loops/iterationSpace.js";
import type { Loop } from "../loops/loop.js";
import { isCaptured, preorder } from "../loops/mentions.js";
import { isLiveAfter, isWrittenBefore, referencesTo } from "../scalars/liveness.js";

/** What the body or the head of the loop advances, and nobody reads afterwards. */
export function findInductions(
  { checker }: AccessContext,
  loop: Loop,
  leavesInductions: boolean,
): readonly Induction[] {
  const { node, space, body, container } = loop;
  if (space.form === "unknown" || !ts.isIterationStatement(node, false)) return [];
  const { beside, alsoAdvanced } = space.form === "counted" ? space : { beside: [], alsoAdvanced: [] };
  const found: Induction[] = [];
  const consider = (symbol: ts.Symbol | undefined, start: ts.Expression | undefined, isKept = false): void => {
    if (symbol === undefined || (!isKept && isLiveAfter(symbol, node, container, checker))) return;
    if (start === undefined && !startsAfresh(symbol, loop, checker)) return;
    const induction = inductionIn(symbol, node, start, checker);
    if (induction !== undefined) found.push(induction);
  };
  for (const { name, initializer } of beside) consider(checker.getSymbolAtLocation(name), initializer);
  const isAlone = (symbol: ts.Symbol): boolean => {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || (declaration.pos >= node.pos && declaration.end <= node.end)) return false;
    if (declaration.pos < container.pos || container.end < declaration.end) return false;
    return !referencesTo(symbol, container, checker).some((mention) => isCaptured(mention, container));
  };
  for (const { name, start } of alsoAdvanced) {
    const symbol = checker.getSymbolAtLocation(name);
    // The caller repeats what the head does to it, where its last value is needed; what the body does it cannot.
    const isKept = symbol !== undefined && findWrite(body, symbol, checker) === undefined;
    if (symbol !== undefined && isAlone(symbol)) consider(symbol, start, isKept);
  }
  if (leavesInductions) return found;
  const seen = new Set<ts.Symbol>(found.map(({ symbol }) => symbol));
  for (const name of updatedNames(body)) {
    const symbol = valueSymbol(name, checker);
    if (symbol === undefined || seen.has(symbol)) continue;
    seen.add(symbol);
    if (isAlone(symbol)) consider(symbol, undefined);
  }
  return found;
}

/** A loop around this one does not bring the last value back to it. */
function startsAfresh(symbol: ts.Symbol, { node, container }: Loop, checker: ts.TypeChecker): boolean {
  const around = ts.findAncestor(node.parent, (at) => at === container || ts.isIterationStatement(at, false));
  if (around === undefined || !ts.isIterationStatement(around, false)) return true;
  if (declaredWithin(symbol, around.statement, false)) return true;
  const [mention] = referencesTo(symbol, node, checker);
  return mention !== undefined && isWrittenBefore(mention, symbol, around.statement, checker);
}

/** The kernel can compute the value with which its iteration starts, from what is known outside of the body. */
export function canBeAdvanced(
  symbol: ts.Symbol,
  { nest, loop, context }: { readonly nest: Nest; readonly loop: Loop; readonly context: AccessContext },
): boolean {
  const known = nest.inductionOf(symbol);
  if (known === undefined) return false;
  const isOutside = (node: ts.Node): boolean => {
    const declared = ts.isIdentifier(node) ? valueSymbol(node, context.checker) : undefined;
    if (declared !== undefined && declaredWithin(declared, loop.body, true)) return false;
    return ts.forEachChild(node, (child) => (isOutside(child) ? undefined : true)) === undefined;
  };
  return advanceNodes(known.advances.summands, loop).every(isOutside);
}

/** The expressions that tell how far an induction has advanced: amounts, bounds of loops inside, the start of the loop itself. */
export function advanceNodes(summands: readonly Summand[], { space }: Loop): readonly ts.Expression[] {
  const bounds = summands.flatMap(({ factors }) =>
    factors.flatMap((factor) =>
      factor.kind === "trips" ? [factor.space.start, factor.space.end] : [factor.expression],
    ),
  );
  if (space.form !== "counted") return bounds;
  return [space.start, ...(space.stride === undefined ? [] : [space.stride]), ...bounds];
}

/** The variables that updates below a node are made of. */
function updatedNames(root: ts.Node): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  for (const node of preorder(root)) if (ts.isIdentifier(node) && isAssignedAt(node)) found.push(node);
  return found;
}
