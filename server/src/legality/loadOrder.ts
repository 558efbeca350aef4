// Whether it matters when a module is loaded: it is told apart from those that only declare and compute for themselves.
import { ts } from "ts-morph";
import type { Access } from "../accesses/access.js";
import { collectFacts } from "../accesses/collect.js";
import type { AccessContext } from "../accesses/context.js";
import { createRegion } from "../accesses/region.js";
import { unalias } from "../accesses/types.js";
import { createBudget, withinBudget } from "../workspace/budget.js";
import { isJavaScript } from "../workspace/gifts.js";
import { perProgram } from "../workspace/perProgram.js";
import { changedModuleValue } from "./moduleValues.js";
import { evaluatedIn, isOf, maxUnits } from "./startValues.js";

const answersOf = perProgram(() => new Map<ts.SourceFile, boolean>());

/**
 * True for a module that, when it is loaded, prints nothing, calls no code that nobody knows, changes nothing of other modules, and
 * reads nothing of them that changes. What it loads itself is not asked. O(nodes of its statements).
 */
export function isAloneWhenLoaded(file: ts.SourceFile, context: AccessContext): boolean {
  const answers = answersOf(context.program);
  const known = answers.get(file);
  if (known !== undefined) return known;
  const answer = file.statements
    .flatMap(evaluatedIn)
    .flatMap(withoutModules)
    .every((part) => isAlone(part, file, context));
  answers.set(file, answer);
  return answer;
}

/** What CommonJS says by calls and assignments: that another module is loaded, and what this one exports. */
function withoutModules(part: ts.Node): readonly ts.Node[] {
  if (!isJavaScript(part)) return [part];
  if (ts.isVariableStatement(part))
    return part.declarationList.declarations.every(({ initializer }) => initializer && isRequire(initializer))
      ? []
      : [part];
  if (!ts.isExpressionStatement(part)) return [part];
  let value = part.expression;
  while (ts.isBinaryExpression(value) && ts.isPropertyAccessExpression(value.left) && isExports(value.left))
    value = value.right;
  return isRequire(value) || ts.isFunctionLike(value) ? [] : [value];
}

function isRequire(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require";
}

/** `module.exports`, `exports.name`, `module.exports.name` */
function isExports({ expression, name }: ts.PropertyAccessExpression): boolean {
  if (ts.isPropertyAccessExpression(expression)) return isExports(expression);
  return (
    ts.isIdentifier(expression) &&
    (expression.text === "exports" || (expression.text === "module" && name.text === "exports"))
  );
}

function isAlone(part: ts.Node, file: ts.SourceFile, context: AccessContext): boolean {
  const own = { ...context, budget: createBudget(maxUnits) };
  const answer = withinBudget(() => {
    const { accesses, effects } = collectFacts(
      part,
      createRegion(own, part, () => false),
    );
    return (
      effects.every(({ kind }) => kind === "trusted" || kind === "random" || kind === "time" || kind === "await") &&
      accesses.every((access) => isOwn(access, file, context))
    );
  });
  return answer === true;
}

function isOwn(access: Access, file: ts.SourceFile, context: AccessContext): boolean {
  if (access.mode === "read") {
    const symbol = changedModuleValue(access, context);
    return symbol === undefined || isOf(symbol, file);
  }
  const { target } = access;
  if (target.kind === "variable") return isOf(unalias(target.symbol, context.checker), file);
  const { root } = target.base;
  return root.kind === "fresh" || (root.kind === "variable" && isOf(unalias(root.symbol, context.checker), file));
}
