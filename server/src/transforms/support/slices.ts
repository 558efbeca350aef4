// Cuts one side, kernel or commit, out of the text of a loop's body. Comments, formatting and names of what stays are kept.
import { ts } from "ts-morph";
import { labelsOf } from "../../legality/units.js";
import type { TextEdit } from "../transform.js";
import { childStatements, headsOf, type Parts } from "./parts.js";
import { editedPart, fullRange, indentAt, reindent } from "./text.js";

export interface Slicing {
  readonly parts: Parts;
  readonly side: "kernel" | "commit";
  /** One level of indentation. */
  readonly indent: string;
  /** Lines of code put before a statement, or in its place when it goes. */
  before(statement: ts.Statement): readonly string[];
  /** What stands for a moved expression; undefined: it stays. */
  replacement(expression: ts.Node): string | undefined;
  /** What a `continue` of the analysed loop becomes; undefined: it stays. */
  readonly continueText: string | undefined;
  /** Another head for a mixed loop, e.g. `for (const v of vs)`; undefined: it keeps its own. */
  head(statement: ts.Statement): string | undefined;
}

/** The statements of one side, not indented, lines ended by `\n`, no line end behind the last. */
export function slice(slicing: Slicing): string {
  const { parts, side, indent } = slicing;
  const { body } = parts;
  const { text } = body.getSourceFile();
  const edits: TextEdit[] = [];
  const labels = labelsOf(body.parent);
  if (ts.isBlock(body)) {
    for (const statement of body.statements) inList(statement);
    const { lead, start, end } = insideOfBraces(body, side, text);
    return clean(lead + editedPart(text, start, end, edits));
  }
  const what = plan(body);
  if (what === "keep") edits.push(...inside(body));
  else if (what === "enter") enter(body);
  const kept = what === "drop" ? "" : editedPart(text, body.getStart(), body.end, edits);
  const blanks = indentAt(text, body.getStart());
  return clean([...slicing.before(body).map((line) => blanks + line), blanks + kept].join("\n"));

  function plan(statement: ts.Statement): "keep" | "drop" | "enter" {
    const where = parts.sideOf(statement);
    if (where === "mixed") return side === "commit" || hasContent(statement) || isKept(statement) ? "enter" : "drop";
    if (where === "commit") return side === "commit" || parts.stops.has(statement) ? "keep" : "drop";
    if (side === "kernel") return parts.isIdle(statement) ? "drop" : "keep";
    return parts.isShared(statement) ? "keep" : "drop";
  }

  /** Its head can fail first, or that of a statement in it. */
  function isKept(statement: ts.Statement): boolean {
    return (parts.split.failing.has(statement) && !isTaken(statement)) || childStatements(statement).some(isKept);
  }

  /** The condition as a whole is a value that travels: it is evaluated where that is taken. */
  function isTaken(statement: ts.Statement): boolean {
    return (
      ts.isIfStatement(statement) && hasLines(statement) && slicing.replacement(statement.expression) !== undefined
    );
  }

  /** Does a mixed statement hold anything for the kernel to do? */
  function hasContent(statement: ts.Statement): boolean {
    return childStatements(statement).some(
      (child) =>
        slicing.before(child).length > 0 ||
        parts.stops.has(child) ||
        (parts.sideOf(child) === "kernel" && !parts.isIdle(child) && !isEmpty(child)) ||
        (parts.sideOf(child) === "mixed" && hasContent(child)),
    );
  }

  function inList(statement: ts.Statement): void {
    const lines = slicing.before(statement);
    const what = plan(statement);
    const at = statement.getStart();
    const blanks = indentAt(text, at);
    if (what === "drop") {
      const { start, end } = fullRange(statement, text);
      const ending = text[end - 1] === "\n" ? "\n" : "";
      const code = lines.map((line) => reindent(line, blanks)).join("\n");
      edits.push({ start, end, text: code === "" ? "" : code + (ending === "" ? " " : ending) });
      return;
    }
    if (lines.length > 0) {
      if (ts.isBlock(statement)) edits.push({ start: at + 1, end: at + 1, text: indented(lines, blanks + indent) });
      else {
        const code = lines.map((line) => `${reindent(line, blanks).trimStart()}\n${blanks}`).join("");
        edits.push({ start: at, end: at, text: code });
      }
    }
    if (what === "keep") edits.push(...inside(statement));
    else enter(statement);
  }

  function enter(statement: ts.Statement): void {
    const head = slicing.head(statement);
    if (head === undefined) for (const node of headsOf(statement)) edits.push(...inside(node));
    if (ts.isBlock(statement)) for (const child of statement.statements) inList(child);
    else if (ts.isIfStatement(statement)) enterIf(statement);
    else if (ts.isForStatement(statement) || ts.isForOfStatement(statement)) {
      const start = statement.getStart();
      if (head !== undefined) edits.push({ start, end: statement.statement.getStart(), text: `${head} ` });
      branch(statement.statement);
    }
  }

  function enterIf({ expression, thenStatement, elseStatement }: ts.IfStatement): void {
    const isGone = (child: ts.Statement) => isEmpty(child) || (plan(child) === "drop" && !hasLines(child));
    if (elseStatement === undefined) branch(thenStatement);
    else if (isGone(elseStatement)) {
      branch(thenStatement);
      edits.push({ start: thenStatement.end, end: elseStatement.end, text: "" });
    } else if (isGone(thenStatement)) {
      // `if (c) {} else { … }` is written the other way round.
      const isName = slicing.replacement(expression) !== undefined || ts.isIdentifier(expression);
      edits.push({ start: expression.getStart(), end: expression.getStart(), text: isName ? "!" : "!(" });
      edits.push({ start: expression.end, end: expression.end, text: isName ? "" : ")" });
      // Braces that the other branch gets begin right behind the `else`, which goes.
      const isBraced = plan(elseStatement) === "drop" || (hasLines(elseStatement) && !ts.isBlock(elseStatement));
      const [start, end] = isBraced
        ? [thenStatement.pos, elseStatement.pos]
        : [thenStatement.getStart(), elseStatement.getStart()];
      edits.push({ start, end, text: "" });
      branch(elseStatement);
    } else {
      branch(thenStatement);
      branch(elseStatement);
    }
  }

  function hasLines(statement: ts.Statement): boolean {
    return slicing.before(statement).length > 0;
  }

  /** The statement of an `if` or a loop: a block, or one alone, which gets braces where it becomes several. */
  function branch(statement: ts.Statement): void {
    const lines = slicing.before(statement);
    const what = plan(statement);
    const [start, end] = [statement.getStart(), statement.end];
    const blanks = indentAt(text, statement.parent.getStart());
    const code = indented(lines, blanks + indent);
    // A brace comes behind the head, wherever the statement stands, unless a comment does.
    const isNear = /^\s*$/.test(text.slice(statement.pos, start));
    const [from, lead] = isNear ? [statement.pos, " {"] : [start, "{"];
    if (what === "drop") {
      edits.push({ start: from, end, text: lines.length === 0 ? `${lead}}` : `${lead}${code}\n${blanks}}` });
    } else if (ts.isBlock(statement) || lines.length === 0) {
      if (ts.isBlock(statement)) inList(statement);
      else if (what === "keep") edits.push(...inside(statement));
      else enter(statement);
    } else {
      const outer = edits.length;
      if (what === "keep") edits.push(...inside(statement));
      else enter(statement);
      // What stood in the line of the `else` may have lines of its own, which come a level deeper.
      const own = indentAt(text, start) + editedPart(text, start, end, edits.splice(outer));
      edits.push({ start: from, end, text: `${lead}${code}\n${reindent(own, blanks + indent)}\n${blanks}}` });
    }
  }

  /** Edits inside of code that stays: moved expressions and, in the kernel, `continue`. */
  function inside(root: ts.Node): TextEdit[] {
    const found: TextEdit[] = [];
    const visit = (node: ts.Node, nested: boolean): void => {
      const isOwnContinue =
        ts.isContinueStatement(node) && (node.label === undefined ? !nested : labels.has(node.label.text));
      const shown = slicing.replacement(node) ?? (isOwnContinue ? slicing.continueText : undefined);
      if (shown !== undefined) {
        found.push({ start: node.getStart(), end: node.end, text: shown });
        return;
      }
      const deeper = nested || ts.isIterationStatement(node, false) || ts.isFunctionLike(node);
      ts.forEachChild(node, (child) => visit(child, deeper));
    };
    visit(root, false);
    return found;
  }
}

