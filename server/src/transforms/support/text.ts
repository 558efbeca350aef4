// Small operations on source text: edits inside of a node, indentation, the author's habits.
import { ts } from "ts-morph";
import { identifiersNamed, preorder } from "../../loops/mentions.js";
import type { TextEdit } from "../transform.js";
import { readBraces, withTightBraces } from "./braces.js";
import type { Apart } from "./importOrder.js";

/** Applies edits given in offsets of the whole file to the part `[start, end)` of it. Edits outside of the part are left out. */
export function editedPart(text: string, start: number, end: number, edits: readonly TextEdit[]): string {
  const inside = edits
    .filter((edit) => edit.start >= start && edit.end <= end)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let out = "";
  let at = start;
  for (const edit of inside) {
    // An edit inside of a removed part goes with it.
    if (edit.start < at) continue;
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at, end);
}

export interface Habits {
  readonly quote: '"' | "'";
  readonly semicolon: ";" | "";
  /** One level of indentation. */
  readonly indent: string;
  readonly newline: string;
  /** Between the name of a function and its parameters. */
  readonly space: " " | "";
  /** Inside of braces that stand on one line. */
  readonly braces: " " | "";
  /** Behind the last of several lines: names and elements in braces and brackets, arguments in parentheses. */
  readonly comma: { readonly list: "," | ""; readonly call: "," | "" };
  /** Where imports have an empty line between them; not known of a file by itself. */
  readonly apart?: Apart;
  /** Characters that a line may have. */
  readonly width: number;
}

/** What the author does most often; ties go to double quotes, semicolons, two blanks. O(length of the file). */
export function habitsOf(source: ts.SourceFile): Habits {
  const known = habits.get(source);
  if (known !== undefined) return known;
  const found = readHabits(source);
  habits.set(source, found);
  return found;
}

const habits = new WeakMap<ts.SourceFile, Habits>();

function readHabits(source: ts.SourceFile): Habits {
  const { text } = source;
  // Comments have apostrophes, and quote what is not code.
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
  const single = code.match(/'/g)?.length ?? 0;
  const double = code.match(/"/g)?.length ?? 0;
  const lines = text.split(/\r?\n/);
  const ended = lines.filter((line) => /;\s*$/.test(line)).length;
  const open = lines.filter((line) => /[\w)\]'"`]\s*$/.test(line)).length;
  // The lines of a comment begin with ` *`.
  const indented = code
    .split(/\r?\n/)
    .map((line) => /^(\t+| +)\S/.exec(line)?.[1])
    .filter((blank) => blank !== undefined);
  const tabs = indented.filter((blank) => blank.startsWith("\t")).length;
  const widths = indented.filter((blank) => blank.startsWith(" ")).map((blank) => blank.length);
  // A few lines stand below something else than a block.
  const odd = widths.filter((each) => each % 4 !== 0).length;
  const width = widths.length > 0 && odd <= widths.length / 10 ? 4 : 2;
  return {
    quote: single > double ? "'" : '"',
    semicolon: ended === 0 && open > 3 ? "" : ";",
    indent: tabs > indented.length / 2 ? "\t" : " ".repeat(width),
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    braces: readBraces(source),
    space: spaced(code),
    comma: readCommas(source),
    width: printWidth(lines),
  };
}

/** `function area (r)`, as one of the styles without semicolons has it; ties go to none. */
function spaced(code: string): Habits["space"] {
  const wide = code.match(/\bfunction\*? [\w$]+ \(/g)?.length ?? 0;
  const tight = code.match(/\bfunction\*? [\w$]+[(<]/g)?.length ?? 0;
  return wide > tight ? " " : "";
}

/** Lists whose closing bracket has a line of its own tell it. Arguments go without where lists do, or have none themselves. */
function readCommas(source: ts.SourceFile): Habits["comma"] {
  const counts = { list: 0, call: 0 };
  const count = (kind: "list" | "call", nodes: ts.NodeArray<ts.Node> | undefined) => {
    const last = nodes?.at(-1);
    if (nodes === undefined || last === undefined || (ts.isParameter(last) && last.dotDotDotToken)) return;
    if (/^(?:\s|,|\/\/.*|\/\*.*?\*\/)*\n\s*[)\]}]/.test(source.text.slice(last.end)))
      counts[kind] += nodes.hasTrailingComma ? 1 : -1;
  };
  for (const node of preorder(source)) {
    if (ts.isObjectLiteralExpression(node)) count("list", node.properties);
    else if (ts.isArrayLiteralExpression(node) || ts.isNamedImports(node) || ts.isNamedExports(node))
      count("list", node.elements);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) count("call", node.arguments);
    else if (ts.isFunctionLike(node)) count("call", node.parameters);
  }
  const list = counts.list < 0 || (counts.list === 0 && counts.call < 0) ? "" : ",";
  return { list, call: counts.call < 0 || (counts.call === 0 && list === "") ? "" : "," };
}

