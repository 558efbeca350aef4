// Another form of a loop that means the same, as a file of its own program: analysed and rewritten there, with the edits brought
// back to the author's text.

import { ts } from "ts-morph";
import { canThrow } from "../../accesses/throwing.js";
import { analyseLoop, createAnalysisContext } from "../../legality/analyseFile.js";
import type { LoopAnalysis } from "../../legality/loopAnalysis.js";
import type { Split } from "../../legality/verdict.js";
import { findLoops } from "../../loops/findLoops.js";
import { preorder } from "../../loops/mentions.js";
import { runToEnd } from "../../workspace/cancellation.js";
import { checkerOf } from "../../workspace/checker.js";
import { withText } from "../../workspace/withText.js";
import type { FileEdit, PartsOfLoop, TextEdit, TransformContext } from "../transform.js";
import { applyTextEdits } from "./applyEdits.js";
import { testsOf } from "./runTimeTests.js";

/** A part of the author's file and what the prepared file has in its place. */
export interface Preparation {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Offset in `text` at which the loop begins. */
  readonly loopAt: number;
  /**
   * `anew`: the loop is judged like any other; `divided`: that it is worth it is known, and its stores are left to the caller;
   * `deferred`: the same, and it stores later than the author's loop, which is run where that shows.
   */
  readonly judged: "anew" | "divided" | "deferred";
  /** Where a test of this form fails, it is the author's loop that runs, not this one. */
  readonly keepsAuthor?: boolean;
  /** Where a test of this form fails, the author's loop stands beside it: in order, this form does something else. */
  readonly besideTests?: boolean;
  /** What the author's loop takes for arrays, and this form too; the author's loop stands beside it. */
  readonly arrays?: readonly string[];
  /** What else has to hold for this form to be run, as text; the author's loop stands beside it. */
  readonly onlyIf?: string;
  /** Tests without which this form would not mean the same: the author's loop runs where they fail, if they are made at all. */
  readonly rests?: ReadonlySet<string>;
  /** Variables of this form that are loaded where the author looks first: what they are loaded from may be missing. */
  readonly guarded?: readonly string[];
  /** All variables of this form that stand for places, which are stored at the end. */
  readonly stored?: readonly string[];
  /** This form goes through parts of the author's iterations. */
  readonly parts?: PartsOfLoop;
  /** What changes elsewhere in the file, so that the loop can have this form. */
  readonly elsewhere?: readonly TextEdit[];
}

// The transforms ask one after the other for the same forms of one loop, and for forms of these. Each form is a program, so only
// those of the last few are kept.
const kept: { readonly analysis: LoopAnalysis; readonly forms: Map<string, TransformContext | undefined> }[] = [];
const mostKept = 4;

/** The loop of the prepared text with its verdict, in a program that has this text for the file; undefined where it is serial. */
export function prepare(preparation: Preparation, context: TransformContext): TransformContext | undefined {
  const { analysis } = context;
  const { start, end, text, judged, rests, elsewhere = [] } = preparation;
  const key = [start, end, judged, ...(rests ?? []), text, ...elsewhere.map((edit) => edit.text)].join();
  const forms =
    kept.find((each) => each.analysis === analysis)?.forms ?? new Map<string, TransformContext | undefined>();
  if (!kept.some((each) => each.analysis === analysis)) kept.push({ analysis, forms });
  if (kept.length > mostKept) kept.shift();
  if (!forms.has(key)) forms.set(key, prepareOnce(preparation, context));
  return forms.get(key);
}

