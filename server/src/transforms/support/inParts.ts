// The rewrite by partial results: each worker combines what a part of the iterations gives, the caller combines the parts.
import { ts } from "ts-morph";
import { mayNotEnd } from "../../accesses/ending.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { readBody } from "../../legality/body.js";
import type { Split } from "../../legality/verdict.js";
import { isVariableVisible } from "../../legality/visibility.js";
import { isArrayLike } from "../../loops/findLoops.js";
import { isCompared } from "../../loops/loop.js";
import { isLiveAfter, referencesTo } from "../../scalars/liveness.js";
import type { PartsOfLoop, TextEdit, TransformContext } from "../transform.js";
import { type Accumulator, accumulatorsOf } from "./accumulators.js";
import type { Form } from "./call.js";
import { countedForm } from "./countedForms.js";
import { exclusiveEnd } from "./items.js";
import { methodForm } from "./methodForms.js";
import { type Before, combineLines, declarePart, takenBefore } from "./partialResults.js";
import { backToAuthor, type Preparation, prepare } from "./prepared.js";
import { type Rewrite, rewriteAsItStands } from "./rewrite.js";
import { testsOf } from "./runTimeTests.js";
import { editedPart, freeName, habitsOf, indentAt, reindent } from "./text.js";

export type RewriteInParts =
  | (Rewrite & {
      /** What may differ from what the loop gives, one sentence a variable. */
      readonly inexact: readonly string[];
    })
  | { readonly problem: string };

/**
 * Whether the loop may be one that only combines: a reduction; or it is called serial for nothing but values that it carries on, which
 * is what a loop gets whose iterations do little else.
 */
export function mayCombine({ analysis: { verdict } }: TransformContext): boolean {
  return verdict.kind === "parallel"
    ? verdict.pattern === "reduction"
    : verdict.reasons.every(({ id }) => id === "carried-dependence");
}

/** Plans the rewrite of a loop that only combines. O(size of the file), and one or two more analyses of the loop. */
export function rewriteInParts(context: TransformContext, form: Form): RewriteInParts {
  const answer = inPartsAsItStands(context, form);
  if (!("problem" in answer) || context.prepared !== undefined) return answer;
  const other = countedForm(context) ?? methodForm(context);
  const prepared = other && prepare(other, context);
  const rewrite = prepared && inPartsAsItStands(prepared, form);
  if (other === undefined || rewrite === undefined || "problem" in rewrite) return rewrite ?? answer;
  return broughtBack(rewrite, other, context) ?? answer;
}

function broughtBack<R extends Rewrite>(rewrite: R, by: Preparation, { sourceFile }: TransformContext): R | undefined {
  const { fileName } = sourceFile;
  const files = backToAuthor(rewrite.files, fileName, by, sourceFile.text);
  const loopEdit = files
    .find(({ file }) => file === fileName)
    ?.edits.find(({ start, end }) => start <= by.start && by.end <= end);
  return loopEdit && { ...rewrite, files, loopEdit };
}

function inPartsAsItStands(context: TransformContext, form: Form): RewriteInParts {
  const accumulators = accumulatorsOf(context);
  if ("problem" in accumulators) return accumulators;
  const preparation = formInParts(accumulators, context);
  if ("problem" in preparation) return preparation;
  const prepared = prepare(preparation, context);
  if (prepared === undefined || prepared.analysis.verdict.kind === "serial")
    return { problem: "parts of the loop are not independent of one another" };
  const { split } = prepared.analysis.verdict;
  const combining = preparation.start + preparation.combinesAt;
  const other = [...split.commit].find((statement) => statement.getStart() < combining);
  if (other !== undefined)
    return {
      problem: `\`${other.getText().split("\n")[0]}\` has to be done in order, and is more than a combination of variables`,
    };
  if (split.exits || split.skips) return { problem: "the loop can end early" };
  // Arrays that are taken to be apart may be one after all, and what was best at its place is no longer there.
  const placed = accumulators.find(({ selection }) => selection?.at !== undefined);
  if (placed !== undefined && split.writes.length > 0)
    return { problem: `the loop writes, perhaps where \`${placed.symbol.name}\` points to` };
  const own = problemOfBlocks(split, context);
  if (own !== undefined) return { problem: own };
  const seen = split.kernelCannotThrow ? undefined : accumulators.find(({ symbol }) => isSeen(symbol, context));
  if (seen !== undefined)
    return {
      problem: `an iteration may fail, and what \`${seen.symbol.name}\` holds by then can be seen; combine in a variable of the function, outside of \`try\``,
    };
  const shortened = accumulators.find(({ kind }) => kind === "and" || kind === "or");
  const { loop } = prepared.analysis;
  const isRisky = () => !split.kernelCannotThrow || mayNotEnd(loop.body, createAnalysisContext(prepared.program));
  if (shortened !== undefined && isRisky())
    return {
      problem: `iterations may fail, or not end, that the loop does not come to any more once \`${shortened.symbol.name}\` is decided`,
    };
  const rewrite = rewriteAsItStands(prepared, form);
  if ("problem" in rewrite) return rewrite;
  const inexact = accumulators.flatMap((each) => (each.isExact ? [] : [inexactNote(each)]));
  const back = broughtBack({ ...rewrite, inexact }, preparation, context);
  return back ?? { problem: "the edit cannot be brought back to the loop" };
}