/** Texts with the line ends and the braces of the file that they go to. */
export function inHabit(edits: readonly TextEdit[], { newline, braces }: Habits): readonly TextEdit[] {
  return edits.map((edit) => {
    const text = braces === "" ? withTightBraces(edit.text) : edit.text;
    return { ...edit, text: text.replace(/\r?\n/g, newline) };
  });
}

const [narrow, wide] = [80, 110];

/** A file of some length without long lines has been formatted, by the rule of most formatters, to 80 columns. */
function printWidth(lines: readonly string[]): number {
  const long = lines.filter((line) => line.length > narrow && !/^\s*(?:\/\/|\/?\*|import\b)/.test(line)).length;
  return lines.length >= 40 && long <= lines.length / 50 ? narrow : wide;
}

const [open, comma, close] = ["\uE000", "\uE001", "\uE002"];

/** A call that `breakLong` may break at its arguments. */
export function breakable(callee: string, given: readonly string[]): string {
  return `${callee}(${open}${given.join(`,${comma} `)}${close})`;
}

/**
 * Puts the arguments of each breakable call whose line is longer than `width`, or that has an argument of several lines, on lines of
 * their own.
 */
export function breakLong(
  code: string,
  { indent, width, comma: last }: Pick<Habits, "indent" | "width" | "comma">,
): string {
  const marks = new RegExp(`[${open}${comma}${close}]`, "g");
  const call = new RegExp(`${open}([^${open}${close}]*)${close}`);
  let out = code;
  for (let found = call.exec(out); found !== null; found = call.exec(out)) {
    const before = out.slice(out.lastIndexOf("\n", found.index) + 1, found.index);
    const after = out.slice(found.index + found[0].length);
    const rest = after.split("\n", 1)[0]!;
    const inside = found[1]!;
    const line = `${before}${inside}${rest}`.replace(marks, "").replaceAll("\t", "    ");
    const blanks = /^[ \t]*/.exec(before)![0];
    const isLong = inside.includes("\n") || line.length > width;
    const given = inside.split(`${comma} `);
    const lines = given.map((each) => `\n${blanks}${indent}${deeper(each.replace(/,$/, ""), indent)}`);
    const broken = `${lines.join(",")}${last.call}\n${blanks}`;
    out = out.slice(0, found.index) + (isLong ? broken : inside.replaceAll(comma, "")) + after;
  }
  return out;
}

/** All lines but the first one level further in. */
function deeper(code: string, indent: string): string {
  const fixed = code.includes("\n") ? linesInsideTemplates(code) : new Set<number>();
  return code
    .split("\n")
    .map((line, at) => (at === 0 || line.trim() === "" || fixed.has(at) ? line : indent + line))
    .join("\n");
}

/** The blanks before the first character of the line of `offset`. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))![0];
}

/**
 * Moves a block of lines so that its least indented line stands at `indent`. Blank lines stay empty. Lines that begin inside of
 * a template literal stay as they are, because their blanks are part of a value.
 */
export function reindent(block: string, indent: string): string {
  const lines = block.split("\n");
  const fixed = linesInsideTemplates(block);
  const depths = lines.flatMap((line, index) =>
    line.trim() === "" || fixed.has(index) ? [] : [/^[ \t]*/.exec(line)![0].length],
  );
  const least = depths.length === 0 ? 0 : Math.min(...depths);
  return lines
    .map((line, index) => {
      if (fixed.has(index)) return line;
      return line.trim() === "" ? "" : indent + line.slice(least);
    })
    .join("\n");
}

