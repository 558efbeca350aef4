// Walks statements and expressions and lists what they touch and do, in order of evaluation. Functions that are handed to a
// library function are walked as if they stood there; other functions count when they are called.
import { ts } from "ts-morph";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { isAssignmentOperator } from "../loops/operators.js";
import { isJavaScript } from "../workspace/gifts.js";
import type { Effect, Facts, Step } from "./access.js";
import { getterOf } from "./accessors.js";
import { isAmbientGlobal, isBuffer, isPageProperty, tellsThreads } from "./ambient.js";
import { isLibraryDeclaration, isNameOfConstant } from "./builtins.js";
import { isCalledBack } from "./callbacks.js";
import { holdsFunctions, isHeld, isLoadedAnew } from "./callees.js";
import { recordCall, recordGetter } from "./callFacts.js";
import { targetsOf } from "./calls.js";
import { isReturnedFrom } from "./closures.js";
import {
  converts,
  isAccessor,
  isAccessorSymbol,
  isAskedForNull,
  isCalled,
  isIterator,
  isKnownIterable,
  isLoopHead,
  isNamespaceLike,
  isPlainAssignment,
  isPlainClass,
  readsInside,
} from "./expressions.js";
import { isOnlyCalledBy } from "./handed.js";
import { hooksOf } from "./hooks.js";
import { recordNamespaceMember } from "./namespaceMembers.js";
import { isPattern, recordBound, recordTakenApart } from "./patterns.js";
import { createRecorder } from "./recorder.js";
import { elementStep, isPlainValue, propertyStep, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { bare, functionOf, isOfObject, isPrimitive, unalias, valueSymbol } from "./types.js";

/**
 * The facts of one node and everything below it. O(nodes), plus the summaries of the functions that it calls.
 * @param added is told of every effect when it is found, and may end the walk by throwing
 */
export function collectFacts(root: ts.Node, region: Region, added?: (effect: Effect) => void): Facts {
  const { context } = region;
  const { checker, program } = context;
  const recorder = createRecorder(region, added);
  const { accesses, effects, mentions, effect, variable, readInside } = recorder;
  let usesThis: ts.Node | undefined;
  visit(root);
  return { accesses, effects, mentions, usesThis };

  function visit(node: ts.Node): void {
    if (ts.isTypeNode(node)) return;
    context.budget.spend(1);
    switch (node.kind) {
      case ts.SyntaxKind.Identifier:
        visitIdentifier(node as ts.Identifier);
        return;
      case ts.SyntaxKind.ThisKeyword:
      case ts.SyntaxKind.SuperKeyword:
        usesThis ??= node;
        return;
      case ts.SyntaxKind.AwaitExpression:
        effect("await", node, "await");
        break;
      case ts.SyntaxKind.YieldExpression:
        effect("yield", node, "yield");
        break;
      case ts.SyntaxKind.TaggedTemplateExpression:
        effect("unknown-call", node, (node as ts.TaggedTemplateExpression).tag.getText());
        break;
      case ts.SyntaxKind.JsxElement:
      case ts.SyntaxKind.JsxSelfClosingElement:
      case ts.SyntaxKind.JsxFragment:
        effect("unknown-call", node, "JSX");
        return;
      case ts.SyntaxKind.WithStatement:
      case ts.SyntaxKind.ClassDeclaration:
      case ts.SyntaxKind.ClassExpression:
      case ts.SyntaxKind.DebuggerStatement:
        effect("unsupported", node, ts.isWithStatement(node) ? "with" : ts.isClassLike(node) ? "class" : "debugger");
        return;
    }
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) visitMember(node);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) visitCall(node);
    else if (ts.isFunctionLike(node)) visitFunction(node);
    else if (ts.isVariableDeclaration(node)) visitDeclaration(node);
    else if (ts.isParameter(node)) visitParameter(node);
    else if (ts.isForOfStatement(node)) visitForOf(node);
    else if (ts.isForInStatement(node)) visitForIn(node);
    else if (ts.isBinaryExpression(node)) visitBinary(node);
    else if (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken) {
      visit(node.operand);
      coerce(node.operand);
    } else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) visit(node.name.expression);
      visit(node.initializer);
    } else if (ts.isShorthandPropertyAssignment(node)) {
      visitIdentifier(node.name);
      if (node.objectAssignmentInitializer !== undefined) visit(node.objectAssignmentInitializer);
    } else if (ts.isSpreadElement(node)) {
      visit(node.expression);
      iterate(node.expression);
    } else if (ts.isSpreadAssignment(node)) {
      visit(node.expression);
      readInside(region.origins(node.expression), { kind: "anything" }, node);
      if (hooksOf(checker.getTypeAtLocation(node.expression), "getters", context).length > 0)
        effect("unknown-call", node, `an accessor of ${node.expression.getText()}`);
    } else if (ts.isTemplateSpan(node)) {
      visit(node.expression);
      coerce(node.expression);
    } else if (ts.isLabeledStatement(node)) visit(node.statement);
    else if (ts.isBreakOrContinueStatement(node)) return;
    else ts.forEachChild(node, visit);
  }

  function visitIdentifier(node: ts.Identifier): void {
    const symbol = valueSymbol(node, checker);
    if (isNameOfConstant(node, symbol, program)) return;
    if (symbol === undefined) {
      if (node.text !== "console") effect("unsupported", node, node.text);
      return;
    }
    if (node.text === "arguments" && symbol.valueDeclaration === undefined) {
      effect("unsupported", node, "arguments");
      return;
    }
    const target = unalias(symbol, checker);
    const declaration = target.valueDeclaration ?? target.declarations?.[0];
    if (declaration !== undefined && isLibraryDeclaration(declaration, program)) {
      // A global of the language or of Node, such as `Math`: it is assumed to be what it always is.
      if (isAssignedAt(node)) effect("unsupported", node, `${node.text} =`);
      else if (isAmbientGlobal(node, target, checker)) effect("ambient", node, node.text);
      return;
    }
    const isVariable = (target.flags & ts.SymbolFlags.Variable) !== 0;
    const isFunction = functionOf(target, checker) !== undefined;
    if (!isVariable || isFunction || (!region.isLocal(target) && holdsFunctions(target, context))) {
      mentions.push({ symbol, node });
      if (isAssignedAt(node)) effect("unsupported", node, `${node.text} =`);
      else if (!isFunction && isLoadedAnew(symbol, target, region)) variable("read", symbol, node);
      return;
    }
    if (isAssignedAt(node)) {
      if (!isPlainAssignment(node)) variable("read", symbol, node);
      variable("write", symbol, node);
    } else variable("read", symbol, node);
    if (target !== symbol) mentions.push({ symbol, node });
  }

  function visitMember(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    visit(node.expression);
    if (ts.isElementAccessExpression(node)) visit(node.argumentExpression);
    const assigned = isAssignedAt(node);
    // A method that is called is not a place that changes; the call itself is looked at on its own.
    if (!assigned && isCalled(node) && !isAccessor(node, context)) return;
    const base = bare(node.expression);
    if (isPrimitive(checker.getTypeAtLocation(base)) && !(isJavaScript(node) && isOfObject(node, checker))) return;
    if (isNamespaceLike(base, context)) {
      recordNamespaceMember(node, base, context, recorder);
      return;
    }
    if (isPageProperty(checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node)))
      effect(isAssignedAt(node) ? "output" : "ambient", node, node.getText());
    else if (!assigned && ts.isPropertyAccessExpression(node) && tellsThreads(node, checker))
      effect("ambient", node, node.getText());
    const step = ts.isPropertyAccessExpression(node)
      ? propertyStep(node.name.text)
      : elementStep(node.argumentExpression, checker);
    const getter = getterOf(node, context);
    if (getter !== undefined || isAccessor(node, context)) {
      if (getter !== undefined) recordGetter(getter, node, region, recorder);
      else effect("unknown-call", node, `the accessor ${node.getText()}`);
      return;
    }
    const refs = region.origins(node.expression);
    // What is no object, where everything else is looked into, is a primitive.
    const isPrimitiveRead = context.presumesData === true && !assigned;
    for (const ref of refs.length > 0 || isPrimitiveRead ? refs : [unknownRef(node.expression)]) {
      if (!assigned || !isPlainAssignment(node)) recorder.place("read", ref, step, node);
      if (assigned) recorder.place("write", ref, step, node);
    }
  }

  /** The elements of an array, a typed array, a string, a Map or a Set are read one after the other; anything else runs code. */
  function iterate(expression: ts.Expression): void {
    const type = checker.getTypeAtLocation(expression);
    if (isPrimitive(type)) return;
    const refs = region.origins(expression);
    if (!isKnownIterable(type, context)) recorder.iterator(expression, refs);
    // Who goes through an iterator uses it up.
    if (isIterator(type)) for (const ref of refs) recorder.place("write", ref, { kind: "anything" }, expression);
    readInside(refs, { kind: "element", index: undefined }, expression);
    readInside(refs, propertyStep("length"), expression);
  }

  /** What the caller passes is taken apart, or replaced by the default. */
  function visitParameter({ name, initializer }: ts.ParameterDeclaration): void {
    if (initializer !== undefined) visit(initializer);
    bind(name, ts.isIdentifier(name) ? name : undefined);
  }

  function visitDeclaration(node: ts.VariableDeclaration): void {
    if (node.initializer !== undefined) visit(node.initializer);
    bind(node.name, node.initializer);
  }

  function bind(name: ts.BindingName, initializer: ts.Expression | undefined): void {
    if (ts.isIdentifier(name)) {
      const symbol = checker.getSymbolAtLocation(name);
      // `var x;` leaves the value as it was; a block-scoped declaration starts afresh.
      const isBare =
        initializer === undefined &&
        ts.isVariableDeclaration(name.parent) &&
        (ts.getCombinedNodeFlags(name.parent) & ts.NodeFlags.BlockScoped) === 0 &&
        !isLoopHead(name.parent);
      if (symbol !== undefined && !isBare) variable("write", symbol, name);
      return;
    }
    if (initializer === undefined) recordBound(name, region, recorder);
    else {
      if (ts.isArrayBindingPattern(name)) iterate(initializer);
      else {
        for (const element of name.elements) {
          const key = element.propertyName ?? element.name;
          const step: Step =
            ts.isIdentifier(key) && element.dotDotDotToken === undefined
              ? propertyStep(key.text)
              : { kind: "anything" };
          readInside(region.origins(initializer), step, element);
          // With a rest element all properties are read.
          const type = checker.getTypeAtLocation(initializer);
          const read = step.kind === "property" ? [type.getProperty(step.name)] : type.getProperties();
          if (read.some((property) => isAccessorSymbol(property, context)))
            effect("unknown-call", element, `an accessor of ${initializer.getText()}`);
        }
      }
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.initializer !== undefined) visit(element.initializer);
      if (element.propertyName !== undefined && ts.isComputedPropertyName(element.propertyName))
        visit(element.propertyName.expression);
      const nested = ts.isIdentifier(element.name) ? element.initializer : undefined;
      bind(element.name, nested ?? (ts.isIdentifier(element.name) ? element.name : undefined));
      if (!ts.isIdentifier(element.name)) effect("unsupported", element, "a nested destructuring pattern");
    }
  }

  function visitForOf(node: ts.ForOfStatement): void {
    if (node.awaitModifier !== undefined) effect("await", node, "for await");
    visit(node.expression);
    iterate(node.expression);
    if (ts.isVariableDeclarationList(node.initializer)) bind(node.initializer.declarations[0]!.name, undefined);
    else visit(node.initializer);
    visit(node.statement);
  }

  function visitForIn(node: ts.ForInStatement): void {
    visit(node.expression);
    readInside(region.origins(node.expression), { kind: "anything" }, node.expression);
    if (ts.isVariableDeclarationList(node.initializer)) bind(node.initializer.declarations[0]!.name, undefined);
    else visit(node.initializer);
    visit(node.statement);
  }

  /** In an assignment the right side is evaluated before the left side is written. */
  function visitBinary(node: ts.BinaryExpression): void {
    const { kind } = node.operatorToken;
    if (isAssignmentOperator(kind)) {
      visit(node.right);
      const left = bare(node.left);
      if (isPattern(left) && kind === ts.SyntaxKind.EqualsToken) {
        if (ts.isArrayLiteralExpression(left)) iterate(node.right);
        recordTakenApart(left, node.right, region, recorder);
      }
      visit(node.left);
      if (kind !== ts.SyntaxKind.EqualsToken) coerce(node.right);
      return;
    }
    visit(node.left);
    visit(node.right);
    if (kind === ts.SyntaxKind.InKeyword) readInside(region.origins(node.right), { kind: "anything" }, node);
    if (kind === ts.SyntaxKind.InstanceOfKeyword && !isPlainClass(node.right, region.context))
      effect("unsupported", node, "instanceof");
    else if (kind === ts.SyntaxKind.InstanceOfKeyword && isBuffer(checker.getTypeAtLocation(node.left)))
      effect("ambient", node, node.getText());
    if (!converts(kind) || isAskedForNull(node)) return;
    coerce(node.left);
    if (kind !== ts.SyntaxKind.InKeyword) coerce(node.right);
  }

  /** An operator on an object calls its `valueOf` or `toString`, which may be a function of the program, or read elements. */
  function coerce(operand: ts.Expression): void {
    if (isPlainValue(operand)) return;
    const type = checker.getTypeAtLocation(operand);
    if (hooksOf(type, "text", context).length > 0)
      effect("unknown-call", operand, `the conversion of ${operand.getText()}`);
    // `${row}` joins the elements. Of what has no type it is taken that it is a number or a text.
    else if (readsInside(operand, context)) recorder.readDeep(region.origins(operand), operand);
  }

  function visitFunction(node: ts.SignatureDeclaration): void {
    const call = node.parent;
    if (ts.isCallExpression(call) || ts.isNewExpression(call)) {
      const isArgument = (call.arguments ?? ([] as readonly ts.Node[])).includes(node as unknown as ts.Expression);
      const targets = isArgument ? targetsOf(call, region.context) : [];
      if (targets.some(({ kind }) => kind !== "builtin")) {
        // Who calls it at once tells what it is called with.
        if (isOnlyCalledBy(call, node, context)) return;
        effect("unknown-call", call, `${call.expression.getText()}, which is handed a function`);
        return;
      }
      if (targets.some((target) => target.kind === "builtin" && isCalledBack(node, call, target.builtin))) {
        node.parameters.forEach(visitParameter);
        if ("body" in node && node.body !== undefined) visit(node.body as ts.Node);
        return;
      }
    }
    const isLocalHelper =
      ts.isFunctionDeclaration(node) || isReturnedFrom(node, region.node, context) || isHeld(node, context);
    if (!isLocalHelper && !(ts.isParenthesizedExpression(node.parent) && ts.isCallExpression(node.parent.parent)))
      effect("unsupported", node, "a function made in the loop");
  }

  function visitCall(node: ts.CallExpression | ts.NewExpression): void {
    visit(node.expression);
    for (const argument of node.arguments ?? []) visit(argument);
    recordCall(node, region, recorder);
  }
}
