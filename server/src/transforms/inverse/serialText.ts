// The text of the serial loop that takes the place of a call of the runner.
import { ts } from "ts-morph";
import { preorder } from "../../loops/mentions.js";
import { plural } from "../support/slots.js";
import { breakLong, freeName, type Habits, indentAt, reindent } from "../support/text.js";
import { newTypeNames, typeText } from "../support/types.js";
import type { CallSite, Site } from "./callSite.js";
import { commitLines, labelAround, problemOfCommit } from "./commitLines.js";
import { envText } from "./envText.js";
import { mayJoin } from "./joining.js";
import { isMentionedIn, kernelCode } from "./kernelCode.js";
import { expressionText, loopText, type SerialText, trimmed, type Work } from "./loopText.js";
import { namesDeclaredIn, wordsOf } from "./names.js";
import type { Shape } from "./shape.js";

type Answer = SerialText | { readonly problem: string };

/** @param asFunction the kernel stays a function, although its body could stand in the loop */
export function serialText(
  site: Site,
  found: CallSite,
  shape: Shape,
  habits: Habits,
  typed: boolean,
  asFunction = false,
): Answer {
  if (shape.kind === "beside") return besideText(site, shape);
  const home = functionAround(found.call);
  // The names in the call itself go with it.
  const { text } = site.sourceFile;
  const around = text.slice(home.getStart(), found.call.getStart()) + text.slice(found.call.end, home.end);
  const own = new Set([...namesDeclaredIn([found.kernel], site.checker), ...wordsOf(found.kernel.parameters)]);
  const env = envText(found, { checker: site.checker, around, own, end: habits.semicolon });
  const code = asFunction ? undefined : kernelCode(found.kernel);
  if (found.kernelName === undefined && (code === undefined || env === undefined))
    return { problem: "its kernel is written in the call and cannot be divided into the statements of a loop" };
  const work: Work = { site, found, habits, typed, around, code, env };
  if (shape.kind === "expression" || found.options.has("holes")) return expressionText(work);
  if (shape.kind !== "each") return gathered(work, shape);
  const { loop, commit } = shape;
  const reads = readsOf(found, site.checker);
  if (found.taken === "at-once")
    return mayJoin(commit, loop, reads, site.checker) ? joined(work, shape) : gathered(work, shape);
  const problem = problemOfCommit(shape, found, reads, site.checker);
  return problem === undefined ? joined(work, shape) : { problem };
}

type Each = Extract<Shape, { kind: "each" }>;

/** The author's loop, which an earlier rewrite kept in the other branch. */
function besideText({ sourceFile }: Site, { start, end, kept }: Extract<Shape, { kind: "beside" }>): Answer {
  const { text } = sourceFile;
  const isBlock = ts.isBlock(kept);
  const needsBlock =
    isBlock && kept.statements.some((each) => !ts.isIterationStatement(each, true) && !ts.isExpressionStatement(each));
  const inside =
    isBlock && !needsBlock ? text.slice(kept.getStart() + 1, kept.end - 1) : text.slice(kept.getStart(), kept.end);
  const lines = trimmed(inside);
  return { edit: { start, end, text: reindent(lines, indentAt(text, start)).trimStart() }, keepsKernel: false };
}

