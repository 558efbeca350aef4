// The expressions that touch places, as calls of the trace.
import { ts } from "ts-morph";
import { unalias } from "../../accesses/types.js";
import { isAssignmentOperator } from "../../loops/operators.js";
import { type Emitter, join, operand, scopeOf } from "./instrument.js";
import { type Tracked, variableAt } from "./trackedVariables.js";

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** `o.k` and `o[k]` that are read. */
export function emitMember(node: Member, emitter: Emitter): string {
  const { out, plain, raw, site } = emitter;
  if (isOfSuper(node)) return `__lsT.q(${site(node)}, "super", ${raw(node)})`;
  // `exports` and what a bundler looks for are left to be seen.
  if (isModuleName(node.expression) || isErased(node.expression, emitter)) return plain(node);
  if (isPrivate(node)) return emitPrivate(node, node, false, emitter);
  return `__lsT.g(${site(node)}, ${out(node.expression)}, ${keyOf(node, emitter)})`;
}

/** The place of a member, as two arguments. */
function parts(node: Member, emitter: Emitter): string {
  return `${emitter.out(node.expression)}, ${keyOf(node, emitter)}`;
}

function keyOf(node: Member, { out }: Emitter): string {
  return ts.isPropertyAccessExpression(node) ? JSON.stringify(node.name.text) : out(node.argumentExpression);
}

function isOfSuper({ expression }: Member): boolean {
  return expression.kind === ts.SyntaxKind.SuperKeyword;
}

function isPrivate(node: Member): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && ts.isPrivateIdentifier(node.name);
}

function isModuleName(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isModuleName(node.expression);
  return ts.isMetaProperty(node) || (ts.isIdentifier(node) && (node.text === "exports" || node.text === "module"));
}

/** A `const enum` is no object, once it is compiled. */
function isErased(node: ts.Expression, { checker }: Emitter): boolean {
  if (!ts.isIdentifier(node)) return false;
  const symbol = checker.getSymbolAtLocation(node);
  return symbol !== undefined && (unalias(symbol, checker).flags & ts.SymbolFlags.Enum) !== 0;
}

/** `o.#x`, within `node`, which reads or writes it: the object is named once more, so it has to be a name. */
function emitPrivate(member: ts.PropertyAccessExpression, node: ts.Node, isWrite: boolean, emitter: Emitter): string {
  const { site, plain, raw } = emitter;
  const owner = member.expression;
  if (owner.kind !== ts.SyntaxKind.ThisKeyword && !ts.isIdentifier(owner))
    return `__lsT.q(${site(node)}, "a private name", ${raw(node)})`;
  const text = node === member ? raw(node) : plain(node);
  return `__lsT.p(${site(node)}, ${raw(owner)}, ${JSON.stringify(member.name.text)}, ${isWrite}, ${text})`;
}

export function emitCall(node: ts.CallExpression | ts.NewExpression, emitter: Emitter): string {
  const { out, raw, site, plain } = emitter;
  const callee = bare(node.expression);
  const args = (node.arguments ?? []).map((each) => `, ${out(each)}`).join("");
  if (ts.isNewExpression(node)) return `__lsT.n(${site(node)}, ${out(node.expression)}${args})`;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return plain(node);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) {
    const check = ts.isExpressionStatement(node.parent)
      ? `__lsT.b(${site(node)}, Object.getPrototypeOf(new.target)), `
      : "";
    return `${check}super(${args.slice(2)})`;
  }
  if (ts.isIdentifier(callee) && (callee.text === "require" || callee.text === "eval"))
    return `__lsT.q(${site(node)}, "${callee.text}", ${raw(node)})`;
  const trial = emitter.isOnTrial(node) ? "a" : "";
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) {
    if (isOfSuper(callee)) return `__lsT.c(${site(node)}, ${raw(callee)}, this${args})`;
    if (isPrivate(callee)) {
      const owner = callee.expression;
      return owner.kind === ts.SyntaxKind.ThisKeyword || ts.isIdentifier(owner)
        ? `__lsT.c(${site(node)}, ${raw(callee)}, ${raw(owner)}${args})`
        : `__lsT.q(${site(node)}, "a private name", ${raw(node)})`;
    }
    return `__lsT.${trial}m(${site(node)}, ${parts(callee, emitter)}${args})`;
  }
  return `__lsT.${trial}f(${site(node)}, ${out(node.expression)}${args})`;
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)
    ? bare(node.expression)
    : node;
}

export function emitDelete(node: ts.DeleteExpression, emitter: Emitter): string {
  const { site, raw } = emitter;
  const target = bare(node.expression);
  const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
  if (!isMember || ts.isOptionalChain(target) || isOfSuper(target))
    return `__lsT.q(${site(node)}, "delete", ${raw(node)})`;
  return `__lsT.d(${site(node)}, ${parts(target, emitter)})`;
}

