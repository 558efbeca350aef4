// Whether a piece of code does little, told without the summaries of the functions that it calls: how much a function does is
// found in a fraction of the time that it takes to find out what it does to objects.
import { ts } from "ts-morph";
import { declaredType } from "../loops/declaredType.js";
import { perProgram } from "../workspace/perProgram.js";
import { isLibraryDeclaration } from "./builtins.js";
import type { AccessContext } from "./context.js";
import { type Counting, estimateWork, workOfLibrary } from "./work.js";

/** The work of a function, exact where it is below `asked`. */
interface Known {
  readonly work: number;
  readonly asked: number;
}

const known = perProgram(() => new Map<ts.FunctionLikeDeclaration, Known>());

/**
 * Whether executing `node` once takes fewer than `limit` operations by `estimateWork`. May say no where that would say less: of
 * functions that call themselves. O(nodes), and as many in the functions that it calls as there are operations asked for.
 * @param limit abstract operations
 */
export function doesLess(node: ts.Node, limit: number, context: AccessContext): boolean {
  const works = known(context.program);
  return workIn([node]) < limit;

  /** Most that do enough do so by themselves: then nobody needs to know what their calls lead to. */
  function workIn(parts: readonly ts.Node[]): number {
    return estimate(parts, { limit, leastOfCalls: true }) >= limit
      ? limit
      : estimate(parts, { limit, workOf, workOfCall });
  }

  function estimate(parts: readonly ts.Node[], counting: Counting): number {
    return parts.reduce((sum, part) => (sum >= limit ? sum : sum + estimateWork(part, context, counting)), 0);
  }

  /** Of a method that the declared type of what it is called on has from the library: for an estimate that says enough. */
  function workOfCall({ expression }: ts.CallExpression): number | undefined {
    if (!ts.isPropertyAccessExpression(expression)) return undefined;
    const holder = declaredType(expression.expression, context.checker);
    const method = holder && context.checker.getPropertyOfType(holder, expression.name.text)?.valueDeclaration;
    if (method === undefined || !isLibraryDeclaration(method, context.program)) return undefined;

    return workOfLibrary(`.${expression.name.text}`);
  }

  function workOf(declaration: ts.FunctionLikeDeclaration): number {
    const found = works.get(declaration);
    if (found !== undefined && (found.work < found.asked || found.asked >= limit)) return found.work;
    // Whoever comes back to it while it is looked at goes round a recursion.
    works.set(declaration, { work: limit, asked: limit });
    const parts = [...declaration.parameters, ...(declaration.body === undefined ? [] : [declaration.body])];
    const work = Math.min(limit, Math.max(1, workIn(parts)));
    works.set(declaration, { work, asked: limit });
    return work;
  }
}