/**
 * The form that is judged has parts of a certain length, those of the program another. What it writes, or has for itself, has to be what
 * every iteration of the author's loop has for itself; then so has every part, of whatever length.
 */
function problemOfBlocks(
  { writes, privates, scratch, advanced }: Split,
  { analysis }: TransformContext,
): string | undefined {
  const { loop, verdict } = analysis;
  const author = verdict.kind === "parallel" ? verdict.split : undefined;
  const known = new Set<ts.Symbol>([...(author?.privates ?? []), ...(author?.scratch ?? [])]);
  if (loop.space.form === "counted") known.add(loop.space.induction);
  const isKnown = (symbol: ts.Symbol) => [...known].some(({ name }) => name === symbol.name);
  const carried = [...privates, ...scratch].find((symbol) => !isKnown(symbol)) ?? advanced[0]?.symbol;
  if (carried !== undefined) return `\`${carried.name}\` goes from one iteration to the next`;
  const written = writes.find(({ name }) => author?.writes.every((each) => each.name !== name) !== false);
  return written && `that no two iterations write the same element of \`${written.name}\` is not known`;
}

function isSeen(symbol: ts.Symbol, { program, analysis }: TransformContext): boolean {
  return isVariableVisible(symbol, readBody(createAnalysisContext(program), analysis.loop));
}

function inexactNote({ symbol, kind }: Accumulator): string {
  const how = kind === "sum" ? "added up" : "multiplied";
  return `\`${symbol.name}\` is ${how} for each part of the loop, and then over the parts: its last digits can differ from what the loop gives, and so can where it overflows. It is the same on every machine.`;
}

type FormInParts = Preparation & {
  /** Where, in its text, the results of a part are combined, to its end. */
  readonly combinesAt: number;
};

/** The loop over parts, with the author's loop in it. */
function formInParts(
  accumulators: readonly Accumulator[],
  context: TransformContext,
): FormInParts | { readonly problem: string } {
  const { analysis, sourceFile, checker } = context;
  const { node, container } = analysis.loop;
  const { text } = sourceFile;
  if (ts.isLabeledStatement(node.parent)) return { problem: "the loop has a label" };
  const heads = headsOf(context);
  if ("problem" in heads) return heads;
  if (heads.counter !== undefined && isLiveAfter(heads.counter, node, container, checker))
    return { problem: `\`${heads.counter.name}\` is used after the loop` };
  const { semicolon: end, indent } = habitsOf(sourceFile);
  const parts = accumulators.map(({ symbol }) => ({ symbol, part: freeName(`${symbol.name}Part`, text) }));
  const nameOf = (symbol: ts.Symbol) => parts.find((each) => each.symbol === symbol)!.part;
  const renamed: readonly TextEdit[] = parts.flatMap(({ symbol, part }) =>
    referencesTo(symbol, node, checker).map((each) => ({ start: each.getStart(), end: each.end, text: part })),
  );
  const before: Before[] = [];
  const declared: string[] = [];
  for (const accumulator of accumulators) {
    const first = takenBefore(accumulator, context);
    if (first.copy !== undefined) before.push(first);
    declared.push(`${declarePart(accumulator, nameOf(accumulator.symbol), first, context)}${end}`);
  }
  const blanks = indentAt(text, node.getStart());
  const body = editedPart(text, heads.body.getStart(), heads.body.end, renamed);
  const combined = combineLines(accumulators, nameOf, end, indent);
  const inner = reindent(`${blanks}${heads.inner} ${body}`, indent);
  const lines = [...(heads.to === undefined ? [] : [`${heads.to}${end}`]), ...declared].map((line) => indent + line);
  const copies = before.map(({ copy }) => `${copy}${end}\n`).join("");
  const top = `${copies}${heads.outer} {\n${lines.join("\n")}\n${inner}\n`;
  const all = `${top}${combined.map((line) => indent + line).join("\n")}\n}`;
  const isListed = ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent);
  if (!isListed && copies !== "")
    return { problem: "the loop stands alone where only one statement may stand; put it into braces" };
  const shown = (code: string) => reindent(code, blanks).trimStart();
  const whole = shown(all);
  return {
    start: node.getStart(),
    end: node.end,
    text: whole,
    loopAt: whole.indexOf(heads.outer),
    judged: "divided",
    keepsAuthor: true,
    parts: heads.parts,
    // What the author's loop needs for its writes, any part of it needs.
    ...(analysis.verdict.kind === "parallel" && analysis.verdict.split.writes.length > 0
      ? { rests: testsOf(analysis.verdict.split) }
      : {}),
    combinesAt: shown(top).length,
  };
}

