// What a call does: the effects of a library function, or the summary of a function of the program in the caller's terms.
import { ts } from "ts-morph";
import type { Access, Ref, Step } from "./access.js";
import { isLibraryDeclaration } from "./builtins.js";
import { resolveCall } from "./calls.js";
import { isFunctionName, isHarmlessRegExp, isNamespaceLike } from "./expressions.js";
import { instantiate } from "./instantiate.js";
import type { Recorder } from "./recorder.js";
import { receiverOf, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { bare, functionOf, isPrimitive, unalias, valueSymbol } from "./types.js";

/** Records the call itself; callee and arguments have been walked before. */
export function recordCall(node: ts.CallExpression | ts.NewExpression, region: Region, recorder: Recorder): void {
  const { context } = region;
  const { checker, program, summaries } = context;
  const { accesses, effect, readDeep } = recorder;
  const callbackNames: ts.Identifier[] = [];
  for (const argument of node.arguments ?? [])
    if (ts.isIdentifier(argument) && isFunctionName(argument, context)) callbackNames.push(argument);
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    effect("unknown-call", node, "import()");
    return;
  }
  const target = resolveCall(node, context);
  switch (target.kind) {
    case "unknown":
      effect("unknown-call", node, target.name);
      return;
    case "builtin": {
      const { builtin } = target;
      if (builtin.effect !== undefined) effect(builtin.effect, node, target.name);
      if (ts.isNewExpression(node) && target.name === "Date" && (node.arguments?.length ?? 0) === 0)
        effect("time", node, "new Date()");
      const receiver = receiverOf(node);
      const receiverRefs =
        receiver === undefined || isNamespaceLike(bare(receiver), context) ? [] : region.origins(receiver);
      if (builtin.returns !== "view") readDeep(receiverRefs, node);
      for (const argument of node.arguments ?? []) {
        if (ts.isSpreadElement(argument) || isPrimitive(checker.getTypeAtLocation(argument))) continue;
        readDeep(region.origins(argument), argument);
      }
      if (builtin.mutates !== undefined && !isHarmlessRegExp(receiver, target.name, context))
        mutate(node, builtin.mutates, receiverRefs);
      for (const name of callbackNames) applyNamedCallback(name, node);
      return;
    }
    case "function": {
      for (const name of callbackNames)
        effect("unknown-call", node, `${target.name}, which is handed the function ${name.text}`);
      applySummary(target.declaration, node);
    }
  }

  function mutate(
    node: ts.CallExpression | ts.NewExpression,
    what: "receiver" | number,
    receiverRefs: readonly Ref[],
  ): void {
    const argument = what === "receiver" ? undefined : node.arguments?.[what];
    const refs = what === "receiver" ? receiverRefs : argument === undefined ? [] : region.origins(argument);
    for (const base of refs.length > 0 ? refs : [unknownRef(node)]) {
      recorder.place("write", base, { kind: "anything" }, node);
    }
  }

  /** `xs.map(square)`: the library calls a function of the program with the elements. */
  function applyNamedCallback(name: ts.Identifier, call: ts.CallExpression | ts.NewExpression): void {
    const symbol = valueSymbol(name, checker);
    const target = symbol === undefined ? undefined : unalias(symbol, checker);
    const library = target?.valueDeclaration;
    if (library !== undefined && isLibraryDeclaration(library, program)) return;
    const declaration = target === undefined ? undefined : functionOf(target, checker);
    const summary = declaration === undefined ? undefined : summaries.of(declaration);
    if (summary === undefined) {
      effect("unknown-call", call, name.text);
      return;
    }
    for (const found of summary.effects) effect(found.kind, call, found.name);
    for (const access of summary.accesses) {
      if (
        access.target.kind === "place" &&
        (access.target.base.root.kind === "argument" || access.target.base.root.kind === "this")
      ) {
        accesses.push({
          mode: access.mode,
          target: { kind: "place", base: unknownRef(call), step: access.target.step },
          node: call,
          viaCall: true,
        });
      } else pushSummaryAccess(access, call);
    }
  }

  function applySummary(declaration: ts.FunctionLikeDeclaration, call: ts.CallExpression | ts.NewExpression): void {
    const summary = summaries.of(declaration);
    for (const found of summary.effects) effect(found.kind, call, found.name);
    for (const access of summary.accesses) pushSummaryAccess(access, call);
  }

  function pushSummaryAccess(access: Access, call: ts.CallExpression | ts.NewExpression): void {
    if (access.target.kind === "variable") {
      accesses.push({ ...access, node: call, viaCall: true });
      return;
    }
    const { step } = access.target;
    const inCaller: Step = step.kind === "element" ? { kind: "element", index: undefined } : step;
    for (const base of instantiate(access.target.base, call, region)) {
      accesses.push({ mode: access.mode, target: { kind: "place", base, step: inCaller }, node: call, viaCall: true });
    }
  }
}
