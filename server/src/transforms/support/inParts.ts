// The rewrite by partial results: each worker combines what a part of the iterations gives, the caller combines the parts.
import { ts } from "ts-morph";
import { mayNotEnd } from "../../accesses/ending.js";
import { canThrow, mayBeMissing } from "../../accesses/throwing.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { readBody } from "../../legality/body.js";
import { findJumps, labelsOf } from "../../legality/units.js";
import type { Split } from "../../legality/verdict.js";
import { isObjectVisible, isVariableVisible } from "../../legality/visibility.js";
import { isLiveAfter, referencesTo } from "../../scalars/liveness.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { type Accumulator, accumulatorsOf } from "./accumulators.js";
import type { Form } from "./call.js";
import { countedForm } from "./countedForms.js";
import { methodForm } from "./methodForms.js";
import { headsOf } from "./partHeads.js";
import { combineLines, declarePart, takenBefore } from "./partialResults.js";
import { partLength } from "./partLength.js";
import { backToAuthor, type Preparation, prepare } from "./prepared.js";
import { type Rewrite, rewriteAsItStands } from "./rewrite.js";
import { problemOfStaying } from "./rewriteLoop.js";
import { testsOf } from "./runTimeTests.js";
import { combineTable, declareTable, type Size, sizeOf } from "./tableParts.js";
import { type Table, tablesOf } from "./tables.js";
import { editedPart, freeName, habitsOf, indentAt, reindent } from "./text.js";

export type RewriteInParts =
  | (Rewrite & {
      /** What may differ from what the loop gives, one sentence a variable. */
      readonly inexact: readonly string[];
    })
  | { readonly problem: string };

/**
 * Whether the loop may be one that only combines: a reduction, or one that counts by keys; or it is called serial for nothing but
 * values that it carries on, which is what a loop gets whose iterations do little else.
 */
export function mayCombine(context: TransformContext): boolean {
  const { verdict } = context.analysis;
  if (verdict.kind === "serial") return verdict.reasons.every(({ id }) => id === "carried-dependence");
  if (verdict.pattern !== "commit") return verdict.pattern === "reduction";
  const tables = tablesOf(context);
  return "problem" in tables || tables.length > 0;
}

