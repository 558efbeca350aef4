// The body of the loop as kernel and as commit: the author's text with the other side's statements taken out.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import type { Channel, Split } from "../../legality/verdict.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { editedPart, freeName, fullRange, type Habits, indentAt, reindent } from "./text.js";
import { newTypeNames, type TypeNames, typeText } from "./types.js";

/** How one channel is carried in the kernel's result. */
export interface Carried {
  readonly channel: Channel;
  /** Name in the kernel's result and, for the plain case, of the variable on both sides. */
  readonly name: string;
  /** `plain`: one value per iteration. `maybe`: one value in some iterations. `list`: one per iteration of inner loops. */
  readonly kind: "plain" | "maybe" | "list";
  /** Text of the value's type (of one element for a list). */
  readonly type: string;
  /** Name of the accumulator in the kernel, where one is needed. */
  readonly holder: string;
}

export function carriedChannels(
  split: Split,
  body: ts.Node,
  context: TransformContext,
  used: TypeNames,
): readonly Carried[] {
  const taken: string[] = [];
  return split.channels.map((channel) => {
    const kind = channel.within.length > 0 ? "list" : isConditional(channel.at, body) ? "maybe" : "plain";
    const name = freeName(channel.name, ...taken.map((each) => ` ${each} `));
    taken.push(name);
    const bodyText = body.getSourceFile().text.slice(body.pos, body.end);
    const holder =
      kind === "plain"
        ? name
        : kind === "list"
          ? freeName(plural(name), bodyText, taken.join(" "))
          : freeName(`${name}Found`, bodyText);
    return { channel, name, kind, type: channelType(channel, context, used), holder };
  });
}

