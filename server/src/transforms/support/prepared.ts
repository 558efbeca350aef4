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
  /** Tests without which this form would not mean the same: the author's loop runs where they fail, if they are made at all. */
  readonly rests?: ReadonlySet<string>;
  /** Variables of this form that are loaded where the author looks first: what they are loaded from may be missing. */
  readonly guarded?: readonly string[];
  /** All variables of this form that stand for places, which are stored at the end. */
  readonly stored?: readonly string[];
  /** This form goes through parts of the author's iterations. */
  readonly parts?: PartsOfLoop;
}

// The transforms ask one after the other for the same forms of one loop, and for forms of these. Each form is a program, so only
// those of the last few are kept.
const kept: { readonly analysis: LoopAnalysis; readonly forms: Map<string, TransformContext | undefined> }[] = [];
const mostKept = 4;

/** The loop of the prepared text with its verdict, in a program that has this text for the file; undefined where it is serial. */
export function prepare(preparation: Preparation, context: TransformContext): TransformContext | undefined {
  const { analysis } = context;
  const { start, end, text, judged, rests } = preparation;
  const key = [start, end, judged, ...(rests ?? []), text].join();
  const forms =
    kept.find((each) => each.analysis === analysis)?.forms ?? new Map<string, TransformContext | undefined>();
  if (!kept.some((each) => each.analysis === analysis)) kept.push({ analysis, forms });
  if (kept.length > mostKept) kept.shift();
  if (!forms.has(key)) forms.set(key, prepareOnce(preparation, context));
  return forms.get(key);
}

function prepareOnce(
  { start, end, text, loopAt, judged, keepsAuthor, rests, guarded = [], stored = [], parts }: Preparation,
  context: TransformContext,
): TransformContext | undefined {
  const { sourceFile, program, analysis } = context;
  const whole = sourceFile.text.slice(0, start) + text + sourceFile.text.slice(end);
  const own = withText(program, sourceFile.fileName, whole);
  const file = own?.getSourceFile(sourceFile.fileName);
  if (own === undefined || file === undefined) return undefined;
  const checker = own.getTypeChecker();
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

/** Edits of the prepared file, made edits of the author's: what lies in the prepared part becomes one edit. */
export function backToAuthor(
  files: readonly FileEdit[],
  file: string,
  { start, end, text }: Preparation,
): readonly FileEdit[] {
  return files.map((each) => (each.file === file ? { ...each, edits: edited(each.edits) } : each));

  function edited(edits: readonly TextEdit[]): readonly TextEdit[] {
    const last = start + text.length;
    const shift = end - last;
    const inside = edits.filter((edit) => edit.start < last && start < edit.end);
    const shifted = inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const whole = { start, end, text: applyTextEdits(text, shifted) };
    const outside = edits
      .filter((edit) => !inside.includes(edit))
      .map((edit) => (edit.start < last ? edit : { ...edit, start: edit.start + shift, end: edit.end + shift }));
    return [...outside, whole].sort((a, b) => a.start - b.start || a.end - b.end);
  }
}
