// Constants that hold an element of an array while a loop runs: after `const pivot = a[k]`, what is said of `pivot` is said of
// `a[k]`, as long as nobody puts another row there.
import { ts } from "ts-morph";
import type { Access, Ref, Step } from "../accesses/access.js";
import { getterOf } from "../accesses/accessors.js";
import type { Hook } from "../accesses/builtins/row.js";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { converts, isAccessor } from "../accesses/expressions.js";
import { hooksOf } from "../accesses/hooks.js";
import { receiverOf } from "../accesses/refs.js";
import {
  bare,
  holdsOnlyPrimitives,
  isFunctionType,
  isPrimitive,
  stepType,
  unalias,
  valueSymbol,
} from "../accesses/types.js";
import { findWrites, isAssignedAt } from "../loops/iterationSpace.js";
import type { Loop } from "../loops/loop.js";
import { isCaptured, preorder } from "../loops/mentions.js";

export interface HeldRows {
  /** The access in terms of the array that the row lies in; the same where nothing is known of it. */
  throughHolder(access: Access): Access;
}

/** O(nodes between a declaration and the end of the loop) for each constant asked for, once. */
export function createHeldRows(context: AccessContext, loop: Loop): HeldRows {
  const { checker } = context;
  const holders = new Map<ts.Symbol, Ref | undefined>();
  return { throughHolder };

  function throughHolder(access: Access): Access {
    const { target } = access;
    if (target.kind !== "place" || target.base.root.kind !== "variable") return access;
    const { root, path, type } = target.base;
    if (!holders.has(root.symbol)) holders.set(root.symbol, holderOf(root.symbol));
    const holder = holders.get(root.symbol);
    if (holder === undefined) return access;
    return { ...access, target: { ...target, base: { root: holder.root, path: [...holder.path, ...path], type } } };
  }

  function holderOf(symbol: ts.Symbol): Ref | undefined {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
      return undefined;
    const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    const block = declaration.parent.parent.parent;
    if (!isConst || !ts.isVariableStatement(declaration.parent.parent) || !ts.isBlock(block)) return undefined;
    const isBefore = declaration.end <= loop.node.pos && loop.node.end <= block.end;
    if (!isBefore || isCaptured(loop.node, block)) return undefined;
    const steps: Step[] = [];
    let at = bare(declaration.initializer);
    while (ts.isElementAccessExpression(at) && at.questionDotToken === undefined) {
      steps.unshift({ kind: "element", index: at.argumentExpression });
      at = bare(at.expression);
    }
    const found = ts.isIdentifier(at) && steps.length > 0 ? valueSymbol(at, checker) : undefined;
    if (found === undefined || !isSteady(declaration.initializer, block)) return undefined;
    // The statement of the block that holds the loop is looked at as a whole: loops around bring control back.
    const last = block.statements.find((each) => each.pos <= loop.node.pos && loop.node.end <= each.end);
    const between = block.statements.filter((each) => each.pos >= declaration.end && last && each.end <= last.end);
    if (between.some(mayReplaceRows)) return undefined;
    return { root: { kind: "variable", symbol: unalias(found, checker) }, path: steps, type: undefined };
  }

  /** All names in the expression keep their values while the block is executed. */
  function isSteady(expression: ts.Expression, block: ts.Block): boolean {
    for (const node of preorder(expression)) {
      if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return false;
      if (!ts.isIdentifier(node)) continue;
      const symbol = valueSymbol(node, checker);
      const home = symbol?.valueDeclaration?.getSourceFile();
      if (symbol === undefined || home === undefined) return false;
      const isElsewhere = (write: ts.Node) =>
        (write.end <= block.pos || write.pos >= block.end) && !isCaptured(write, loop.container);
      if (home !== block.getSourceFile() || !findWrites(home, symbol, checker).every(isElsewhere)) return false;
    }
    return true;
  }

  /** May executing the node put an object where another one was? Judged by syntax and types. */
  function mayReplaceRows(root: ts.Node): boolean {
    for (const node of preorder(root)) {
      if (runsUnseen(node)) return true;
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        if (callMayReplace(node)) return true;
      } else if (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)) {
        if (!isAssignedAt(node) && !ts.isDeleteExpression(node.parent)) continue;
        const isLength = ts.isPropertyAccessExpression(node) && node.name.text === "length";
        if (isLength || !isPrimitive(checker.getTypeAtLocation(node))) return true;
      } else if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isTaggedTemplateExpression(node))
        return true;
    }
    return false;
  }

  /** Code of the program runs that is not called here, and may put rows elsewhere: an accessor, an iterator, a conversion. */
  function runsUnseen(node: ts.Node): boolean {
    const isHooked = (hook: Hook, value: ts.Expression) =>
      hooksOf(checker.getTypeAtLocation(value), hook, context).length > 0;
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      if (!isAccessor(node, context)) return false;
      const getter = getterOf(node, context);
      return getter === undefined || functionMayReplace(getter);
    }
    if (ts.isSpreadElement(node) || ts.isForOfStatement(node)) return isHooked("iterator", node.expression);
    if (ts.isArrayBindingPattern(node)) {
      const source = node.parent.initializer;
      return source !== undefined && isHooked("iterator", source);
    }
    if (ts.isTemplateSpan(node)) return isHooked("text", node.expression);
    if (ts.isPrefixUnaryExpression(node)) return isHooked("text", node.operand);
    if (!ts.isBinaryExpression(node)) return false;
    const { left, right, operatorToken } = node;
    if (ts.isArrayLiteralExpression(left)) return isHooked("iterator", right);
    return converts(operatorToken.kind) && (isHooked("text", left) || isHooked("text", right));
  }

  function functionMayReplace(declaration: ts.FunctionLikeDeclaration): boolean {
    const { accesses, effects } = context.summaries.of(declaration);
    return effects.some(({ kind }) => kind === "unknown-call") || accesses.some(isStoreOfObject);
  }

  function callMayReplace(call: ts.CallExpression | ts.NewExpression): boolean {
    const receiver = receiverOf(call);
    const given = [...(call.arguments ?? []), ...(receiver === undefined ? [] : [receiver])];
    const types = given.map((each) => checker.getTypeAtLocation(each));
    // What a function that is handed over does is not in the summary of the one that calls it.
    if (call.arguments?.some((each) => isFunctionType(checker.getTypeAtLocation(each)))) return true;
    return targetsOf(call, context).some((target) => {
      if (target.kind === "function") return functionMayReplace(target.declaration);
      if (target.kind !== "builtin") return true;
      return types.some((type) => type.symbol?.name !== "Math" && !holdsOnlyPrimitives(type, checker, 0));
    });
  }

  function isStoreOfObject({ mode, target }: Access): boolean {
    if (mode !== "write" || target.kind === "variable") return false;
    const type = stepType(target.base.type, target.step, checker);
    return type === undefined || !isPrimitive(type);
  }
}