/** All values first, as the call had it; what was done with them stays as it is. */
function gathered(work: Work, shape: Exclude<Shape, { kind: "beside" | "expression" }>): Answer {
  const { site, found, habits, typed, around, code, env } = work;
  const { text } = site.sourceFile;
  const end = habits.semicolon;
  const statement = shape.kind === "each" ? outermost(shape.loop) : shape.statement;
  const into = found.options.get("into");
  const wanted = shape.kind === "declare" ? shape.declaration.name.getText() : undefined;
  const words = [found.kernel.getText(), [...(env?.names.values() ?? [])].join(" ")];
  const isFree = wanted !== undefined && freeName(wanted, ...words) === wanted;
  const result = code?.result;
  const name =
    into?.getText() ??
    (isFree && takesPush(shape, site.checker)
      ? wanted
      : freeName(result && ts.isIdentifier(result) ? plural(result.text) : "results", around, ...words));
  const keepsValue = shape.kind !== "alone" || into !== undefined;
  const index = into === undefined ? undefined : (indexName(found) ?? freeName("index", around, ...words));
  const store = (value: string) =>
    into === undefined ? `${name}.push(${value})${end}` : `${name}[${index}] = ${value}${end}`;
  const loop = loopText(work, index, keepsValue ? store : undefined);
  if ("problem" in loop) return loop;
  const lines: string[] = [];
  if (keepsValue && into === undefined) lines.push(`${declarationHead(shape, name, wanted)} = []${end}`);
  lines.push(...loop.lines);
  if (shape.kind !== "alone" && !(shape.kind === "declare" && name === wanted)) {
    const rest =
      text.slice(statement.getStart(), found.whole.getStart()) + name + text.slice(found.whole.end, statement.end);
    // The statement keeps its lines; only its first one is given its place anew.
    lines.push(reindent(indentAt(text, statement.getStart()) + rest, ""));
  }
  return place(statement, lines, habits, loop.keepsKernel);

  function declarationHead(of: Shape, name: string, wanted: string | undefined): string {
    const used = newTypeNames();
    const type = typed ? typeText(site.checker.getTypeAtLocation(found.whole), found.whole, site, used) : "";
    const isWritable = type !== "" && used.problem === undefined && !type.startsWith("readonly ");
    if (of.kind !== "declare" || name !== wanted) return `const ${name}${isWritable ? `: ${type}` : ""}`;
    const head = text.slice(of.statement.getStart(), of.declaration.name.end);
    const own = of.declaration.type?.getText() ?? (isWritable ? type : undefined);
    return own === undefined || !typed ? head : `${head}: ${own}`;
  }
}

/** A declared type that values can be pushed into. */
function takesPush(shape: Shape, checker: ts.TypeChecker): boolean {
  if (shape.kind !== "declare" || shape.declaration.type === undefined) return true;
  return checker.getTypeAtLocation(shape.declaration.name).getProperty("push") !== undefined;
}

/** Kernel and commit in one body. */
function joined(work: Work, shape: Each): Answer {
  const { site, found, habits, code, env } = work;
  const { loop, commit } = shape;
  const isInlined = code !== undefined && env !== undefined && code.early.length === 0;
  if (!isInlined && found.taken === "at-once") return gathered(work, shape);
  const label = labelAround(loop);
  const text = commitLines(shape, { site, kernel: found.kernel, code: isInlined ? code : undefined, habits, label });
  const words = wordsOf([commit.body, ...(commit.index ? [commit.index] : [])]);
  const index =
    commit.index !== undefined && words.has(commit.index.text) && isUsed(commit.index, commit.body, site.checker)
      ? commit.index.text
      : undefined;
  const serial = loopText(work, index, text.valueLines, {
    names: text.names,
    after: text.after,
    isLeft: text.isLeft,
    needsBlock: text.needsBlock,
    isInlined,
  });
  if ("problem" in serial) return serial;
  const lines = [...serial.lines];
  if (label !== undefined && text.keepsLabel) {
    const at = lines.findIndex((line) => /^for\b/.test(line));
    lines[at] = `${label}: ${lines[at]}`;
  }
  return place(outermost(loop), lines, habits, serial.keepsKernel);
}

function place(statement: ts.Node, lines: readonly string[], habits: Habits, keepsKernel: boolean): SerialText {
  const { text } = statement.getSourceFile();
  const isListed =
    ts.isBlock(statement.parent) || ts.isSourceFile(statement.parent) || ts.isCaseOrDefaultClause(statement.parent);
  const all = lines.join("\n");
  const code = isListed || lines.length === 1 ? all : `{\n${reindent(all, habits.indent)}\n}`;
  const indented = breakLong(reindent(code, indentAt(text, statement.getStart())), habits).trimStart();
  return { edit: { start: statement.getStart(), end: statement.end, text: indented }, keepsKernel };
}

function outermost(loop: ts.Node): ts.Node {
  return ts.isLabeledStatement(loop.parent) ? loop.parent : loop;
}

function functionAround(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

function indexName({ kernel }: CallSite): string | undefined {
  const name = kernel.parameters[2]?.name;
  return name && ts.isIdentifier(name) ? name.text : undefined;
}

function isUsed(name: ts.Identifier, body: ts.Node, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol !== undefined && isMentionedIn(symbol, body, checker);
}

/** Variables of the caller that the items and the `env` are made of. */
function readsOf({ items, env }: CallSite, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  for (const node of [items, ...(env ? [env] : [])].flatMap((root) => [...preorder(root)])) {
    if (!ts.isIdentifier(node)) continue;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    if (symbol !== undefined) found.add(symbol);
  }
  return found;
}
