// Whether two references name the one object that an expression of the function makes.
import { ts } from "ts-morph";
import type { Ref } from "../accesses/access.js";

/**
 * Both are the very object that an expression outside of loops and inner functions has made.
 * @param container the function (or file) around the loop, in terms of which the references are
 */
export function isMadeOnce(
  [left, ...others]: readonly Ref[],
  [right, ...more]: readonly Ref[],
  container: ts.Node,
): boolean {
  if (left?.root.kind !== "fresh" || right?.root.kind !== "fresh" || left.root.node !== right.root.node) return false;
  if (others.length + more.length + left.path.length + right.path.length > 0) return false;
  let at = left.root.node.parent;
  while (at !== undefined && at !== container && !ts.isFunctionLike(at) && !ts.isIterationStatement(at, false))
    at = at.parent;
  return at === container;
}