/** `++`, `--`, and the operators before an operand. */
export function emitStep(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, emitter: Emitter): string {
  const { site, raw, out } = emitter;
  const { operator } = node;
  const isStep = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
  if (!isStep) {
    if (operator === ts.SyntaxKind.ExclamationToken) return emitter.plain(node);
    return join(ts.tokenToString(operator)!, operand(node.operand, emitter));
  }
  const target = bare(node.operand);
  if (ts.isIdentifier(target)) {
    const found = trackedAt(target, emitter);
    if (found !== undefined) return variableOp("x", node, found, raw(node), emitter);
    return isGlobal(target, emitter) ? `__lsT.q(${site(node)}, "a global variable", ${raw(node)})` : raw(node);
  }
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return out(node.operand);
  if (isOfSuper(target)) return `__lsT.q(${site(node)}, "super", ${raw(node)})`;
  if (isPrivate(target)) return readAndWritten(target, node, raw(node), emitter);
  const by = operator === ts.SyntaxKind.PlusPlusToken ? "1" : "-1";
  return `__lsT.i(${site(node)}, ${parts(target, emitter)}, ${by}, ${ts.isPrefixUnaryExpression(node)})`;
}

function readAndWritten(target: ts.PropertyAccessExpression, node: ts.Node, text: string, emitter: Emitter): string {
  const { site, raw } = emitter;
  const owner = target.expression;
  if (owner.kind !== ts.SyntaxKind.ThisKeyword && !ts.isIdentifier(owner))
    return `__lsT.q(${site(node)}, "a private name", ${raw(node)})`;
  const place = `${raw(owner)}, ${JSON.stringify(target.name.text)}`;
  const number = site(node);
  return `__lsT.p(${number}, ${place}, true, __lsT.p(${number}, ${place}, false, ${text}))`;
}

/** Declared in no file that is instrumented: whoever else uses it cannot be seen. */
function isGlobal(node: ts.Identifier, { checker }: Emitter): boolean {
  const declaration = variableAt(node, checker)?.valueDeclaration;
  return declaration === undefined || declaration.getSourceFile().isDeclarationFile;
}

function trackedAt(node: ts.Identifier, { tracked, checker }: Emitter): Tracked | undefined {
  const symbol = tracked.size === 0 ? undefined : variableAt(node, checker);
  return symbol === undefined ? undefined : tracked.get(symbol);
}

function variableOp(op: "w" | "x", node: ts.Node, found: Tracked, text: string, { site }: Emitter): string {
  const number = site(node);
  const done = `__lsT.${op}(${number}, ${found.variable}, (${text})${scopeOf(found.scope)})`;
  // Who reads it as a property reads it by a name that cannot be told from others.
  return found.isShared ? `__lsT.q(${number}, "an exported variable that changes", ${done})` : done;
}

/** Undefined where it assigns nothing. */
export function emitAssignment(node: ts.BinaryExpression, emitter: Emitter): string | undefined {
  const { left, operatorToken, right } = node;
  const { kind } = operatorToken;
  if (!isAssignmentOperator(kind)) return undefined;
  const { site, raw, out, isStrict } = emitter;
  const operator = ts.tokenToString(kind)!;
  const target = bare(left);
  if (ts.isIdentifier(target)) {
    const found = trackedAt(target, emitter);
    const text = `${raw(left)} ${operator} ${out(right)}`;
    if (found !== undefined) return variableOp(operator === "=" ? "w" : "x", node, found, text, emitter);
    return isGlobal(target, emitter) ? `__lsT.q(${site(node)}, "a global variable", (${text}))` : text;
  }
  if (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target))
    return emitPattern(node, target, emitter);
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return raw(node);
  if (isOfSuper(target)) return `__lsT.q(${site(node)}, "super", ${raw(node)})`;
  if (isModuleName(target.expression)) return `${raw(left)} ${operator} ${out(right)}`;
  if (isPrivate(target)) {
    const text = `${raw(left)} ${operator} ${out(right)}`;
    if (operator !== "=") return readAndWritten(target, node, text, emitter);
    const owner = target.expression;
    return owner.kind === ts.SyntaxKind.ThisKeyword || ts.isIdentifier(owner)
      ? `__lsT.p(${site(node)}, ${raw(owner)}, ${JSON.stringify(target.name.text)}, true, ${text})`
      : `__lsT.q(${site(node)}, "a private name", ${raw(node)})`;
  }
  if (operator === "=") return `__lsT.${isStrict ? "s" : "S"}(${site(node)}, ${parts(target, emitter)}, ${out(right)})`;
  if (gives(right)) return `__lsT.q(${site(node)}, "an await", ${raw(node)})`;
  if (/^(?:&&|\|\||\?\?)=$/.test(operator))
    return `__lsT.l(${site(node)}, ${parts(target, emitter)}, "${operator}", () => ${out(right)})`;
  const old = emitter.fresh();
  return `__lsT.u(${site(node)}, ${parts(target, emitter)}, (${old}) => ${old} ${operator.slice(0, -1)} ${operand(right, emitter)})`;
}