interface Heads {
  /** Of the loop over the parts, and of the author's loop over one of them. */
  readonly outer: string;
  readonly inner: string;
  /** The declaration of the bound of a part. */
  readonly to: string | undefined;
  readonly body: ts.Statement;
  /** Declared before the loop. */
  readonly counter: ts.Symbol | undefined;
  readonly parts: PartsOfLoop;
}

/** The proof counts in steps of so many iterations; it is the same for any number of them. */
const proved = 64;

function headsOf(context: TransformContext): Heads | { readonly problem: string } {
  const { analysis, checker } = context;
  const { node, space } = analysis.loop;
  // Names for the loop and its kernel only: what the rest of the file calls so is not meant in it.
  const text = node.getText();
  if (ts.isForOfStatement(node) && space.form === "elements") {
    if (!ts.isVariableDeclarationList(node.initializer))
      return { problem: "the loop variable is declared before the loop" };
    const part = freeName("chunk", text);
    const shown = node.expression.getText();
    const items = isArrayType(node.expression, context) ? shown : `[...${shown}]`;
    return {
      outer: `for (const ${part} of [${items}])`,
      inner: `for (${node.initializer.getText()} of ${part})`,
      to: undefined,
      body: node.statement,
      counter: undefined,
      parts: { kind: "items", items },
    };
  }
  if (!ts.isForStatement(node) || space.form !== "counted" || !isCompared(space))
    return { problem: "the iterations of this loop cannot be divided into parts" };
  const { initializer, incrementor } = node;
  const { step, stride, beside, alsoAdvanced, headConstants, start, name } = space;
  const bound = exclusiveEnd(space, (expression) => expression.getText(), checker);
  if (bound === undefined || stride !== undefined)
    return { problem: "where the loop ends, or how it counts, is known to the loop alone" };
  if (initializer === undefined || incrementor === undefined || beside.length + alsoAdvanced.length > 0)
    return { problem: "the head of the loop advances more than its counter" };
  const from = freeName("from", text);
  const to = freeName("to", text);
  const sign = step < 0 ? ">" : "<";
  const by = Math.abs(step) * proved;
  const constants = headConstants.map((each) => `, ${each.getText()}`).join("");
  const isList = ts.isVariableDeclarationList(initializer);
  const keyword = isList ? `${initializer.getText().split(/\s/)[0]} ` : "";
  const [extreme, further] = step < 0 ? ["max", `${from} - ${by}`] : ["min", `${from} + ${by}`];
  return {
    outer: `for (let ${from} = ${start.getText()}${constants}; ${from} ${sign} ${bound}; ${from} ${step < 0 ? "-=" : "+="} ${by})`,
    inner: `for (${keyword}${name} = ${from}; ${name} ${sign} ${to}; ${incrementor.getText()})`,
    to: `const ${to} = Math.${extreme}(${bound}, ${further})`,
    body: node.statement,
    counter: space.declaredBy === "outside" ? space.induction : undefined,
    parts: { kind: "bounds", step: String(step), to },
  };
}

function isArrayType(node: ts.Expression, { checker }: TransformContext): boolean {
  return isArrayLike(checker.getTypeAtLocation(node), checker);
}
