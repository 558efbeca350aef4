// What a call does: the effects of a library function, or the summary of a function of the program in the caller's terms.
import { ts } from "ts-morph";
import { isJavaScript } from "../workspace/gifts.js";
import type { Access, CallFrame, Effect, Ref, Step } from "./access.js";
import type { Hook } from "./builtins/row.js";
import type { Builtin } from "./builtins.js";
import { type Callback, callbacksOf, isHarmless } from "./callbacks.js";
import { functionsOf } from "./callees.js";
import { type CallTarget, targetsOf } from "./calls.js";
import { insideMade, type Made, placeIn } from "./closures.js";
import { isReplaceable } from "./dispatch.js";
import { isFunctionName, isHarmlessRegExp, isNamespaceLike, staysInPlace } from "./expressions.js";
import { argumentFor, calledParameter, isOnlyCalledBy } from "./handed.js";
import { anywhere, handedOn, withoutSubscripts } from "./handedSubscripts.js";
import { hooksOf } from "./hooks.js";
import { instantiate } from "./instantiate.js";
import { distinctAccesses } from "./keys.js";
import type { Recorder } from "./recorder.js";
import { choicesOf, isPlainValue, isPrimitiveValue, receiverOf, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { bare, givenParameters, isOpaque, isPrimitive } from "./types.js";

/** Records the call itself; callee and arguments have been walked before. */
export function recordCall(node: ts.CallExpression | ts.NewExpression, region: Region, recorder: Recorder): void {
  const { context } = region;
  const { checker, summaries } = context;
  const { accesses, effect, readDeep } = recorder;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    effect("unknown-call", node, "import()");
    return;
  }
  const targets = targetsOf(node, context);
  const before = accesses.length;
  const presumed = targets.find((target) => target.kind === "builtin" && target.presumed === true);
  if (presumed !== undefined) recorder.presumed(region.origins(receiverOf(node)!), node, presumed.name);
  for (const target of targets) recordTarget(target);
  // The methods of one name in several classes mostly touch the same fields.
  if (targets.length > 1) accesses.push(...distinctAccesses(accesses.splice(before).map(withoutSubscripts)));

  function recordTarget(target: CallTarget): void {
    switch (target.kind) {
      case "unknown": {
        const parameter = ts.isCallExpression(node) ? calledParameter(node.expression, context) : undefined;
        if (parameter === undefined) effect("unknown-call", node, target.name);
        else recorder.handed(parameter, objectsGiven(), node);
        return;
      }
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
          if (ts.isSpreadElement(argument) || isPrimitiveValue(argument, checker)) continue;
          // To arithmetic, of which this is a part, what nothing declares is a number.
          if (target.name.startsWith("Math.") && isOpaque(checker.getTypeAtLocation(argument))) continue;
          readDeep(region.origins(argument), argument);
        }
        if (builtin.mutates !== undefined && !isHarmlessRegExp(receiver, target.name, context))
          mutate(builtin.mutates, receiverRefs);
        movePattern(builtin);
        runHooks(builtin, receiver, receiverRefs);
        for (const callback of callbacksOf(node, builtin, context)) applyCallback(callback, receiverRefs);
        return;
      }
      case "function": {
        for (const argument of node.arguments ?? [])
          if (
            ts.isIdentifier(argument) &&
            isFunctionName(argument, context) &&
            !isOnlyCalledBy(node, argument, context)
          )
            effect("unknown-call", node, `${target.name}, which is handed the function ${argument.text}`);
        applySummary(target.declaration, node, target.made);
      }
    }
  }

  function objectsGiven(): readonly Ref[] {
    return (node.arguments ?? []).flatMap((argument) =>
      ts.isSpreadElement(argument) ? [unknownRef(argument)] : region.origins(argument),
    );
  }

  function mutate(what: "receiver" | number, receiverRefs: readonly Ref[]): void {
    const argument = what === "receiver" ? undefined : node.arguments?.[what];
    const refs = what === "receiver" ? receiverRefs : argument === undefined ? [] : region.origins(argument);
    for (const base of refs.length > 0 ? refs : [unknownRef(node)]) {
      recorder.place("write", base, { kind: "anything" }, node);
    }
  }

  /** `text.replace(pattern, …)` moves the position of the pattern. */
  function movePattern({ moves }: Builtin): void {
    const pattern = moves === undefined ? undefined : node.arguments?.[moves];
    if (pattern === undefined || isPrimitive(checker.getTypeAtLocation(pattern))) return;
    if (!staysInPlace(pattern, context)) mutate(moves!, []);
  }

  /** `String(point)`, `JSON.stringify(order)`: the library runs functions of the program that are not written here. */
  function runHooks(builtin: Builtin, receiver: ts.Expression | undefined, receiverRefs: readonly Ref[]): void {
    for (const hook of builtin.runs ?? []) {
      // Who brings a comparison of his own does not compare texts.
      if (hook === "text" && builtin.calls !== undefined && node.arguments?.[builtin.calls[0]!] !== undefined) continue;
      const isSource = hook === "iterator" || hook === "json";
      const given = isSource ? (node.arguments ?? []).slice(0, 1) : (node.arguments ?? []);
      if (!isSource && receiver !== undefined && receiverRefs.length > 0) runHook(hook, receiver, receiverRefs);
      for (const argument of given) {
        const value = ts.isSpreadElement(argument) ? argument.expression : argument;
        if (!isPrimitive(checker.getTypeAtLocation(value))) runHook(hook, value, region.origins(value));
      }
    }
  }

  function runHook(hook: Hook, value: ts.Expression, refs: readonly Ref[]): void {
    for (const declaration of hooksOf(checker.getTypeAtLocation(value), hook, context)) {
      if (
        hook !== "iterator" &&
        ts.isFunctionLike(declaration) &&
        "body" in declaration &&
        declaration.body !== undefined &&
        !isReplaceable(declaration, context)
      ) {
        const inside = [...refs, ...region.follow(refs, { kind: "anything" }, undefined)];
        applyWith(declaration as ts.FunctionLikeDeclaration, inside, inside);
      } else effect("unknown-call", node, `the ${nameOf[hook]} of ${value.getText()}`);
    }
  }

  /** `xs.map(square)`: the library calls a function of the program with the elements, with results and with the receiver. */
  function applyCallback({ argument, targets }: Callback, receiverRefs: readonly Ref[]): void {
    const parameter = targets === undefined ? calledParameter(argument, context) : undefined;
    if (targets === undefined && parameter === undefined) {
      effect("unknown-call", node, argument.getText());
      return;
    }
    const given = (node.arguments ?? []).flatMap((other) =>
      other === argument || ts.isSpreadElement(other) || isPrimitiveValue(other, checker) ? [] : region.origins(other),
    );
    const handed = [...receiverRefs, ...given];
    const inside = [...handed, ...region.follow(handed, { kind: "element", index: undefined }, undefined)];
    if (parameter !== undefined) recorder.handed(parameter, [...inside, unknownRef(node)], node);
    for (const target of targets ?? []) {
      const results = summaries.of(target).returns.length > 0 ? [unknownRef(node)] : [];
      applyWith(target, [...inside, ...results], given.length > 0 ? given : [unknownRef(node)]);
    }
  }

  function applyWith(declaration: ts.FunctionLikeDeclaration, objects: readonly Ref[], self: readonly Ref[]): void {
    recordHidden(declaration, objects, self, node, region, recorder);
  }

  function applySummary(
    declaration: ts.FunctionLikeDeclaration,
    call: ts.CallExpression | ts.NewExpression,
    made: Made | undefined,
  ): void {
    const summary = summaries.of(declaration);
    for (const found of summary.effects) {
      const { handed, data } = found;
      if (data !== undefined) recordPresumed(found, data, made);
      else if (handed === undefined || made !== undefined) effect(found.kind, call, found.name, found.origin);
      else {
        const given = handed.given.flatMap((ref) => instantiate(ref, call, region));
        if (handed.parameter.parent === declaration) applyHanded(handed.parameter, given);
        // A variable of a function around this one.
        else recorder.handed(handed.parameter, given, call);
      }
    }
    if (made !== undefined)
      accesses.push({ mode: "read", target: placeIn(made, "itself", region), node: call, viaCall: true });
    for (const access of summary.accesses) {
      const seen = made === undefined ? access : insideMade(access, made, region);
      if (seen === undefined) effect("unknown-call", call, call.expression.getText());
      else pushSummaryAccess(seen, { call, callee: declaration }, made !== undefined, seen !== access);
    }
  }

  /** What the function takes for plain data, in terms of the caller. */
  function recordPresumed({ name, origin }: Effect, data: readonly Ref[], made: Made | undefined): void {
    if (made !== undefined) effect("unknown-call", node, name, origin);
    for (const ref of made === undefined ? data : []) {
      const refs = instantiate(ref, node, region);
      recorder.presumed(
        refs.length === 0 && isTakenForObject(ref, node) ? [unknownRef(node)] : refs,
        node,
        name,
        origin,
      );
    }
  }

  /** The function that is called calls what it has been handed for the parameter. */
  function applyHanded(parameter: ts.ParameterDeclaration, given: readonly Ref[]): void {
    const argument = argumentFor(parameter, node);
    if (argument === "none") return;
    const passedOn = argument && calledParameter(argument, context);
    if (passedOn !== undefined) {
      recorder.handed(passedOn, given, node);
      return;
    }
    const targets = argument && functionsOf(argument, context);
    if (targets === undefined) effect("unknown-call", argument ?? node, (argument ?? node).getText());
    for (const target of targets ?? []) {
      if (target.kind === "function" && target.made === undefined)
        applyWith(target.declaration, given, [unknownRef(node)]);
      else if (target.kind === "function" || !isHarmless(target.builtin)) effect("unknown-call", node, target.name);
    }
  }

  function pushSummaryAccess(access: Access, frame: CallFrame, isMade: boolean, isTranslated: boolean): void {
    const { call } = frame;
    // A function that another call has made may have other variables of the same names.
    const translated = (step: Step) => (isMade ? anywhere(step) : handedOn(step, frame));
    if (access.target.kind === "variable" || isTranslated) {
      accesses.push({ ...access, node: call, viaCall: true });
      return;
    }
    const step = translated(access.target.step);
    const bases = instantiate(access.target.base, call, region, translated);
    for (const base of bases.length === 0 && isTakenForObject(access.target.base, call) ? [unknownRef(call)] : bases) {
      accesses.push({ mode: access.mode, target: { kind: "place", base, step }, node: call, viaCall: true });
    }
  }
}

