// Functions and classes of a traced program: known by a mark in their text, with owners for the variables of each call.
import { ts } from "ts-morph";
import { type Emitter, isDirective, join, patternOf, scopeName } from "./instrument.js";

/** A function with a body. */
export function emitFunction(node: ts.Node, emitter: Emitter): string {
  const { source, out } = emitter;
  const declaration = node as ts.FunctionLikeDeclaration;
  const { body, parameters } = declaration;
  if (body === undefined) return emitter.raw(node);
  const wasActive = emitter.isActive;
  emitter.isActive = true;
  const statements = [...ownersIn(node, emitter)];
  let text = "";
  let at = node.getStart(source);
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children.sort((left, right) => left.pos - right.pos)) {
    const start = child.getStart(source);
    if (start < at) continue;
    text += source.text.slice(at, start);
    at = child.end;
    if (child === body) text += bodyOf(body, statements, emitter);
    else if (ts.isParameter(child)) text += emitParameter(child, parameters, statements, emitter);
    else if (child === declaration.name) text += ts.isComputedPropertyName(child) ? out(child) : emitter.raw(child);
    else text = join(text, out(child));
  }
  emitter.isActive = wasActive;
  return text + source.text.slice(at, node.end);
}

/** What a function does before anything else. */
function bodyOf(body: ts.ConciseBody, statements: readonly string[], emitter: Emitter): string {
  const { source, out } = emitter;
  if (!ts.isBlock(body)) {
    const value = out(body);
    return statements.length === 0 ? `(__lsT, ${value})` : `{ __lsT; ${statements.join(" ")} return (${value}); }`;
  }
  const text = emitter.plain(body);
  const directive = body.statements.findLast((statement, index) => isDirective(statement) && index < 4);
  const at = directive === undefined ? 1 : directive.end - body.getStart(source);
  return `${text.slice(0, at)};__lsT;${statements.join(" ")}${text.slice(at)}`;
}

/** The owners of the variables that begin with a call of the function. */
function* ownersIn(node: ts.Node, { tracked }: Emitter): Generator<string> {
  for (const { scope } of tracked.values())
    if (scope === node) {
      yield `const ${scopeName(node)} = __lsT.v();`;
      return;
    }
}

/** A pattern is taken apart in the body, where it can be told what it takes. */
function emitParameter(
  parameter: ts.ParameterDeclaration,
  all: readonly ts.ParameterDeclaration[],
  statements: string[],
  emitter: Emitter,
): string {
  const { source, out, plain, raw, site, fresh } = emitter;
  if (ts.isIdentifier(parameter.name)) {
    if (parameter.initializer === undefined) return raw(parameter);
    // The owner of the function's variables is not there yet.
    if (statements.length === 0) return plain(parameter);
    statements.push(`__lsT.q(${site(parameter)}, "the default of a parameter");`);
    return raw(parameter);
  }
  const later = all.slice(all.indexOf(parameter) + 1);
  if (parameter.dotDotDotToken !== undefined || later.some(({ initializer }) => initializer !== undefined)) {
    statements.push(`__lsT.q(${site(parameter)}, "a parameter that is taken apart");`);
    return plain(parameter);
  }
  const name = fresh();
  const pattern = parameter.name;
  statements.push(`let ${plain(pattern)} = __lsT.D(${site(parameter)}, ${name}, ${patternOf(pattern)});`);
  const rest = parameter.initializer;
  const type = parameter.type === undefined ? "" : source.text.slice(pattern.end, parameter.type.end);
  return `${name}${type}${rest === undefined ? "" : ` = ${out(rest)}`}`;
}

/** A class, which is known by its text, too. */
export function emitClass(node: ts.Node, emitter: Emitter): string {
  const { source } = emitter;
  const declaration = node as ts.ClassLikeDeclaration;
  const wasActive = emitter.isActive;
  emitter.isActive = true;
  const text = emitter.plain(node);
  emitter.isActive = wasActive;
  const head = declaration.heritageClauses?.at(-1)?.end ?? declaration.typeParameters?.end ?? declaration.name?.end;
  const open = source.text.indexOf("{", head ?? node.getStart(source)) - node.getStart(source);
  // The head is left as it is, so the brace stands where it stood.
  return `${text.slice(0, open + 1)} static { __lsT; }${text.slice(open + 1)}`;
}