function prepareOnce(preparation: Preparation, context: TransformContext): TransformContext | undefined {
  const {
    text,
    loopAt,
    judged,
    keepsAuthor,
    besideTests,
    arrays,
    onlyIf,
    rests,
    guarded = [],
    stored = [],
    elsewhere,
    parts,
  } = preparation;
  const { sourceFile, program, analysis } = context;
  const whole = applyTextEdits(sourceFile.text, editsOf(preparation));
  const before = (elsewhere ?? []).filter((edit) => edit.end <= preparation.start);
  const start = before.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), preparation.start);
  const own = withText(program, sourceFile.fileName, whole);
  const file = own?.getSourceFile(sourceFile.fileName);
  if (own === undefined || file === undefined) return undefined;
  const checker = checkerOf(own);
  const loops = findLoops(file, checker, { pos: start, end: start + text.length });
  const loop = loops.find(({ node }) => node.getStart() === start + loopAt);
  if (loop === undefined) return undefined;
  const defers = judged === "deferred";
  const analysed = createAnalysisContext(own);
  const prepared = runToEnd(
    analyseLoop(judged === "anew" ? analysed : { ...analysed, prepared: { startsAgain: defers } }, loop),
  );
  if (prepared.verdict.kind !== "parallel") return undefined;
  const { split } = prepared.verdict;
  const tests = testsOf(split);
  // What the form rests on is what the author's loop was found to do.
  const presumed = analysis.verdict.kind === "parallel" ? analysis.verdict.split.plain : [];
  if (!presumed.every(({ name }) => tests.has(`plain ${name}`))) return undefined;
  if (rests !== undefined && ![...rests].every((each) => tests.has(each))) return undefined;
  // A kernel that fails leaves the loop to the author's text; what fails in the caller fails for good, and before it has stored.
  const commit = [...split.commit];
  const fails = (each: ts.Statement) => !isStoreOf(stored, each) && canThrow(each, analysed, movedOf(split));
  if (stored.length > 0 && commit.some(fails)) return undefined;
  if (commit.some((statement) => loadsOneOf(guarded, statement))) return undefined;
  return {
    ...context,
    program: own,
    checker,
    sourceFile: file,
    analysis: prepared,
    prepared: {
      author: (defers || keepsAuthor === true ? analysis.loop : loop).node.getText(),
      judged,
      ...(parts && { parts }),
      keepsForm: elsewhere !== undefined,
      besideTests: defers || besideTests === true,
      ...(arrays !== undefined && { arrays }),
      ...(onlyIf !== undefined && { onlyIf }),
    },
  };
}

/** `place = name`, alone or where there is something to store. */
function isStoreOf(names: readonly string[], statement: ts.Statement): boolean {
  if (ts.isIfStatement(statement)) return isStoreOf(names, statement.thenStatement);
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
  const { right, operatorToken } = statement.expression;
  const isStore = operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(right);
  return isStore && names.includes(right.text);
}

/** What the kernel computes for the commit. */
function movedOf({ channels }: Split): ReadonlySet<ts.Node> {
  return new Set(channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : [])));
}

function loadsOneOf(names: readonly string[], statement: ts.Statement): boolean {
  return [...preorder(statement)].some(
    (node) => ts.isVariableDeclaration(node) && node.initializer !== undefined && names.includes(node.name.getText()),
  );
}

function editsOf({ start, end, text, elsewhere = [] }: Preparation): readonly TextEdit[] {
  return [...elsewhere, { start, end, text }].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Edits of the prepared file, made edits of the author's: what becomes of prepared parts is one edit each. */
export function backToAuthor(
  files: readonly FileEdit[],
  file: string,
  preparation: Preparation,
  author: string,
): readonly FileEdit[] {
  return files.map((each) =>
    each.file === file ? { ...each, edits: composed(author, editsOf(preparation), each.edits) } : each,
  );
}

/** A part of the author's text, or, without an end, text that is not his. */
interface Piece {
  readonly from: number;
  readonly to: number | undefined;
  readonly text: string;
}

/** The edits of `text` that are the same as `first`, and then `second`. O(edits). */
function composed(text: string, first: readonly TextEdit[], second: readonly TextEdit[]): readonly TextEdit[] {
  const pieces: Piece[] = [];
  const prepared = piecesOf(text, first);
  let index = 0;
  let offset = 0;
  let at = 0;
  /** Hands on what lies before `end` of the prepared text, or leaves it out. */
  const upTo = (end: number, isKept: boolean) => {
    for (; index < prepared.length && at < end; ) {
      const piece = prepared[index]!;
      const size = Math.min(piece.text.length - offset, end - at);
      const from = piece.from + (piece.to === undefined ? 0 : offset);
      const part = piece.text.slice(offset, offset + size);
      if (isKept) pieces.push({ from, to: piece.to === undefined ? undefined : from + size, text: part });
      at += size;
      offset += size;
      if (offset === piece.text.length) {
        index++;
        offset = 0;
      }
    }
  };
  for (const edit of second) {
    upTo(edit.start, true);
    pieces.push({ from: 0, to: undefined, text: edit.text });
    upTo(edit.end, false);
  }
  upTo(Number.POSITIVE_INFINITY, true);
  const edits: TextEdit[] = [];
  let start = 0;
  let written = "";
  for (const piece of [...pieces, { from: text.length, to: text.length, text: "" }]) {
    if (piece.to === undefined) {
      written += piece.text;
      continue;
    }
    if (piece.from > start || written !== "") edits.push({ start, end: piece.from, text: written });
    start = piece.to;
    written = "";
  }
  return edits;
}

function piecesOf(text: string, edits: readonly TextEdit[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, text: written } of edits) {
    pieces.push({ from: at, to: start, text: text.slice(at, start) }, { from: start, to: undefined, text: written });
    at = end;
  }
  pieces.push({ from: at, to: text.length, text: text.slice(at) });
  return pieces.filter((piece) => piece.text !== "");
}