function indented(lines: readonly string[], blanks: string): string {
  return lines.map((line) => `\n${reindent(line, blanks)}`).join("");
}

/** Takes the common depth away, and the empty lines that removed statements left at either end or in a row. */
function clean(code: string): string {
  const lines = code.replace(/\r\n/g, "\n");
  const flush = reindent(lines.replace(/^(?:[ \t]*\n)+/, "").trimEnd(), "");
  return flush.includes("`") ? flush : flush.replace(/\n{3,}/g, "\n\n");
}

/** What lies between the braces. A comment behind the opening one goes with the kernel, on a line of its own. */
function insideOfBraces(body: ts.Block, side: Slicing["side"], text: string) {
  const open = body.getStart() + 1;
  const end = body.end - 1;
  const comments = ts.getTrailingCommentRanges(text, open) ?? [];
  const start = comments.at(-1)?.end ?? open;
  const first = body.statements[0]?.getStart() ?? end;
  const shown = comments.map((comment) => text.slice(comment.pos, comment.end)).join(" ");
  return { lead: shown === "" || side === "commit" ? "" : indentAt(text, first) + shown, start, end };
}

function isEmpty(statement: ts.Statement): boolean {
  return ts.isEmptyStatement(statement) || (ts.isBlock(statement) && statement.statements.every(isEmpty));
}