function linesInsideTemplates(block: string): ReadonlySet<number> {
  const fixed = new Set<number>();
  if (!block.includes("`")) return fixed;
  const parsed = ts.createSourceFile("block.ts", block, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node)) {
      const first = parsed.getLineAndCharacterOfPosition(node.getStart(parsed)).line;
      const last = parsed.getLineAndCharacterOfPosition(node.end).line;
      for (let line = first + 1; line <= last; line++) fixed.add(line);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return fixed;
}

/** Where a statement begins with the comments right above it, and ends with its line. */
export function fullRange(node: ts.Node, text: string): { start: number; end: number } {
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  let first = node.getStart();
  for (const comment of [...comments].reverse()) {
    // A comment on the line of the statement before belongs to that one, one above an empty line to what is above.
    const isBehind = node.getFullStart() > 0 && !text.slice(node.getFullStart(), comment.pos).includes("\n");
    if (isBehind || /\n[ \t]*\r?\n/.test(text.slice(comment.end, first))) break;
    first = comment.pos;
  }
  const lineStart = text.lastIndexOf("\n", first - 1) + 1;
  const start = text.slice(lineStart, first).trim() === "" ? lineStart : first;
  let { end } = node;
  for (const comment of ts.getTrailingCommentRanges(text, end) ?? []) end = comment.end;
  const lineEnd = text.indexOf("\n", end);
  if (lineEnd !== -1 && text.slice(end, lineEnd).trim() === "") end = start === lineStart ? lineEnd + 1 : lineEnd;
  return { start, end };
}

/**
 * The same for a statement that goes. Without semicolons at the ends of statements, one at the beginning of a line belongs to what
 * follows, although the compiler counts it to the statement before: it stays.
 */
export function removedRange(node: ts.Node, text: string): { start: number; end: number } {
  const led = /\s*\n\s*;$/.exec(node.getText());
  const whole = fullRange(node, text);
  return led === null ? whole : { start: whole.start, end: text.lastIndexOf("\n", node.end - 1) + 1 };
}

/**
 * `;` where a statement would go on with what follows it: on the same line, or at the beginning of the next one (`[a, b] = …`).
 * @param code the end of a statement in the habit of the file, which may be to write none
 */
export function endedBefore(code: string, following: string): string {
  if (/[;}]\s*$/.test(code)) return "";
  const blanks = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/.exec(following)![0];
  const next = following.charAt(blanks.length);
  if (next === "" || next === "}" || next === ";") return "";
  return !blanks.includes("\n") || /[[(`+\-/*]/.test(next) ? ";" : "";
}

/**
 * Whole lines that go take the empty line behind them along, where one stands before them, too, or they are the first of their block.
 * @param edits sorted by their places
 */
export function closeGaps(edits: readonly TextEdit[], text: string): readonly TextEdit[] {
  const out: TextEdit[] = [];
  edits.forEach((edit, at) => {
    const last = out.at(-1);
    const isRemoval =
      edit.text === "" && (edit.start === 0 || text[edit.start - 1] === "\n") && text[edit.end - 1] === "\n";
    if (!isRemoval) {
      out.push(edit);
      return;
    }
    const joins = last !== undefined && last.end === edit.start && last.text === "";
    if (joins) out.pop();
    const start = joins ? last.start : edit.start;
    const written = out.at(-1);
    const above = written?.end === start ? written.text : text.slice(Math.max(0, start - 200), start);
    const isFirst = above === "" || /[\n{][ \t]*\r?\n$/.test(above);
    const gap = isFirst ? (/^[ \t]*\r?\n/.exec(text.slice(edit.end))?.[0].length ?? 0) : 0;
    const next = edits[at + 1];
    out.push({ start, end: edit.end + (next !== undefined && next.start < edit.end + gap ? 0 : gap), text: "" });
  });
  return out;
}

/** A name that does not occur in any of the texts. */
export function freeName(wanted: string, ...texts: readonly string[]): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!texts.some((text) => new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text)))
      return name;
  }
}

/** A name that nothing in the file has; its comments may mention it. */
export function freeInFile(wanted: string, file: ts.SourceFile): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (identifiersNamed(name, file).length === 0) return name;
  }
}