/** Plans the rewrite of a loop that only combines. O(size of the file), and one or two more analyses of the loop. */
export function rewriteInParts(context: TransformContext, form: Form): RewriteInParts {
  const fixed = problemOfStaying(context);
  if (fixed !== undefined) return { problem: fixed };
  const { space } = context.analysis.loop;
  if (space.form === "elements" && space.presumed !== undefined)
    return { problem: `\`${space.presumed.getText()}\` is not known to be an array; write its type in a comment` };
  const { verdict } = context.analysis;
  const [presumed] = verdict.kind === "parallel" ? verdict.split.plain : [];
  if (presumed !== undefined)
    return { problem: `\`${presumed.name}\` is not known to be plain data; write its type in a comment` };
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
  const tables = tablesOf(context);
  if ("problem" in tables) return tables;
  if (accumulators.length + tables.length === 0)
    return { problem: "what the loop combines lies in an object; combine it in a variable" };
  const preparation = formInParts({ accumulators, tables }, context);
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
  const author = readBody(createAnalysisContext(context.program), context.analysis.loop);
  // What a part has for itself is as long as what there is already, and can be made.
  const isSafe = split.kernelCannotThrow || !canThrow(author.loop.body, author.context);
  const seen = isSafe
    ? undefined
    : (accumulators.find(({ symbol }) => isVariableVisible(symbol, author)) ??
      tables.find(({ symbol }) => isObjectVisible(symbol, author)));
  if (seen !== undefined) {
    const where = "form" in seen ? "into one that the function makes" : "in a variable of the function";
    return {
      problem: `an iteration may fail, and what \`${seen.symbol.name}\` holds by then can be seen; combine ${where}, outside of \`try\``,
    };
  }
  const shortened = accumulators.find(({ kind }) => kind === "and" || kind === "or");
  const { loop } = prepared.analysis;
  const isRisky = () => !split.kernelCannotThrow || mayNotEnd(loop.body, createAnalysisContext(prepared.program));
  if (shortened !== undefined && isRisky())
    return {
      problem: `iterations may fail, or not end, that the loop does not come to any more once \`${shortened.symbol.name}\` is decided`,
    };
  const rewrite = rewriteAsItStands(prepared, form);
  if ("problem" in rewrite) return rewrite;
  const inexact = [
    ...accumulators.flatMap((each) => (each.isExact ? [] : [inexactNote(each)])),
    ...tables.flatMap(({ notes }) => notes),
  ];
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

function inexactNote({ symbol, kind }: Accumulator): string {
  const how = kind === "sum" ? "added up" : "multiplied";
  return `\`${symbol.name}\` is ${how} for each part of the loop, and then over the parts: its last digits can differ from what the loop gives, and so can where it overflows. It is the same on every machine.`;
}

type FormInParts = Preparation & {
  /** Where, in its text, the results of a part are combined, to its end. */
  readonly combinesAt: number;
};

/** Parts whose tables grow as they are filled: each may have all the keys. */
const mostGrowing = 32;

interface Combined {
  readonly accumulators: readonly Accumulator[];
  readonly tables: readonly Table[];
}

/** The loop over parts, with the author's loop in it. */
function formInParts(
  { accumulators, tables }: Combined,
  context: TransformContext,
): FormInParts | { readonly problem: string } {
  const { analysis, sourceFile, checker } = context;
  const { node, container } = analysis.loop;
  const { text } = sourceFile;
  if (ts.isLabeledStatement(node.parent)) return { problem: "the loop has a label" };
  // A jump would leave one part, and the others would go on.
  const isCallback = ts.isCallExpression(node);
  if (findJumps(analysis.loop.body, { labels: labelsOf(node), isCallback }).leaves.length > 0)
    return { problem: "the loop can end early" };
  const heads = headsOf(context);
  if ("problem" in heads) return heads;
  if (heads.counter !== undefined && isLiveAfter(heads.counter, node, container, checker))
    return { problem: `\`${heads.counter.name}\` is used after the loop` };
  const { semicolon: end, indent } = habitsOf(sourceFile);
  const parts = [...accumulators, ...tables].map(({ symbol }) => ({
    symbol,
    part: freeName(`${symbol.name}Part`, container.getText()),
  }));
  const nameOf = (symbol: ts.Symbol) => parts.find((each) => each.symbol === symbol)!.part;
  const renamed: readonly TextEdit[] = parts.flatMap(({ symbol, part }) =>
    referencesTo(symbol, node, checker).map((each) => ({ start: each.getStart(), end: each.end, text: part })),
  );
  const copies: string[] = [];
  const declared: string[] = [];
  for (const accumulator of accumulators) {
    const first = takenBefore(accumulator, context);
    if (first.copy !== undefined) copies.push(first.copy);
    declared.push(`${declarePart(accumulator, nameOf(accumulator.symbol), first, context)}${end}`);
  }
  const sizes: Size[] = [];
  const readContext = createAnalysisContext(context.program);
  for (const table of tables) {
    const size = sizeOf(table, context);
    const [mention] = referencesTo(table.symbol, node, checker);
    if (size?.copy !== undefined && mention !== undefined && mayBeMissing(mention, readContext))
      return { problem: `\`${table.symbol.name}\` may be missing, which a loop without iterations would not notice` };
    if (size?.copy !== undefined) copies.push(size.copy);
    if (size !== undefined) sizes.push(size);
    declared.push(`${declareTable(table, nameOf(table.symbol), size, context)}${end}`);
  }
  const length = sizes.length === 0 ? undefined : partLength(tables, sizes, heads.count, context, readContext);
  if (sizes.length > 0 && length === undefined)
    return { problem: "how many iterations there are is not known before the loop; the table may have more entries" };
  const options = [
    ...(length === undefined ? [] : [`least: ${length.least}`]),
    ...(sizes.length < tables.length ? [`most: ${mostGrowing}`] : []),
  ];
  const blanks = indentAt(text, node.getStart());
  const body = editedPart(text, heads.body.getStart(), heads.body.end, renamed);
  const combined = [
    ...combineLines(accumulators, nameOf, end, indent),
    ...tables.map((table) => combineTable(table, nameOf(table.symbol), end, context)),
  ];
  const inner = reindent(`${blanks}${heads.inner} ${body}`, indent);
  const lines = [...(heads.to === undefined ? [] : [`${heads.to}${end}`]), ...declared].map((line) => indent + line);
  const first = `${heads.outer} {\n${lines.join("\n")}\n${inner}\n`;
  const last = `${combined.map((line) => indent + line).join("\n")}\n}`;
  const copied = copies.map((copy) => `${copy}${end}\n`).join("");
  const top = copied + first;
  const isListed = ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent);
  if (!isListed && copied !== "")
    return { problem: "the loop stands alone where only one statement may stand; put it into braces" };
  const shown = (code: string) => reindent(code, blanks).trimStart();
  const whole = shown(top + last);
  return {
    start: node.getStart(),
    end: node.end,
    text: whole,
    loopAt: whole.indexOf(heads.outer),
    judged: "divided",
    keepsAuthor: true,
    besideTests: tables.length > 0,
    // Where the tables of the parts would be more work than the loop, it runs as it is.
    ...(length?.pays !== undefined && { onlyIf: length.pays }),
    parts: { ...heads.parts, ...(options.length > 0 && { options: options.join(", ") }) },
    // What the author's loop needs for its writes, any part of it needs.
    ...(analysis.verdict.kind === "parallel" && analysis.verdict.split.writes.length > 0
      ? { rests: testsOf(analysis.verdict.split) }
      : {}),
    combinesAt: shown(top).length,
  };
}
