// What a variable of a module, or a static field, begins as. A worker computes it again when it loads the module: whether it
// comes to the same value.
import { ts } from "ts-morph";
import type { Access, Effect } from "../accesses/access.js";
import { collectFacts } from "../accesses/collect.js";
import type { AccessContext } from "../accesses/context.js";
import { createRegion } from "../accesses/region.js";
import { bare } from "../accesses/types.js";
import { unlimited } from "../workspace/budget.js";

const otherwiseInAThread: ReadonlySet<Effect["kind"]> = new Set(["ambient", "random", "time"]);

/**
 * True where the first value depends on chance, time or the surroundings of the thread, or on something that other code may have
 * changed by the time when the module was loaded. What a file holds is believed to stay. O(nodes of the initializer).
 * @param isChanged what the access reads is changed somewhere
 */
export function mayStartOtherwise(
  { valueDeclaration }: ts.Symbol,
  context: AccessContext,
  isChanged: (access: Access) => boolean,
): boolean {
  const initializer = valueDeclaration === undefined ? undefined : computedBy(valueDeclaration);
  if (initializer === undefined || ts.isFunctionLike(bare(initializer))) return false;
  const region = createRegion({ ...context, budget: unlimited }, initializer, () => false);
  const { accesses, effects } = collectFacts(initializer, region);
  return (
    effects.some(({ kind }) => otherwiseInAThread.has(kind)) ||
    accesses.some((access) => access.mode === "read" && isChanged(access))
  );
}

/** The expression that the variable, or the one that a pattern takes it out of, begins as. */
function computedBy(declaration: ts.Declaration): ts.Expression | undefined {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return ts.isVariableDeclaration(at) || ts.isPropertyDeclaration(at) ? at.initializer : undefined;
}
