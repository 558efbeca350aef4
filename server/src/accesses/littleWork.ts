// Whether a piece of code does little, told without the summaries of the functions that it calls: how much a function does is
// found in a fraction of the time that it takes to find out what it does to objects.
import type { ts } from "ts-morph";
import { perProgram } from "../workspace/perProgram.js";
import type { AccessContext } from "./context.js";
import { estimateWork } from "./work.js";

const known = perProgram(() => new Map<ts.FunctionLikeDeclaration, number>());
/** No function is looked at further than this. */
const mostAsked = 1_000;

/**
 * Whether executing `node` once takes fewer than `limit` operations by `estimateWork`. May say no where that would say less: of
 * functions that call themselves. O(nodes), and as many in the functions that it calls as there are operations asked for.
 * @param limit abstract operations, at most 1,000
 */
export function doesLess(node: ts.Node, limit: number, context: AccessContext): boolean {
  const works = known(context.program);
  // Most that do enough do so by themselves: then nobody needs to know what their calls lead to.
  if (estimateWork(node, context, { limit, leastOfCalls: true }) >= limit) return false;
  return estimateWork(node, context, { limit, workOf }) < limit;

  function workOf(declaration: ts.FunctionLikeDeclaration): number {
    const found = works.get(declaration);
    if (found !== undefined) return found;
    // Whoever comes back to it while it is looked at goes round a recursion.
    works.set(declaration, mostAsked);
    const parts = [...declaration.parameters, ...(declaration.body === undefined ? [] : [declaration.body])];
    let work = 0;
    for (const part of parts) work += estimateWork(part, context, { limit: mostAsked, workOf });
    works.set(declaration, Math.min(mostAsked, Math.max(1, work)));
    return Math.min(mostAsked, Math.max(1, work));
  }
}
