// What stands in the place of the loop: the call alone, a declaration, a loop over the results, or the author's loop again.

import { ts } from "ts-morph";
import { labelsOf } from "../../legality/units.js";
import type { Split } from "../../legality/verdict.js";
import type { BoundElements, ComparedCount, Loop } from "../../loops/loop.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import { isLiveAfter, referencesTo } from "../../scalars/liveness.js";
import { loopsThroughArraysOnly } from "../../workspace/olderDefaults.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { callText, conditionText, type Form, type RunnerName } from "./call.js";
import { type CommitText, commitText, ownBreaks } from "./commitText.js";
import { headConstants, textBeforeHead, untestable } from "./headConstants.js";
import { hiddenByBody, hidesOwnSource } from "./headNames.js";
import { problemOfHead } from "./headValues.js";
import { itemFromIndex } from "./itemFromIndex.js";
import { isZero, itemsOf, stepText } from "./items.js";
import { boundNames, type Parts } from "./parts.js";
import { prunedPattern } from "./pattern.js";
import { namesOf, plural, type Slot } from "./slots.js";
import { breakLong, endedBefore, freeName, type Habits, indentAt, reindent, removedRange } from "./text.js";
import type { ThisFields } from "./thisFields.js";
import { type Vanished, vanish } from "./vanish.js";

export type ForLoop = Loop & {
  readonly node: ts.ForStatement | ts.ForOfStatement;
  readonly space: BoundElements | ComparedCount;
};

export interface ReplaceRequest {
  readonly context: TransformContext;
  readonly loop: ForLoop;
  readonly parts: Parts;
  readonly slots: readonly Slot[];
  readonly isWrapped: boolean;
  readonly own: ThisFields;
  readonly kernelName: string;
  readonly habits: Habits;
  readonly typed: boolean;
  readonly form: Form;
  readonly runner: RunnerName;
}

export interface Replacement {
  readonly edit: TextEdit;
  /** The declaration of the array that the call now makes. */
  readonly vanished: TextEdit | undefined;
  /** A counter from outside of the loop ends up as the loop would have left it. */
  readonly keepsCounter: boolean;
  /** Name of the variable that the replacement declares in the loop's stead. */
  readonly declares: string | undefined;
}