/** The callee looks into an argument, which to the compiler is no object: in JavaScript, where nobody declares it, it may be one. */
function isTakenForObject({ root }: Ref, call: ts.CallExpression | ts.NewExpression): boolean {
  if (root.kind !== "argument" || !isJavaScript(call)) return false;
  const argument = call.arguments?.[givenParameters(root.parameter.parent).indexOf(root.parameter)];
  if (argument === undefined || (ts.isIdentifier(argument) && argument.text === "undefined")) return false;
  // Whatever it computes with, an operator makes a primitive of it.
  return !isPlainValue(bare(argument)) && choicesOf(bare(argument))?.length !== 0;
}

/** Reading `p.area` runs a getter of the program. */
export function recordGetter(
  getter: ts.GetAccessorDeclaration,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  region: Region,
  recorder: Recorder,
): void {
  const refs = region.origins(node.expression);
  recordHidden(getter, [], refs.length > 0 ? refs : [unknownRef(node)], node, region, recorder);
}

/** The effects of a function that somebody calls with these objects, whichever of them for which parameter. */
function recordHidden(
  declaration: ts.FunctionLikeDeclaration,
  objects: readonly Ref[],
  self: readonly Ref[],
  node: ts.Expression,
  region: Region,
  recorder: Recorder,
): void {
  const { accesses, effect } = recorder;
  const summary = region.context.summaries.of(declaration);
  // Where it puts what it is given, nobody looks.
  if (summary.stored.length > 0) effect("unknown-call", node, node.getText());
  for (const { kind, name, origin, handed, data } of summary.effects) {
    if (data !== undefined) recorder.presumed(data.flatMap(reached), node, name, origin);
    else if (handed === undefined || handed.parameter.parent === declaration) effect(kind, node, name, origin);
    else recorder.handed(handed.parameter, handed.given.length > 0 ? [unknownRef(node)] : [], node);
  }
  for (const access of summary.accesses) {
    const { target } = access;
    if (target.kind === "variable") {
      accesses.push({ ...access, node, viaCall: true });
      continue;
    }
    for (const base of reached(target.base))
      accesses.push({
        mode: access.mode,
        target: { kind: "place", base, step: anywhere(target.step) },
        node,
        viaCall: true,
      });
  }

  function reached({ root, path }: Ref): readonly Ref[] {
    // What lies in a rest array are the objects themselves.
    const isOfRest = root.kind === "argument" && root.parameter.dotDotDotToken !== undefined;
    let refs: readonly Ref[] = [unknownRef(node)];
    if (root.kind === "this") refs = self;
    else if (root.kind === "argument") refs = objects;
    else if (root.kind === "variable") refs = region.variableOrigins(root.symbol);
    for (const step of isOfRest ? path.slice(1) : path) refs = region.follow(refs, anywhere(step), undefined);
    return refs;
  }
}

const nameOf: Readonly<Record<Hook, string>> = {
  text: "conversion",
  json: "conversion to JSON",
  getters: "getters",
  iterator: "iterator",
};