/** `[a[i], b] = …`: each target is told when it is written. */
function emitPattern(
  node: ts.BinaryExpression,
  target: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  emitter: Emitter,
): string {
  const { site, raw, out } = emitter;
  const variables: Tracked[] = [];
  const isSimple = ts.isArrayLiteralExpression(target);
  const targets = isSimple ? target.elements.map((element) => emitTarget(element, variables, emitter)) : [];
  if (!isSimple || targets.includes(undefined))
    return `__lsT.q(${site(node)}, "an assignment to a pattern", ${raw(node)})`;
  const number = site(node);
  const assigned = `[${targets.join(", ")}] = __lsT.D(${number}, ${out(node.right)}, "all")`;
  return variables.reduce(
    (text, { variable, scope }) => `__lsT.w(${number}, ${variable}, (${text})${scopeOf(scope)})`,
    `__lsT.D(${number}, (${assigned}), [])`,
  );
}

function emitTarget(element: ts.Expression, variables: Tracked[], emitter: Emitter): string | undefined {
  if (ts.isOmittedExpression(element)) return "";
  const target = bare(element);
  if (ts.isIdentifier(target)) {
    const found = trackedAt(target, emitter);
    if (found === undefined && isGlobal(target, emitter)) return undefined;
    if (found !== undefined) variables.push(found);
    return emitter.raw(target);
  }
  const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
  if (!isMember || isPrivate(target) || isOfSuper(target)) return undefined;
  return `__lsT.t(${emitter.site(target)}, ${parts(target, emitter)}).v`;
}

/** Holds an `await` or a `yield` of the function around it, which cannot move into another function. */
export function gives(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  return !ts.isFunctionLike(node) && ts.forEachChild(node, (child) => gives(child) || undefined) === true;
}

/** `a?.b.c(d)`: what comes behind the question mark is a function of the value before it. */
export function emitChain(node: ts.Expression, emitter: Emitter): string {
  const { site, raw, out, fresh } = emitter;
  const links: ts.Expression[] = [];
  let base: ts.Expression = node;
  while (ts.isOptionalChain(base) || ts.isNonNullExpression(base)) {
    links.unshift(base);
    const isFirst =
      "questionDotToken" in base && base.questionDotToken !== undefined && !ts.isOptionalChain(base.expression);
    base = base.expression;
    if (isFirst) break;
  }
  if (gives(node) || links.some((link) => isMemberLink(link) && (isPrivate(link) || isOfSuper(link))))
    return `__lsT.q(${site(node)}, "an optional chain", ${raw(node)})`;
  const first = links[0]!;
  const start = bare(base);
  // `a.b?.()` calls with `a`.
  if (ts.isCallExpression(first) && (ts.isPropertyAccessExpression(start) || ts.isElementAccessExpression(start)))
    return isOfSuper(start) || isPrivate(start)
      ? `__lsT.q(${site(node)}, "an optional chain", ${raw(node)})`
      : withOwner(start, out(start.expression), first, 0);
  return follow(0, out(base));

  function follow(index: number, text: string): string {
    const link = links[index];
    if (link === undefined) return text;
    if (ts.isNonNullExpression(link)) return follow(index + 1, text);
    const { questionDotToken } = link as ts.PropertyAccessChain;
    if (questionDotToken === undefined) return step(link, index, text);
    const value = fresh();
    return `__lsT.j(${text}, (${value}) => ${step(link, index, value)})`;
  }

  function step(link: ts.Expression, index: number, text: string): string {
    if (ts.isCallExpression(link)) return follow(index + 1, `__lsT.f(${site(link)}, ${text}${argumentsOf(link)})`);
    if (!isMemberLink(link)) return text;
    const next = links[index + 1];
    if (next !== undefined && ts.isCallExpression(next)) {
      if (next.questionDotToken !== undefined) return withOwner(link, text, next, index + 1);
      return follow(index + 2, `__lsT.m(${site(next)}, ${text}, ${keyOf(link, emitter)}${argumentsOf(next)})`);
    }
    return follow(index + 1, `__lsT.g(${site(link)}, ${text}, ${keyOf(link, emitter)})`);
  }

  function withOwner(member: Member, ownerText: string, call: ts.CallExpression, index: number): string {
    const [owner, method] = [fresh(), fresh()];
    const called = `__lsT.c(${site(call)}, ${method}, ${owner}${argumentsOf(call)})`;
    const read = `__lsT.g(${site(member)}, ${owner}, ${keyOf(member, emitter)})`;
    return `__lsT.z(${ownerText}, (${owner}) => __lsT.j(${read}, (${method}) => ${follow(index + 1, called)}))`;
  }

  function argumentsOf(call: ts.CallExpression): string {
    return call.arguments.map((each) => `, ${out(each)}`).join("");
  }
}

function isMemberLink(node: ts.Expression): node is Member {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}