export function replaceLoop(request: ReplaceRequest): Replacement {
  const { context, loop, parts, slots, habits, typed, runner } = request;
  const { checker, sourceFile } = context;
  const { split } = parts;
  const { node, space } = loop;
  const { text } = sourceFile;
  const words = wordsInScope(node);
  const end = habits.semicolon;
  const keepsCounter = isCounterNeeded(loop, checker);
  const isInParts = context.prepared?.parts !== undefined;
  const constants = headConstants(loop, parts, checker, end);
  const items = itemsOf(space, context, habits, typed, constants.textOf, () => runner(isInParts ? "chunks" : "range"));
  const isGuarded = runsAgain(split, context);
  const call = callText(items.text, request.kernelName, split, {
    form: request.form,
    runner,
    quote: habits.quote,
    own: request.own.fields,
  });
  const before = [...constants.lines, ...items.before];
  // The counter keeps the value that the loop left it.
  const after = keepsCounter ? [`${text.slice(node.getStart(), node.statement.getStart()).trimEnd()};`] : [];
  const isUnchecked = context.program.getCompilerOptions().noUncheckedIndexedAccess === true;
  const place = (lines: readonly string[], gone?: Vanished, isWhole = false): Replacement => {
    const isListed = ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent);
    const isAlone = lines.length + before.length === 1 || (before.length === 0 && /^for\b/.test(lines[0] ?? ""));
    const isBeside = (split.isOrderSensitive || context.prepared?.onlyIf !== undefined) && !isWhole;
    const all = isBeside ? besideLoop([...before, ...lines]) : [...before, ...lines].join("\n");
    const needsBlock =
      (constants.needsBlock && !isBeside) || (!isListed && !(isAlone && !/^(?:const|let|var)\b/.test(all)));
    const code = needsBlock ? `{\n${reindent(all, habits.indent)}\n}` : all;
    const shown = breakLong(reindent(code, indentAt(text, node.getStart())), habits).trimStart();
    const edit = { start: node.getStart(), end: node.end, text: shown + endedBefore(shown, text.slice(node.end)) };
    return { edit, vanished: gone && vanishedEdit(gone, text), keepsCounter, declares: gone && declaredName(gone) };
  };

  /** The loop as the author wrote it, for when an assumption does not hold. */
  function besideLoop(lines: readonly string[]): string {
    const code = reindent(lines.join("\n"), habits.indent);
    const tested = split.isOrderSensitive && conditionText(split, runner, textBeforeHead(loop, parts, checker));
    const condition = [context.prepared?.onlyIf, tested].filter(Boolean).join(" && ");
    return `if (${condition}) {\n${code}\n} else {\n${original()}\n}`;
  }

  function original(): string {
    const author = context.prepared?.author ?? node.getText();
    // An author's method call leaves its semicolon outside.
    const closing = context.prepared?.arrays === undefined ? "" : end;
    return reindent(indentAt(text, node.getStart()) + author + closing, habits.indent);
  }

  if (split.commit.size === 0) return place([`${call.gathered()}${end}`, ...after]);
  const order = isGuarded || isInParts ? "array" : orderOf(parts);
  const mayVanish =
    order === "array" &&
    !isGuarded &&
    !split.isOrderSensitive &&
    !split.skips &&
    !keepsCounter &&
    !constants.needsBlock;
  const gone = mayVanish ? vanish({ loop, parts, slots }, context) : undefined;
  if (gone !== undefined) return place([`${gone.head} = ${call.gathered()}${end}`], gone);
  const isInBatches = order === "batches" && request.form === "await";
  const label = isInBatches && ownBreaks(parts).length > 0 ? labelOf(node, text) : undefined;
  const commit = commitText({
    parts,
    slots,
    isWrapped: request.isWrapped,
    habits,
    typed,
    isUnchecked,
    checker,
    label: label?.name,
  });
  const bang = typed && isUnchecked ? "!" : "";
  const usesItem = itemNames(space).some((name) => {
    const symbol = checker.getSymbolAtLocation(name);
    return symbol !== undefined && parts.usedInCommit(symbol).length > 0;
  });
  const block = (head: string, lines: readonly string[]): string[] => [
    `${head} {`,
    reindentAll([...lines, ...commit.head, commit.body], habits.indent),
    "}",
  ];
  if (order === "batches") {
    const item = usesItem ? itemFromIndex(request, items.iterable, bang) : undefined;
    const value = commit.binding === "" ? "" : `, ${commit.binding}`;
    const index = item?.index ?? (value === "" ? freeName("_index", words) : "");
    const source = call.inTurn();
    const isNamedTwice = hidesOwnSource(`${index}${value}`, source);
    const name = freeName(isInBatches ? "batch" : "results", words, namesOf(slots));
    const pairs = isInBatches || isNamedTwice ? name : source;
    const over = block(`for (${commit.keyword} [${index}${value}] of ${pairs})`, item?.lines ?? []);
    const named = isNamedTwice ? [`const ${name} = ${source}${end}`] : [];
    const outer = [
      `${label?.isNew === true ? `${label.name}: ` : ""}for await (const ${name} of ${source}) {`,
      reindent(over.join("\n"), habits.indent),
      "}",
    ];
    return place([...(item?.before ?? []), ...(isInBatches ? outer : [...named, ...over]), ...after]);
  }
  const all = freeName(/^[\w$]+$/.test(commit.binding) ? plural(commit.binding) : "results", words, commit.binding);
  if (isGuarded) {
    const isPlain = !usesItem && !keepsCounter && commit.binding !== "";
    const over = isPlain
      ? block(`for (${commit.keyword} ${commit.binding} of ${all})`, [])
      : keptLoop(request, commit, items.iterable, all, bang, block);
    return place(attempt(all, call.gathered(), over), undefined, true);
  }
  if (!usesItem && !keepsCounter && commit.binding !== "") {
    const gathered = call.gathered();
    const isNamedTwice = hidesOwnSource(commit.binding, gathered);
    const results = isNamedTwice ? freeName("results", words, namesOf(slots)) : gathered;
    const loopOver = block(`for (${commit.keyword} ${commit.binding} of ${results})`, []);
    return place(isNamedTwice ? [`const ${results} = ${gathered}${end}`, ...loopOver] : loopOver);
  }
  const declared = commit.binding === "" ? call.gathered() : `const ${all} = ${call.gathered()}`;
  return place([`${declared}${end}`, ...keptLoop(request, commit, items.iterable, all, bang, block)]);

  /** Where an iteration fails, nothing has been stored yet, and the author's loop runs instead. */
  function attempt(all: string, gathered: string, over: readonly string[]): string[] {
    const type = typed ? `: ReturnType<typeof ${request.kernelName}>[] | undefined` : "";
    const why = `${habits.indent}// An iteration fails; the loop below shows how far it comes.`;
    const tried = ["try {", `${habits.indent}${all} = ${gathered}${end}`, "} catch {", why, "}"];
    const inner = (lines: readonly string[]) => reindent(lines.join("\n"), habits.indent);
    return [
      `let ${all}${type}${end}`,
      ...(split.isOrderSensitive ? [`if (${conditionText(split, runner)}) {`, inner(tried), "}"] : tried),
      `if (${all} !== undefined) {`,
      inner(over),
      "} else {",
      original(),
      "}",
    ];
  }
}

