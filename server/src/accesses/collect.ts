// Walks statements and expressions and lists what they touch and do, in order of evaluation. Functions that are handed to a
// library function are walked as if they stood there; other functions count when they are called.
import { ts } from "ts-morph";
import { isAssignedAt } from "../loops/iterationSpace.js";
import type { Access, Effect, Facts, Mention, Ref, Step } from "./access.js";
import { isLibraryDeclaration } from "./builtins.js";
import { resolveCall } from "./calls.js";
import { instantiate } from "./instantiate.js";
import { elementStep, propertyStep, receiverOf, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { bare, functionOf, holdsOnlyPrimitives, isOpaque, isPrimitive, unalias, valueSymbol } from "./types.js";

/** The facts of one node and everything below it. O(nodes), plus the summaries of the functions that it calls. */
export function collectFacts(root: ts.Node, region: Region): Facts {
  const { checker, program, summaries } = region.context;
  const accesses: Access[] = [];
  const effects: Effect[] = [];
  const mentions: Mention[] = [];
  let usesThis: ts.Node | undefined;
  visit(root);
  return { accesses, effects, mentions, usesThis };

  function visit(node: ts.Node): void {
    if (ts.isTypeNode(node)) return;
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
    else if (ts.isForOfStatement(node)) visitForOf(node);
    else if (ts.isForInStatement(node)) visitForIn(node);
    else if (ts.isBinaryExpression(node)) visitBinary(node);
    else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) visit(node.name.expression);
      visit(node.initializer);
    } else if (ts.isShorthandPropertyAssignment(node)) visitIdentifier(node.name);
    else if (ts.isSpreadElement(node)) {
      visit(node.expression);
      iterate(node.expression);
    } else if (ts.isSpreadAssignment(node)) {
      visit(node.expression);
      readInside(region.origins(node.expression), { kind: "anything" }, node);
    } else if (ts.isTemplateSpan(node)) {
      visit(node.expression);
      coerce(node.expression);
    } else if (ts.isLabeledStatement(node)) visit(node.statement);
    else if (ts.isBreakOrContinueStatement(node)) return;
    else ts.forEachChild(node, visit);
  }

  function effect(kind: Effect["kind"], node: ts.Node, name: string): void {
    effects.push({ kind, node, name });
  }

  function visitIdentifier(node: ts.Identifier): void {
    if (node.text === "undefined" || node.text === "NaN" || node.text === "Infinity") return;
    const symbol = valueSymbol(node, checker);
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
      return;
    }
    const isVariable = (target.flags & ts.SymbolFlags.Variable) !== 0;
    if (!isVariable || functionOf(target, checker) !== undefined) {
      mentions.push({ symbol, node });
      if (isAssignedAt(node)) effect("unsupported", node, `${node.text} =`);
      return;
    }
    if (isAssignedAt(node)) {
      if (!isPlainAssignment(node)) variable("read", symbol, node);
      variable("write", symbol, node);
    } else variable("read", symbol, node);
    if (target !== symbol) mentions.push({ symbol, node });
  }

  function variable(mode: Access["mode"], symbol: ts.Symbol, node: ts.Node): void {
    accesses.push({ mode, target: { kind: "variable", symbol: unalias(symbol, checker) }, node, viaCall: false });
  }

  function visitMember(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    visit(node.expression);
    if (ts.isElementAccessExpression(node)) visit(node.argumentExpression);
    const base = bare(node.expression);
    if (isPrimitive(checker.getTypeAtLocation(base)) || isNamespaceLike(base)) return;
    const step = ts.isPropertyAccessExpression(node)
      ? propertyStep(node.name.text)
      : elementStep(node.argumentExpression, checker);
    if (isAccessor(node)) {
      effect("unknown-call", node, `the accessor ${node.getText()}`);
      return;
    }
    const assigned = isAssignedAt(node);
    const refs = region.origins(node.expression);
    // A method that is called is not a place that changes; the call itself is looked at on its own.
    if (!assigned && isCalled(node)) return;
    for (const ref of refs.length > 0 ? refs : [unknownRef(node.expression)]) {
      if (!assigned || !isPlainAssignment(node))
        accesses.push({ mode: "read", target: { kind: "place", base: ref, step }, node, viaCall: false });
      if (assigned) accesses.push({ mode: "write", target: { kind: "place", base: ref, step }, node, viaCall: false });
    }
  }

  /** `Math.PI`, `Color.Red`, `helpers.limit`: members of a namespace, an enum or a library global. */
  function isNamespaceLike(base: ts.Expression): boolean {
    if (!ts.isIdentifier(base)) return false;
    const symbol = checker.getSymbolAtLocation(base);
    if (symbol === undefined) return false;
    const target = unalias(symbol, checker);
    if ((target.flags & (ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule | ts.SymbolFlags.NamespaceModule)) !== 0)
      return true;
    const declaration = target.valueDeclaration;
    return declaration !== undefined && isLibraryDeclaration(declaration, program);
  }

  function isAccessor(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
    if (!ts.isPropertyAccessExpression(node)) return false;
    const symbol = checker.getSymbolAtLocation(node.name);
    if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Accessor) === 0) return false;
    const declaration = symbol.declarations?.[0];
    return declaration === undefined || !isLibraryDeclaration(declaration, program);
  }

  function readInside(refs: readonly Ref[], step: Step, node: ts.Node): void {
    for (const base of refs)
      accesses.push({ mode: "read", target: { kind: "place", base, step }, node, viaCall: false });
  }

  /** A library function reads what is directly inside of the object, and may read what is inside of that (`join`, `stringify`). */
  function readDeep(refs: readonly Ref[], node: ts.Node): void {
    readInside(refs, { kind: "anything" }, node);
    const nested = refs.filter((ref) => ref.type === undefined || !holdsOnlyPrimitives(ref.type, checker, 0));
    readInside(region.follow(nested, { kind: "anything" }, undefined), { kind: "anything" }, node);
  }

  /** The elements of an array, a typed array, a string, a Map or a Set are read one after the other; anything else runs code. */
  function iterate(expression: ts.Expression): void {
    const type = checker.getTypeAtLocation(expression);
    if (isPrimitive(type)) return;
    if (!isKnownIterable(type)) effect("unknown-call", expression, `the iterator of ${expression.getText()}`);
    const refs = region.origins(expression);
    readInside(refs, { kind: "element", index: undefined }, expression);
    readInside(refs, propertyStep("length"), expression);
  }

  function isKnownIterable(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.every((part) => isPrimitive(part) || isKnownIterable(part));
    const declaration = type.symbol?.declarations?.[0];
    return checker.isTupleType(type) || (declaration !== undefined && isLibraryDeclaration(declaration, program));
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
    if (initializer !== undefined) {
      if (ts.isArrayBindingPattern(name)) iterate(initializer);
      else {
        for (const element of name.elements) {
          const key = element.propertyName ?? element.name;
          const step: Step =
            ts.isIdentifier(key) && element.dotDotDotToken === undefined
              ? propertyStep(key.text)
              : { kind: "anything" };
          readInside(region.origins(initializer), step, element);
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
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    if (assigns) {
      visit(node.right);
      const left = bare(node.left);
      if (
        (ts.isArrayLiteralExpression(left) || ts.isObjectLiteralExpression(left)) &&
        kind === ts.SyntaxKind.EqualsToken
      )
        iterate(node.right);
      visit(node.left);
      if (kind !== ts.SyntaxKind.EqualsToken) coerce(node.right);
      return;
    }
    visit(node.left);
    visit(node.right);
    if (kind === ts.SyntaxKind.InKeyword) readInside(region.origins(node.right), { kind: "anything" }, node);
    if (kind === ts.SyntaxKind.InstanceOfKeyword) effect("unsupported", node, "instanceof");
    coerce(node.left);
    coerce(node.right);
  }

  /** An operator on an object calls its `valueOf` or `toString`: harmless unless a class of the program declares one. */
  function coerce(operand: ts.Expression): void {
    const type = checker.getTypeAtLocation(operand);
    if (isPrimitive(type) || isOpaque(type)) return;
    for (const name of ["valueOf", "toString", "__@toPrimitive"]) {
      const declaration = type.getProperty(name)?.declarations?.[0];
      if (declaration !== undefined && !isLibraryDeclaration(declaration, program)) {
        effect("unknown-call", operand, `the conversion of ${operand.getText()}`);
        return;
      }
    }
  }

  function visitFunction(node: ts.SignatureDeclaration): void {
    const call = node.parent;
    if (ts.isCallExpression(call) || ts.isNewExpression(call)) {
      const isArgument = (call.arguments ?? ([] as readonly ts.Node[])).includes(node as unknown as ts.Expression);
      if (isArgument && resolveCall(call, region.context).kind !== "builtin") {
        effect("unknown-call", call, `${call.expression.getText()}, which is handed a function`);
        return;
      }
      if (isArgument) {
        for (const parameter of node.parameters)
          bind(parameter.name, ts.isIdentifier(parameter.name) ? parameter.name : undefined);
        if ("body" in node && node.body !== undefined) visit(node.body as ts.Node);
        return;
      }
    }
    const isLocalHelper =
      ts.isFunctionDeclaration(node) ||
      (ts.isVariableDeclaration(node.parent) && (ts.getCombinedNodeFlags(node.parent) & ts.NodeFlags.Const) !== 0);
    if (!isLocalHelper && !(ts.isParenthesizedExpression(node.parent) && ts.isCallExpression(node.parent.parent))) {
      effect("unsupported", node, "a function made in the loop");
    }
  }

  function visitCall(node: ts.CallExpression | ts.NewExpression): void {
    visit(node.expression);
    const callbackNames: ts.Identifier[] = [];
    for (const argument of node.arguments ?? []) {
      visit(argument);
      if (ts.isIdentifier(argument) && isFunctionName(argument)) callbackNames.push(argument);
    }
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      effect("unknown-call", node, "import()");
      return;
    }
    const target = resolveCall(node, region.context);
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
        const receiverRefs = receiver === undefined || isNamespaceLike(bare(receiver)) ? [] : region.origins(receiver);
        if (builtin.returns !== "view") readDeep(receiverRefs, node);
        for (const argument of node.arguments ?? []) {
          if (ts.isSpreadElement(argument) || isPrimitive(checker.getTypeAtLocation(argument))) continue;
          readDeep(region.origins(argument), argument);
        }
        if (builtin.mutates !== undefined && !isHarmlessRegExp(receiver, target.name))
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
  }

  function isFunctionName(node: ts.Identifier): boolean {
    return checker.getTypeAtLocation(node).getCallSignatures().length > 0;
  }

  function mutate(
    node: ts.CallExpression | ts.NewExpression,
    what: "receiver" | number,
    receiverRefs: readonly Ref[],
  ): void {
    const argument = what === "receiver" ? undefined : node.arguments?.[what];
    const refs = what === "receiver" ? receiverRefs : argument === undefined ? [] : region.origins(argument);
    for (const base of refs.length > 0 ? refs : [unknownRef(node)]) {
      accesses.push({
        mode: "write",
        target: { kind: "place", base, step: { kind: "anything" } },
        node,
        viaCall: false,
      });
    }
  }

  /** `/x/.test(s)` keeps no position unless the expression has the flag `g` or `y`. */
  function isHarmlessRegExp(receiver: ts.Expression | undefined, name: string): boolean {
    if (receiver === undefined || !/\.(?:test|exec)$/.test(name)) return false;
    let value = bare(receiver);
    if (ts.isIdentifier(value)) {
      const declaration = valueSymbol(value, checker)?.valueDeclaration;
      if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
        return false;
      if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return false;
      value = bare(declaration.initializer);
    }
    return ts.isRegularExpressionLiteral(value) && !/\/[a-z]*[gy][a-z]*$/.test(value.text);
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

/** `x = …` and declarations, as opposed to `x += …` and `x++`, which read first. */
function isPlainAssignment(node: ts.Node): boolean {
  let child = node;
  let parent = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) {
    child = parent;
    parent = parent.parent;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return false;
  if (ts.isBinaryExpression(parent) && parent.left === child)
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return true;
}

function isCalled(node: ts.Node): boolean {
  let child = node;
  let parent = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) {
    child = parent;
    parent = parent.parent;
  }
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === child;
}

function isLoopHead(declaration: ts.VariableDeclaration): boolean {
  const holder = declaration.parent.parent;
  return ts.isForOfStatement(holder) || ts.isForInStatement(holder) || ts.isCatchClause(declaration.parent);
}
