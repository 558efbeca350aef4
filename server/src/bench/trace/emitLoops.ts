// Loops of a traced program: what they go over is read, and the loop under study tells when an iteration begins.
import { ts } from "ts-morph";
import type { Loop } from "../../loops/loop.js";
import { type Emitter, patternOf, scopeName, scopeOf } from "./instrument.js";
import { variableAt } from "./trackedVariables.js";

/** The statement that is the loop under study, with its labels; undefined for an array method. */
export function tracedStatement({ node }: Loop): ts.Node | undefined {
  if (ts.isCallExpression(node)) return undefined;
  let at: ts.Node = node;
  while (ts.isLabeledStatement(at.parent)) at = at.parent;
  return at;
}

/** The loop under study: it is entered, its iterations begin, it is left. */
export function emitTracedLoop(statement: ts.Node, loop: Loop, emitter: Emitter): string {
  const { source } = emitter;
  const node = loop.node as Exclude<Loop["node"], ts.CallExpression>;
  const labels = source.text.slice(statement.getStart(source), node.getStart(source));
  const head = emitHead(node, emitter);
  const isOver = ts.isForOfStatement(node) || ts.isForInStatement(node);
  const enter = isOver ? "" : "__lsT.I(); ";
  const body = emitBody(node, beginOf(loop, emitter), emitter);
  const tail = ts.isDoStatement(node) ? source.text.slice(node.statement.end, node.end) : "";
  return `{ ${enter}try { ${labels}${head}${body}${tail} } finally { __lsT.E(); } }`;
}

function emitHead(node: Exclude<Loop["node"], ts.CallExpression>, emitter: Emitter): string {
  const { source, out } = emitter;
  const start = node.getStart(source);
  const bodyStart = node.statement.getStart(source);
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer, expression } = node;
    return `${source.text.slice(start, initializer.getStart(source))}${headName(initializer, emitter)}${source.text.slice(initializer.end, expression.getStart(source))} __lsT.I(${out(expression)})${source.text.slice(expression.end, bodyStart)}`;
  }
  // The head of a counted loop is the caller's, and what it needs the analysis knows.
  if (!ts.isWhileStatement(node)) return source.text.slice(start, bodyStart);
  const { expression } = node;
  return `${source.text.slice(start, expression.getStart(source))}${out(expression)}${source.text.slice(expression.end, bodyStart)}`;
}

/** A pattern in the head is taken apart in the body. */
function headName(initializer: ts.ForInitializer, emitter: Emitter): string {
  const { raw } = emitter;
  const pattern = patternIn(initializer);
  if (pattern === undefined) return raw(initializer);
  return `const ${itemName(pattern)}`;
}

function patternIn(initializer: ts.ForInitializer): ts.BindingPattern | undefined {
  if (!ts.isVariableDeclarationList(initializer)) return undefined;
  const name = initializer.declarations[0]?.name;
  return name === undefined || ts.isIdentifier(name) ? undefined : name;
}

function itemName(pattern: ts.BindingPattern): string {
  return `__lsI${pattern.pos}`;
}

/** What is done first in each iteration. */
function beginOf(loop: Loop, emitter: Emitter): string {
  const hasOwn = [...emitter.tracked.values()].some(({ scope }) => scope === loop.body);
  const owner = hasOwn ? ` const ${scopeName(loop.body)} = __lsT.v();` : "";
  return `__lsT.B(${emitter.site(loop.node)});${owner}`;
}

function emitBody(node: Exclude<Loop["node"], ts.CallExpression>, first: string, emitter: Emitter): string {
  const taken = ts.isForOfStatement(node) || ts.isForInStatement(node) ? taking(node, emitter) : "";
  return inBlock(node.statement, `${first} ${taken}`, emitter);
}

/** The statements that take an element apart, and tell of a variable that it was written to. */
function taking(node: ts.ForOfStatement | ts.ForInStatement, emitter: Emitter): string {
  const { initializer } = node;
  const pattern = patternIn(initializer);
  if (pattern !== undefined) {
    const isConst = (initializer.flags & ts.NodeFlags.Const) !== 0;
    return `${isConst ? "const" : "let"} ${emitter.plain(pattern)} = __lsT.D(${emitter.site(pattern)}, ${itemName(pattern)}, ${patternOf(pattern)}); `;
  }
  if (ts.isVariableDeclarationList(initializer)) return "";
  if (!ts.isIdentifier(initializer)) return `__lsT.q(${emitter.site(initializer)}, "what the loop assigns to"); `;
  const symbol = variableAt(initializer, emitter.checker);
  const found = symbol === undefined ? undefined : emitter.tracked.get(symbol);
  return found === undefined
    ? ""
    : `__lsT.w(${emitter.site(initializer)}, ${found.variable}, 0${scopeOf(found.scope)}); `;
}

function inBlock(statement: ts.Statement, first: string, emitter: Emitter): string {
  if (!ts.isBlock(statement)) return `{ ${first}${emitter.out(statement)} }`;
  const text = emitter.plain(statement);
  return `{ ${first}${text.slice(1)}`;
}

/** `for (const x of xs)` that is not the loop under study. */
export function emitForOf(node: ts.ForOfStatement, emitter: Emitter): string {
  const { source, out, site } = emitter;
  const { initializer, expression } = node;
  if (node.awaitModifier !== undefined) return emitter.plain(node);
  const head = source.text.slice(node.getStart(source), initializer.getStart(source));
  const between = source.text.slice(initializer.end, expression.getStart(source));
  const close = source.text.slice(expression.end, node.statement.getStart(source));
  return `${head}${headName(initializer, emitter)}${between} __lsT.y(${site(expression)}, ${out(expression)})${close}${emitBody(node, "", emitter)}`;
}

export function emitForIn(node: ts.ForInStatement, emitter: Emitter): string {
  const { source, out, site } = emitter;
  const { initializer, expression } = node;
  const head = source.text.slice(node.getStart(source), expression.getStart(source));
  const close = source.text.slice(expression.end, node.statement.getStart(source));
  const taken = ts.isVariableDeclarationList(initializer) ? "" : taking(node, emitter);
  return `${head} __lsT.a(${site(expression)}, ${out(expression)})${close}${inBlock(node.statement, taken, emitter)}`;
}

/** `xs.map((x) => …)` as the loop under study: an iteration begins with its callback. */
export function emitTracedMethod(node: ts.CallExpression, loop: Loop, emitter: Emitter): string {
  const { source, out, raw, fresh } = emitter;
  const callee = node.expression;
  const callback = node.arguments.find((each) => loop.body.pos >= each.pos && loop.body.end <= each.end);
  if (callback === undefined) return raw(node);
  const emitted = node.arguments.map((each) => (each === callback ? withBegin(each, loop, emitter) : out(each)));
  const args = emitted.join(", ");
  if (!ts.isPropertyAccessExpression(callee) || loop.kind === "Array.from")
    return `__lsT.Z(undefined, () => ${raw(callee)}(${args}))`;
  const over = fresh();
  const owner = out(callee.expression);
  return `__lsT.Z(${owner}, (${over}) => ${over}${source.text.slice(callee.expression.end, callee.end)}(${args}))`;
}

/** The callback, which begins an iteration before it takes its arguments apart. */
function withBegin(callback: ts.Expression, loop: Loop, emitter: Emitter): string {
  const { fresh, out } = emitter;
  const args = fresh();
  const run = fresh();
  // The callback stays a function of its own, so its `this` and its parameters are what they were.
  return `((${run}) => function (...${args}) { ${beginOf(loop, emitter)} return ${run}.apply(this, ${args}); })(${out(callback)})`;
}