/** The label that a `break` out of the batches needs: the author's, or a new one. */
function labelOf(loop: ts.Node, text: string): { readonly name: string; readonly isNew: boolean } {
  const { parent } = loop;
  if (ts.isLabeledStatement(parent)) return { name: parent.label.text, isNew: false };
  return { name: freeName("batches", text), isNew: true };
}

/** A test of whole numbers that fails runs the iterations in order; then each commit must come before the next iteration. */
function orderOf({ split }: Parts): "array" | "batches" {
  return split.integers.length > 0 ? "batches" : split.order;
}

/** The author's loop again, over the results, which are called `all`. */
function keptLoop(
  { context, loop, parts, slots, habits }: ReplaceRequest,
  commit: CommitText,
  iterable: string,
  all: string,
  bang: string,
  block: (head: string, lines: readonly string[]) => string[],
): string[] {
  const { node, space } = loop;
  const { text } = context.sourceFile;
  const end = habits.semicolon;
  const isPlain =
    space.form === "counted" && isZero(space.start) && stepText(space) === "1" && space.declaredBy === "loop";
  const index = isPlain ? space.name : freeName("index", wordsInScope(node), namesOf(slots));
  const value = `${all}[${isPlain ? index : `${index}++`}]${slots.every((slot) => slot.mayBeUndefined && slot.mode !== "array") && slots.length === 1 ? "" : bang}`;
  const lines = commit.binding === "" ? [] : [`${commit.keyword} ${commit.binding} = ${value}${end}`];
  const isUsed = (symbol: ts.Symbol) => parts.usedInCommit(symbol).length > 0;
  const head =
    space.form === "elements"
      ? `for (${keywordOf(node)} ${prunedPattern(space.binding, isUsed, context.checker)} of ${iterable})`
      : text.slice(node.getStart(), node.statement.getStart()).trimEnd();
  if (commit.binding === "") return block(head, lines);
  return [...(isPlain ? [] : [`let ${index} = 0${end}`]), ...block(head, lines)];
}

function keywordOf({ initializer }: ts.ForStatement | ts.ForOfStatement): string {
  const isList = initializer !== undefined && ts.isVariableDeclarationList(initializer);
  return isList && (initializer.flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
}

function itemNames(space: BoundElements | ComparedCount): readonly ts.Identifier[] {
  if (space.form === "elements") return boundNames([space.binding]);
  const declaration = space.induction.valueDeclaration;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) ? boundNames([declaration.name]) : [];
}

/** Where an iteration fails, the author's loop is run instead. */
function runsAgain({ startsAgain, kernelCannotThrow }: Split, { prepared }: TransformContext): boolean {
  return startsAgain || (prepared?.judged === "deferred" && !kernelCannotThrow);
}