export function plural(name: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

function channelType(channel: Channel, context: TransformContext, used: TypeNames): string {
  const { checker } = context;
  if (channel.kind === "expression")
    return typeText(checker.getTypeAtLocation(channel.expression), channel.expression, context, used);
  const declaration = channel.symbol.valueDeclaration;
  const annotated = declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.type : undefined;
  if (annotated !== undefined) {
    typeText(checker.getTypeFromTypeNode(annotated), channel.at, context, used);
    return annotated.getText();
  }
  return typeText(checker.getTypeOfSymbolAtLocation(channel.symbol, channel.at), channel.at, context, used);
}

/** The statement stands in a branch of an `if` of the body. */
function isConditional(statement: ts.Node, body: ts.Node): boolean {
  for (let at = statement.parent; at !== undefined && at !== body.parent && at !== body; at = at.parent)
    if (ts.isIfStatement(at)) return true;
  return false;
}

/** The statements between the braces of the body, without the braces. */
export function innerRange(body: ts.Node): { start: number; end: number } {
  if (!ts.isBlock(body)) return { start: body.getStart(), end: body.end };
  return { start: body.getStart() + 1, end: body.end - 1 };
}

/** The lines of the kernel between its head and its end, not yet indented. */
export function kernelBody(
  split: Split,
  body: ts.Node,
  carried: readonly Carried[],
  habits: Habits,
  typed: boolean,
  context: TransformContext,
): string {
  const source = body.getSourceFile();
  const { text } = source;
  const edits: TextEdit[] = [];
  const head: string[] = [];
  const end = habits.semicolon;
  const returned = directReturn(split, body, carried);
  for (const each of carried) {
    if (each.kind === "list")
      head.push(`const ${each.holder}${typed ? `: ${parenthesized(each.type)}[]` : ""} = []${end}`);
    if (each.kind === "maybe" && returned !== each)
      head.push(`let ${each.holder}${typed ? `: ${each.type} | undefined` : ""}${end}`);
  }
  const hasMoved = new Set<Carried>();
  for (const statement of outermostCommit(split)) {
    const pieces: string[] = [];
    for (const each of carried) {
      if (each.channel.at !== statement) continue;
      hasMoved.add(each);
      pieces.push(...kernelLines(each, returned, end));
    }
    replaceStatement(statement, pieces, edits, text, habits);
  }
  for (const each of carried) {
    if (hasMoved.has(each)) continue;
    // The value is taken before a statement that both sides keep.
    const lines = kernelLines(each, returned, end);
    const at = each.channel.at.getStart();
    if (lines.length > 0)
      edits.push({
        start: at,
        end: at,
        text: lines.join(`${habits.newline}${indentAt(text, at)}`) + habits.newline + indentAt(text, at),
      });
    if (each.channel.kind === "expression")
      edits.push({ start: each.channel.expression.getStart(), end: each.channel.expression.end, text: each.name });
  }
  for (const jump of ownContinues(body))
    edits.push({
      start: jump.getStart(),
      end: jump.end,
      text: `return${typed && carried.length > 0 ? " undefined" : ""}${end}`,
    });
  const range = innerRange(body);
  const kept = innerText(text, range, edits);
  const result = returned === undefined ? resultText(carried) : returned.kind === "maybe" ? "undefined" : undefined;
  const tail = result === undefined || carried.length === 0 ? [] : [`return ${result}${end}`];
  const { privates } = split;
  const own = privates.map(
    (symbol) =>
      `let ${symbol.name}${typed ? `: ${typeText(context.checker.getTypeOfSymbol(symbol), body, context, newTypeNames())}` : ""}${end}`,
  );
  return [...own, ...head, kept, ...tail].filter((part) => part.trim() !== "").join("\n");
}

function innerText(text: string, range: { start: number; end: number }, edits: readonly TextEdit[]): string {
  return reindent(
    editedPart(text, range.start, range.end, edits)
      .replace(/^[ \t]*\r?\n/, "")
      .trimEnd(),
    "",
  );
}

function parenthesized(type: string): string {
  return /[|&]|=>/.test(type) ? `(${type})` : type;
}

/** What the kernel does where the commit would use the value. */
function kernelLines(each: Carried, returned: Carried | undefined, end: string): string[] {
  const value = each.channel.kind === "expression" ? each.channel.expression.getText() : each.channel.name;
  if (returned === each) return [`return ${value}${end}`];
  if (each.kind === "list") return [`${each.holder}.push(${value})${end}`];
  if (each.kind === "maybe") return [`${each.holder} = ${value}${end}`];
  return each.channel.kind === "expression" ? [`const ${each.name} = ${value}${end}`] : [];
}

/** A single value that is final where the commit uses it, with nothing of the kernel after it, is returned right there. */
function directReturn(split: Split, body: ts.Node, carried: readonly Carried[]): Carried | undefined {
  const [only] = carried;
  if (carried.length !== 1 || only === undefined || only.kind === "list") return undefined;
  if (only.channel.kind === "variable" && only.kind === "plain") return undefined;
  if (!split.commit.has(only.channel.at)) return undefined;
  for (let at: ts.Node = only.channel.at; at !== body; at = at.parent) {
    const siblings = ts.isBlock(at.parent) ? at.parent.statements : undefined;
    if (siblings?.some((other) => other.pos > at.pos && !split.commit.has(other))) return undefined;
    if (ts.isIterationStatement(at.parent, false) && at !== body) return undefined;
  }
  return only;
}

export function resultText(carried: readonly Carried[]): string {
  const value = (each: Carried) => (each.kind === "plain" ? each.name : each.holder);
  const [only] = carried;
  if (carried.length === 1 && only !== undefined) return value(only);
  return `{ ${carried.map((each) => (value(each) === each.name ? each.name : `${each.name}: ${value(each)}`)).join(", ")} }`;
}

export function resultType(carried: readonly Carried[], skips: boolean): string {
  const type = (each: Carried) =>
    each.kind === "list"
      ? `${parenthesized(each.type)}[]`
      : each.kind === "maybe"
        ? `${each.type} | undefined`
        : each.type;
  const [only] = carried;
  if (only === undefined) return "void";
  const text =
    carried.length === 1 ? type(only) : `{ ${carried.map((each) => `${each.name}: ${type(each)}`).join("; ")} }`;
  return skips && !/\bundefined\b/.test(text) ? `${text} | undefined` : text;
}

/** Commit statements that lie in no other one. */
export function outermostCommit(split: Split): readonly ts.Statement[] {
  return [...split.commit].filter((statement) => {
    for (let at = statement.parent; at !== undefined; at = at.parent)
      if (split.commit.has(at as ts.Statement)) return false;
    return true;
  });
}

/** Takes a statement out with its comments and line, or puts other lines in its place. A branch without braces gets a block. */
function replaceStatement(
  statement: ts.Statement,
  lines: readonly string[],
  edits: TextEdit[],
  text: string,
  habits: Habits,
): void {
  const { parent } = statement;
  const isBare = !ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isCaseOrDefaultClause(parent);
  if (isBare) {
    const replacement = lines.length === 1 ? lines[0]! : `{ ${lines.join(" ")} }`.replace("{  }", "{}");
    edits.push({ start: statement.getStart(), end: statement.end, text: replacement });
    return;
  }
  const { start, end } = fullRange(statement, text);
  const indent = indentAt(text, statement.getStart());
  const isWholeLine = text[end - 1] === "\n";
  const joined = lines.map((line) => indent + line).join(habits.newline);
  edits.push({
    start,
    end,
    text: lines.length === 0 ? "" : isWholeLine ? joined + habits.newline : joined.trimStart(),
  });
}

/** `continue` statements that go on with the loop whose body this is. */
export function ownContinues(body: ts.Node): readonly ts.ContinueStatement[] {
  const found: ts.ContinueStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isIterationStatement(node, false)) return;
    if (ts.isContinueStatement(node) && node.label === undefined) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The lines of the commit, not yet indented: the author's text without the kernel's statements. */
export function commitBody(
  split: Split,
  body: ts.Node,
  carried: readonly Carried[],
  habits: Habits,
  typed: boolean,
  bang: "!" | "",
): string {
  const source = body.getSourceFile();
  const { text } = source;
  const edits: TextEdit[] = [];
  const end = habits.semicolon;
  const isKept = (statement: ts.Statement): boolean =>
    split.commit.has(statement) ||
    split.rematerialized.has(statement as ts.VariableStatement) ||
    holdsCommit(statement, split);
  const visit = (statement: ts.Statement): void => {
    if (split.commit.has(statement) || split.rematerialized.has(statement as ts.VariableStatement)) return;
    if (!isKept(statement)) {
      replaceStatement(statement, [], edits, text, habits);
      return;
    }
    if (ts.isBlock(statement)) statement.statements.forEach(visit);
    else if (ts.isIfStatement(statement)) {
      visit(statement.thenStatement);
      if (statement.elseStatement !== undefined) visitElse(statement, statement.elseStatement);
    } else if (ts.isForStatement(statement) || ts.isForOfStatement(statement)) visit(statement.statement);
  };
  const visitElse = (holder: ts.IfStatement, statement: ts.Statement): void => {
    if (isKept(statement)) visit(statement);
    else edits.push({ start: holder.thenStatement.end, end: statement.end, text: "" });
  };
  if (ts.isBlock(body)) body.statements.forEach(visit);
  else visit(body as ts.Statement);
  const head: string[] = [];
  for (const each of carried) {
    const { channel } = each;
    if (channel.kind === "expression")
      edits.push({ start: channel.expression.getStart(), end: channel.expression.end, text: each.name });
    if (each.kind === "plain") continue;
    const at = channel.at.getStart();
    // A value that may be missing is there where the commit comes to it: both sides took the same branch.
    if (each.kind === "maybe") {
      insertBefore(channel.at, at, `const ${each.name} = ${each.holder}${typed ? "!" : ""}${end}`, edits, text, habits);
      continue;
    }
    const counter = plainCounter(channel, body);
    if (counter === undefined) head.push(`let ${cursorName(each)} = 0${end}`);
    const index = counter ?? `${cursorName(each)}++`;
    insertBefore(channel.at, at, `const ${each.name} = ${each.holder}[${index}]${bang}${end}`, edits, text, habits);
  }
  const kept = innerText(text, innerRange(body), edits);
  return [...head, kept].filter((part) => part.trim() !== "").join("\n");
}

/** `j`, when the list has one value for each `j = 0, 1, …` of the one loop inside: then the counter is the index. */
function plainCounter(channel: Channel, body: ts.Node): string | undefined {
  const [loop] = channel.within;
  if (channel.within.length !== 1 || loop === undefined || !ts.isForStatement(loop)) return undefined;
  for (let at: ts.Node = channel.at; at !== loop; at = at.parent) if (ts.isIfStatement(at.parent)) return undefined;
  for (let at: ts.Node = loop; at !== body; at = at.parent) if (ts.isIfStatement(at.parent)) return undefined;
  if (ownContinues(loop.statement).length > 0) return undefined;
  const counter = /^(?:let|var)\s+([\w$]+)\s*=\s*0$/.exec(loop.initializer?.getText() ?? "")?.[1];
  const step = loop.incrementor?.getText();
  return counter !== undefined && (step === `${counter}++` || step === `++${counter}` || step === `${counter} += 1`)
    ? counter
    : undefined;
}

function cursorName(each: Carried): string {
  return `next${each.name[0]!.toUpperCase()}${each.name.slice(1)}`;
}

function insertBefore(
  statement: ts.Statement,
  at: number,
  line: string,
  edits: TextEdit[],
  text: string,
  habits: Habits,
): void {
  const { parent } = statement;
  if (ts.isBlock(parent) || ts.isSourceFile(parent)) {
    edits.push({ start: at, end: at, text: `${line}${habits.newline}${indentAt(text, at)}` });
    return;
  }
  edits.push({ start: at, end: at, text: `{ ${line} ` });
  edits.push({ start: statement.end, end: statement.end, text: " }" });
}

export function holdsCommit(node: ts.Node, split: Split): boolean {
  if (split.commit.has(node as ts.Statement)) return true;
  return ts.forEachChild(node, (child) => (holdsCommit(child, split) ? true : undefined)) ?? false;
}

/** Does the commit's text, moved expressions left out, mention the variable? */
export function commitMentions(symbol: ts.Symbol, split: Split, body: ts.Node, checker: ts.TypeChecker): boolean {
  const moved = new Set<ts.Node>(
    split.channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : [])),
  );
  const visit = (node: ts.Node, inside: boolean): boolean => {
    if (moved.has(node)) return false;
    const isIn =
      inside || split.commit.has(node as ts.Statement) || split.rematerialized.has(node as ts.VariableStatement);
    if (ts.isIdentifier(node)) return isIn && valueSymbol(node, checker) === symbol;
    const isShared =
      !isIn &&
      holdsCommit(node, split) &&
      (ts.isIfStatement(node) || ts.isForStatement(node) || ts.isForOfStatement(node));
    let found = false;
    ts.forEachChild(node, (child) => {
      // The head of a statement that both sides keep is evaluated by both.
      const isHead = isShared && !ts.isStatement(child);
      if (visit(child, isIn || isHead)) found = true;
    });
    return found;
  };
  return visit(body, false);
}
