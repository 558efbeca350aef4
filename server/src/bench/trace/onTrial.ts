// The calls that are taken on trial: of functions that packages export, of which the analysis sees no code.
import { ts } from "ts-morph";
import { namesOfPackages } from "../../accesses/vouches.js";
import { preorder } from "../../loops/mentions.js";
import { packageOf } from "./packages.js";

/** The names of a called function as `module#name`, where a package exports it. */
export function packageFunctions(call: ts.CallExpression, checker: ts.TypeChecker): readonly string[] {
  return namesOfPackages(bare(call.expression), checker).filter((name) => packageOf(name.split("#")[0]!) !== undefined);
}

/** All that the files call of packages. O(nodes). */
export function calledPackageFunctions(files: readonly ts.SourceFile[], checker: ts.TypeChecker): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of files)
    for (const node of preorder(file))
      if (ts.isCallExpression(node)) for (const name of packageFunctions(node, checker)) found.add(name);
  return found;
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) ? bare(node.expression) : node;
}
