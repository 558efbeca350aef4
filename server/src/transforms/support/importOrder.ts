// Where a new import goes among those of a file: where the author's are sorted, so that they still are.
import { builtinModules } from "node:module";
import { ts } from "ts-morph";
import { perProgram } from "../../workspace/perProgram.js";
import type { TextEdit } from "../transform.js";
import { editedPart } from "./text.js";

/** Negative where the first comes before the second. */
type Order = (left: string, right: string) => number;

const byLetter: Order = (left, right) => byCode(left.toLowerCase(), right.toLowerCase()) || byCode(left, right);
const byCode: Order = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

const specifierOrders: readonly Order[] = [byLetter, byCode].flatMap((order) =>
  [rankOf, protocolRank].map(
    (rank): Order =>
      (left, right) =>
        rank(left) - rank(right) || order(left, right),
  ),
);

/** Modules of Node, packages, what a path alias stands for, files: so do all linters that sort. */
function rankOf(specifier: string): number {
  if (builtinModules.includes(specifier)) return 0;
  return protocolRank(specifier);
}

function protocolRank(specifier: string): number {
  if (/^(?:node|bun|deno):/.test(specifier)) return 0;
  return specifier.startsWith(".") ? 3 : /^(?:@\/|~|#|%)/.test(specifier) ? 2 : 1;
}

/**
 * The first of these import statements that comes behind the new one; undefined where that comes last, or they are in no order.
 * @param present in the order of the text, all of packages or all of files
 */
export function followerOf(specifier: string, present: readonly ts.Statement[]): ts.ImportDeclaration | undefined {
  const imports = present.filter(ts.isImportDeclaration);
  if (imports.length < present.length) return undefined;
  const named = imports.map((statement) => ({ statement, name: (statement.moduleSpecifier as ts.StringLiteral).text }));
  const order = specifierOrders.find((each) =>
    isSorted(
      named.map(({ name }) => name),
      each,
    ),
  );
  return order && named.find(({ name }) => order(name, specifier) > 0)?.statement;
}

/** What is new in the order of the specifiers that are there, by letter where there are none; as it is where they are in no order. */
export function sortedLike<T>(
  present: readonly string[],
  added: readonly T[],
  specifierOf: (each: T) => string,
): readonly T[] {
  const order = specifierOrders.find((each) => isSorted(present, each));
  if (order === undefined) return added;
  return [...added].sort((left, right) => order(specifierOf(left), specifierOf(right)));
}

/** The names in the order of the first ones where those are sorted; otherwise the new ones come last. O(n²). */
export function joined<T>(present: readonly T[], added: readonly T[], nameOf: (each: T) => string): readonly T[] {
  const order = [byLetter, byCode].find((each) => isSorted(present.map(nameOf), each));
  if (order === undefined) return [...present, ...added];
  const all = [...present];
  for (const each of added) {
    const at = all.findIndex((other) => order(nameOf(other), nameOf(each)) > 0);
    all.splice(at === -1 ? all.length : at, 0, each);
  }
  return all;
}

function isSorted(names: readonly string[], order: Order): boolean {
  return names.every((name, at) => at === 0 || order(names[at - 1]!, name) <= 0);
}

/** Where an author has an empty line between imports. */
export interface Apart {
  /** Between packages and files. */
  readonly outer: boolean;
  /** Between Node's modules, packages and aliases; between files of folders around and those beside. */
  readonly inner: boolean;
}

interface Evidence {
  readonly outer: number;
  readonly inner: number;
}

/** What the file shows, or else the files of the program. O(imports), once per program. */
export function apartIn(file: ts.SourceFile, program: ts.Program): Apart {
  const [own, all] = [evidenceIn(file), evidenceOf(program)];
  return { outer: (own.outer || all.outer) > 0, inner: (own.inner || all.inner) > 0 };
}

const evidenceOf = perProgram((program): Evidence => {
  const files = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !/\/node_modules\//.test(file.fileName));
  const found = files.slice(0, 300).map(evidenceIn);
  const sum = (kind: keyof Evidence) => found.reduce((total, each) => total + Math.sign(each[kind]), 0);
  return { outer: sum("outer"), inner: sum("inner") };
});

/** Above 0 where most neighbours of different kinds have an empty line between them. */
function evidenceIn(file: ts.SourceFile): Evidence {
  const counts = { outer: 0, inner: 0 };
  for (const [one, other] of neighbours(file.statements)) {
    const kind = differenceOf(one, other);
    if (kind !== undefined) counts[kind] += hasGap(one, other, file.text) ? 1 : -1;
  }
  return counts;
}

function* neighbours(
  statements: readonly ts.Statement[],
): Generator<readonly [ts.ImportDeclaration, ts.ImportDeclaration]> {
  for (let at = 1; at < statements.length; at++) {
    const [one, other] = [statements[at - 1]!, statements[at]!];
    if (ts.isImportDeclaration(one) && ts.isImportDeclaration(other)) yield [one, other];
  }
}

function differenceOf(one: ts.ImportDeclaration, other: ts.ImportDeclaration): keyof Apart | undefined {
  const [left, right] = [one, other].map(({ moduleSpecifier }) => groupOf((moduleSpecifier as ts.StringLiteral).text));
  if (left === right) return undefined;
  return left! < FILES !== right! < FILES ? "outer" : "inner";
}

const FILES = 3;

/** No author has an empty line between the two. */
export function isOneGroup(one: string, other: string): boolean {
  return groupOf(one) === groupOf(other);
}

function groupOf(specifier: string): number {
  return rankOf(specifier) + (specifier.startsWith("./") ? 1 : 0);
}

function hasGap(one: ts.Node, other: ts.Node, text: string): boolean {
  return /\n[ \t]*\r?\n/.test(text.slice(one.end, other.getStart()));
}

/**
 * The edits with an empty line between imports that came to stand side by side, where the author has one. O(length of the head).
 * @param edits of imports, sorted by their places
 */
export function withGaps(file: ts.SourceFile, edits: readonly TextEdit[], apart: Apart): readonly TextEdit[] {
  const last = file.statements.findLast(ts.isImportDeclaration);
  const end = Math.max(last?.end ?? 0, ...edits.map((edit) => edit.end));
  const { text, statements } = headAfter(file, edits, end);
  const gaps: number[] = [];
  for (const [one, other] of neighbours(statements)) {
    const kind = differenceOf(one, other);
    if (kind !== undefined && apart[kind] && !hasGap(one, other, text)) gaps.push(text.indexOf("\n", one.end) + 1);
  }
  let shift = 0;
  const used = new Set<number>();
  return edits.map((edit) => {
    const start = edit.start + shift;
    const stop = start + edit.text.length;
    shift = stop - edit.end;
    const own = gaps.filter((gap) => !used.has(gap) && start <= gap && gap <= stop + 1);
    for (const gap of own) used.add(gap);
    const at = own.map((gap) => Math.min(gap, stop) - start);
    const text = at.reduceRight((grown, place) => `${grown.slice(0, place)}\n${grown.slice(place)}`, edit.text);
    return { ...edit, text };
  });
}

function headAfter(file: ts.SourceFile, edits: readonly TextEdit[], end: number): ts.SourceFile {
  return ts.createSourceFile("head.ts", editedPart(file.text, 0, end, edits), ts.ScriptTarget.Latest, true);
}

/** The lines of a new file, each an import. */
export function linesWithGaps(lines: readonly string[], apart: Apart | undefined): readonly string[] {
  const file = ts.createSourceFile("head.ts", lines.join("\n"), ts.ScriptTarget.Latest, true);
  const pairs = [...neighbours(file.statements)];
  const isGap = (kind: keyof Apart | undefined) => kind !== undefined && apart?.[kind] === true;
  return pairs.length + 1 < lines.length
    ? lines
    : lines.map((line, at) => (at > 0 && isGap(differenceOf(...pairs[at - 1]!)) ? `\n${line}` : line));
}