/** Why the loop cannot be replaced although it is parallel; undefined: it can. */
export function problemOfReplacing(loop: ForLoop, parts: Parts, context: TransformContext) {
  const { checker, program } = context;
  const { split, commitNodes } = parts;
  const { node } = loop;
  if (loop.space.form === "elements" && takesApartForNobody(loop.space.binding, loop, checker))
    return "nothing of a part that the head of the loop takes apart is used; write one name there";
  const again = problemOfHead(node, split, isCounterNeeded(loop, checker), context);
  if (again !== undefined) return again;
  const isGuarded = runsAgain(split, context);
  const isInParts = context.prepared?.parts !== undefined;
  const isInBatches = split.commit.size > 0 && !isGuarded && !isInParts && orderOf(parts) === "batches";
  if (isInBatches && loopsThroughArraysOnly(program.getCompilerOptions()))
    return "the results have to be taken one after the other, and the project is compiled to ES5, where `for…of` goes through arrays only; set `downlevelIteration`, or a newer `target`";
  const hiddenName = isInBatches ? hiddenByBody(loop.space, node.statement) : undefined;
  if (hiddenName !== undefined)
    return `\`${hiddenName}\` in the head of the loop is another variable than the one that its body declares; give one of them another name`;
  if (split.exits && isCounterNeeded(loop, checker))
    return `the loop can end early, and \`${loop.space.form === "counted" ? loop.space.name : ""}\` is used after it`;
  const hidden = split.isOrderSensitive && !isGuarded ? untestable(loop, parts, checker) : undefined;
  if (hidden !== undefined)
    return `\`${hidden}\` has to be tested before the loop, whose head declares it; declare it before the loop`;
  const labels = labelsOf(node);
  if (split.isOrderSensitive && labels.size > 0)
    return "the loop has a label, and has to stand beside its parallel form for when an assumption does not hold";
  const visit = (part: ts.Node): boolean => {
    if (ts.isContinueStatement(part) && part.label !== undefined && labels.has(part.label.text)) return true;
    return ts.forEachChild(part, (child) => (visit(child) ? true : undefined)) ?? false;
  };
  return commitNodes.some(visit)
    ? "a `continue` with the label of the loop stands in what has to be done in order"
    : undefined;
}

/** A pattern none of whose names is used would be left out, and nobody would fail any more where its part is missing. */
function takesApartForNobody(binding: ts.BindingName, loop: ForLoop, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(binding)) return false;
  const isUsed = (name: ts.Identifier) => {
    const symbol = checker.getSymbolAtLocation(name);
    return symbol !== undefined && referencesTo(symbol, loop.node.statement, checker).length > 0;
  };
  if (!boundNames([binding]).some(isUsed)) return true;
  return binding.elements.some((part) => ts.isBindingElement(part) && takesApartForNobody(part.name, loop, checker));
}

/** A counter from outside of the loop whose last value, or whose only declaration, is needed afterwards. */
function isCounterNeeded({ node, space, container }: ForLoop, checker: ts.TypeChecker): boolean {
  if (space.form !== "counted" || space.declaredBy !== "outside") return false;
  const advanced = space.alsoAdvanced.flatMap(({ name }) => checker.getSymbolAtLocation(name) ?? []);
  if ([space.induction, ...advanced].some((symbol) => isLiveAfter(symbol, node, container, checker))) return true;
  const isDeclaredHere = node.initializer !== undefined && ts.isVariableDeclarationList(node.initializer);
  const isInLoop = (name: ts.Node) => name.pos >= node.pos && name.end <= node.end;
  return isDeclaredHere && referencesTo(space.induction, container, checker).some((name) => !isInLoop(name));
}

/** The declaration goes with its line; comments over it stay where they are. */
function vanishedEdit({ declaration }: Vanished, text: string): TextEdit {
  const { start, end } = removedRange(declaration, text);
  const lead = text.slice(start, declaration.getStart());
  return { start, end, text: /\S/.test(lead) ? lead.replace(/[ \t]*$/, "") : "" };
}

function declaredName({ declaration }: Vanished): string {
  return declaration.declarationList.declarations[0]!.name.getText();
}

/** Lines that may each be several, as one block. */
function reindentAll(lines: readonly string[], indent: string): string {
  return lines
    .filter((line) => line !== "")
    .map((line) => reindent(line, indent))
    .join("\n");
}
