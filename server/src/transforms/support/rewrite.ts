// The rewrite itself, common to all forms: the loop becomes a call, its kernel goes to the kernel module.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import { namesIn } from "../../legality/channels.js";
import type { LoopAnalysis } from "../../legality/loopAnalysis.js";
import { isTested } from "../../legality/split.js";
import type { Callee, Split } from "../../legality/verdict.js";
import { isCompared } from "../../loops/loop.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { FileEdit, TextEdit, TransformContext } from "../transform.js";
import { standsBesideParallelForm } from "./beside.js";
import type { Form } from "./call.js";
import {
  isUntypedYet,
  problemOfCarrying,
  problemOfFunctions,
  problemOfHidden,
  problemOfNarrowing,
  problemOfPrepared,
  problemOfSyntax,
} from "./checks.js";
import { exportTypes } from "./exportTypes.js";
import { collectHelpers, type Helpers, isUsedElsewhere } from "./helpers.js";
import { apartIn } from "./importOrder.js";
import { importEdits, importedNames, localNameOf } from "./imports.js";
import { type ImportNeed, named } from "./importText.js";
import { type KernelText, kernelModuleEdit, standingKernel } from "./kernelModule.js";
import { nameKernel } from "./kernelName.js";
import { kernelText, liveInsOf } from "./kernelText.js";
import { listedFileEdit } from "./listedFiles.js";
import { orderedImports } from "./loadOrder.js";
import { type MethodLoop, methodEdit, methodKernel, methodLoop, problemOfMethod } from "./methods.js";
import { namesUsed } from "./namesUsed.js";
import { packageEdit } from "./packageJson.js";
import { boundNames, dealOut, statementsOf } from "./parts.js";
import { reexportEdit } from "./reexports.js";
import { type ForLoop, problemOfReplacing, type Replacement, replaceLoop } from "./replaceLoop.js";
import { makeSlots } from "./slots.js";
import { type Target, targetOf } from "./target.js";
import { closeGaps, freeInFile, type Habits, habitsOf, inHabit, removedRange } from "./text.js";
import { type ThisFields, thisFieldsOf } from "./thisFields.js";
import { collectNames, newTypeNames, type TypeNames } from "./types.js";
import { constantVariableEdits, unusedVariableEdits } from "./unusedVariables.js";
import { whyNotFor } from "./whyNotFor.js";

export type { Form } from "./call.js";
export { functionName } from "./kernelName.js";

export interface Rewrite {
  readonly files: readonly FileEdit[];
  /** The loop that the edits rest on: the author's, or another form of it. */
  readonly analysis: LoopAnalysis;
  /** What stands in the place of the loop. */
  readonly loopEdit: TextEdit;
  /** A counter from outside of the loop ends up as the loop would have left it. */
  readonly keepsCounter: boolean;
  /** Name of the variable that the replacement declares in place of a declaration before the loop. */
  readonly declares: string | undefined;
  readonly target: Target;
  readonly habits: Habits;
  readonly helpers: Helpers;
  readonly kernelName: string;
  /** What the replacement needs of the runner. */
  readonly runnerImports: readonly ImportNeed[];
}

export type RewriteAnswer = Rewrite | { readonly problem: string };

const runnerPackage = "@loopsmith/runner";

/** Plans the rewrite of a parallel loop as it stands. O(size of the file). */
export function rewriteAsItStands(context: TransformContext, form: Form): RewriteAnswer {
  const { analysis, sourceFile, checker } = context;
  const { verdict } = analysis;
  if (verdict.kind !== "parallel") return { problem: "the loop is not parallel" };
  const runs = ["parallelMap", "parallelMapSync"].flatMap((name) => localNameOf(sourceFile, runnerPackage, name) ?? []);
  if (standsBesideParallelForm(analysis.loop.node, localNameOf(sourceFile, runnerPackage, "assumptionsHold"), runs))
    return { problem: "this is how the loop runs where an assumption of its parallel form does not hold" };
  if (/\.kernels\.[cm]?[jt]sx?$/.test(sourceFile.fileName))
    return { problem: "this is a kernel module, whose functions run on all cores already" };
  const split = splitFor(verdict.split, context);
  const typed = targetOf(context).language === "ts";
  const untyped = [...split.disjoint.flat(), ...split.distinct].find(({ node }) => isUntypedYet(node, checker));
  if (typed && untyped !== undefined)
    return {
      problem: `the compiler does not know yet what \`${untyped.name}\` will hold where it is tested; write its type where it is declared`,
    };
  const method = methodLoop(analysis.loop);
  if (method !== undefined) return rewriteMethod(context, method, split, form);
  const loop = forLoop(context);
  if ("problem" in loop) return loop;
  const habits = { ...habitsOf(sourceFile), apart: apartIn(sourceFile, context.program) };
  const target = targetOf(context);
  const used = newTypeNames(true);
  const isOfParts = context.prepared?.parts?.kind === "bounds";
  const dealt = dealOut(
    loop.node.statement,
    split,
    checker,
    statementsOf(loop.node.statement).slice(0, Number(isOfParts)),
  );
  if (split.copied.length > 0)
    return { problem: "the loop reads back what it stores in objects of the caller, which is not rewritten so far" };
  const obstructed = context.prepared?.judged === "deferred" ? problemOfPrepared(loop, split) : undefined;
  if (obstructed !== undefined) return { problem: obstructed };
  const early = [...split.failing].find(dealt.isIdle);
  if (early !== undefined)
    return {
      problem: `\`${early.getText().replace(/\s+/g, " ")}\` can fail, and has to do so before what the workers compute`,
    };
  const taken = [...split.liveIns, ...split.callees, ...split.channels].map(({ name }) => name);
  const evaluated = [...dealt.kernelNodes, ...scratchNodes(split)];
  const own = thisFieldsOf(evaluated, taken, context);
  const obstacle =
    problemOfSyntax(patternOf(loop)) ??
    problemOfSyntax(evaluated, own.nameOf) ??
    (typed
      ? problemOfHidden(evaluated, [...split.disjoint.flat(), ...split.distinct], own.nameOf, checker)
      : undefined) ??
    (typed ? problemOfNarrowing(dealt.kernelNodes, checker) : undefined) ??
    problemOfCarrying(dealt, checker) ??
    problemOfReplacing(loop, dealt, context);
  if (obstacle !== undefined) return { problem: obstacle };
  const slots = makeSlots(dealt, context, used, typed);
  const helpers = collectHelpers(mentioned(split.callees, evaluated, own, checker), context);
  if ("problem" in helpers) return helpers;
  // `undefined` alone stands for an iteration that was skipped: not for one that ended early, without its value.
  const isWrapped =
    slots.length > 1 || (split.skips && (dealt.stops.size > 0 || slots.some((slot) => slot.mayBeMissing)));
  const kernelName = nameKernel(context, target);
  const draft = { name: kernelName, context, space: loop.space, slots, isWrapped, habits, target, used, own };
  // What only the bound of a part is computed of, the kernel is not given, whatever else is called so in it.
  const isGiven = ({ symbol }: Split["liveIns"][number]) =>
    !isOfParts ||
    dealt.usedInKernel(symbol) ||
    scratchNodes(split).some((node) => referencesTo(symbol, node, checker).length > 0);
  const liveIns = liveInsOf({ ...draft, parts: dealt }).filter(isGiven);
  const held = problemOfFunctions(liveIns, checker);
  if (held !== undefined) return { problem: held };
  const parts = { ...dealt, split: { ...split, liveIns } };
  const kernel = kernelText({ ...draft, parts });
  const standing = standingKernel(kernel, helpers, used, target, context);
  const runner = runnerNames(context);
  const request = {
    context,
    loop,
    parts,
    slots,
    own,
    isWrapped,
    kernelName: standing ?? kernelName,
    habits,
    typed,
    form,
    runner: runner.nameOf,
  };
  const replaced = replaceLoop(request);
  return assemble(context, { ...replaced, kernel, standing, helpers, used, target, habits, needs: runner.needs() });
}

/** That another form of the loop means the same may rest on what is tested: where that does not hold, the author's loop runs. */
function splitFor(split: Split, { prepared, analysis }: TransformContext): Split {
  const arrays = prepared?.arrays?.map((name) => ({ name, node: analysis.loop.node }));
  if (arrays !== undefined) return { ...split, arrays, isOrderSensitive: true };
  return prepared?.besideTests === true && isTested(split) ? { ...split, isOrderSensitive: true } : split;
}

/** Those that are mentioned other than by a field that is handed over: the class in `Grid.SIZE` is not. */
function mentioned(
  callees: readonly Callee[],
  nodes: readonly ts.Node[],
  { nameOf }: ThisFields,
  checker: ts.TypeChecker,
): readonly Callee[] {
  if (nameOf.size === 0) return callees;
  const left = nodes.flatMap((node) => namesIn(node, new Set(nameOf.keys())));
  const symbols = new Set(left.map((name) => valueSymbol(name, checker)));
  return callees.filter(({ symbol }) => (symbol.flags & ts.SymbolFlags.Class) === 0 || symbols.has(symbol));
}

/** The arrays of the surroundings that the kernel makes for itself. */
function scratchNodes({ scratch }: Split): readonly ts.Node[] {
  return scratch.flatMap(({ valueDeclaration }) => valueDeclaration ?? []);
}

function patternOf({ space }: ForLoop): readonly ts.Node[] {
  return space.form === "elements" ? [space.binding] : [];
}

/** An array method whose callback leaves nothing to do in order: the call of the runner takes its place in the expression. */
function rewriteMethod(context: TransformContext, loop: MethodLoop, split: Split, form: Form): RewriteAnswer {
  const taken = [...split.liveIns, ...split.callees].map(({ name }) => name);
  // A function expression has a `this` of its own.
  const nodes = ts.isArrowFunction(loop.callback) ? [loop.callback.body] : [];
  const own = thisFieldsOf(
    [...nodes],
    [...taken, ...boundNames(loop.callback.parameters.map(({ name }) => name)).map(({ text }) => text)],
    context,
  );
  const typed = targetOf(context).language === "ts";
  const problem =
    problemOfMethod(loop, split, form, context.checker) ??
    problemOfSyntax([loop.callback.body], own.nameOf) ??
    (typed ? problemOfHidden([loop.callback.body], [], own.nameOf, context.checker) : undefined);
  if (problem !== undefined) return { problem };
  const habits = { ...habitsOf(context.sourceFile), apart: apartIn(context.sourceFile, context.program) };
  const target = targetOf(context);
  const used = newTypeNames(true);
  const held = problemOfFunctions(split.liveIns, context.checker);
  if (held !== undefined) return { problem: held };
  const helpers = collectHelpers(mentioned(split.callees, [loop.callback], own, context.checker), context);
  if ("problem" in helpers) return helpers;
  const kernelName = nameKernel(context, target);
  const kernel = methodKernel(loop, split, { name: kernelName, context, habits, target, used, own });
  const runner = runnerNames(context);
  const standing = standingKernel(kernel, helpers, used, target, context);
  const called = standing ?? kernelName;
  const edit = methodEdit(loop, split, { kernelName: called, context, habits, form, own, runner: runner.nameOf });
  const replaced = { edit, vanished: undefined, keepsCounter: false, declares: undefined };
  return assemble(context, { ...replaced, kernel, standing, helpers, used, target, habits, needs: runner.needs() });
}

/** What the file calls the runner's exports, and which of them it has to import. */
function runnerNames({ sourceFile }: TransformContext) {
  const imports = new Map<string, ImportNeed>();
  const nameOf = (exported: string): string => {
    const known = imports.get(exported)?.local ?? localNameOf(sourceFile, runnerPackage, exported);
    const local = known ?? freeInFile(exported, sourceFile);
    imports.set(exported, named(runnerPackage, exported, local));
    return local;
  };
  return { nameOf, needs: () => [...imports.values()].sort((a, b) => (a.imported < b.imported ? -1 : 1)) };
}

interface Replaced extends Replacement {
  readonly kernel: KernelText;
  /** A kernel of the module that is the same, and is called instead. */
  readonly standing: string | undefined;
  readonly helpers: Helpers;
  readonly used: TypeNames;
  readonly target: Target;
  readonly habits: Habits;
  readonly needs: readonly ImportNeed[];
}

/** The edits of all files, once it is known what stands in the place of the loop and what the kernel is. */
function assemble(context: TransformContext, replaced: Replaced): RewriteAnswer {
  const { sourceFile, checker } = context;
  const { edit, keepsCounter, declares, kernel, standing, helpers, used, target, habits, needs } = replaced;
  const typed = target.language === "ts";
  if (typed) for (const statement of helpers.moved) collectNames(statement, statement, checker, used);
  if (typed && used.problem !== undefined) return { problem: used.problem };
  const module = standing === undefined ? kernelModuleEdit(kernel, helpers, used, target, habits, context) : undefined;
  if (module !== undefined && "problem" in module) return module;
  const own = fileEdits(context, replaced);
  const files: FileEdit[] = [{ file: sourceFile.fileName, created: false, edits: inHabit(own, habits) }];
  if (module !== undefined) files.push(module);
  const manifest = packageEdit(sourceFile.fileName, context.workspace);
  if (manifest !== undefined) files.push(manifest);
  const list =
    module?.created === true ? listedFileEdit(sourceFile.fileName, module.file, context.workspace) : undefined;
  if (list !== undefined) files.push(list);
  return {
    files,
    analysis: context.analysis,
    loopEdit: edit,
    keepsCounter,
    declares,
    target,
    habits,
    helpers,
    kernelName: standing ?? kernel.name,
    runnerImports: needs,
  };
}

/** The loop, where its form is one that is rewritten so far. */
function forLoop({ analysis, checker }: TransformContext): ForLoop | { readonly problem: string } {
  const { loop } = analysis;
  const { node, space } = loop;
  if (ts.isForStatement(node) && space.form === "counted" && isCompared(space)) return { ...loop, node, space };
  const declared =
    ts.isForOfStatement(node) && ts.isVariableDeclarationList(node.initializer)
      ? node.initializer.declarations[0]?.name
      : undefined;
  if (!ts.isForOfStatement(node) || space.form !== "elements" || declared === undefined)
    return { problem: whyNotFor(loop, checker) };
  // Whatever is not an array is listed when the loop starts; its elements are bound as the author wrote it.
  return { ...loop, node, space: { ...space, iterable: node.expression, binding: declared } };
}

/** All edits of the loop's own file: the loop, what moves, what must be exported, what is imported and what no more. */
function fileEdits(context: TransformContext, request: Replaced): readonly TextEdit[] {
  const { sourceFile, analysis } = context;
  const { edit, vanished, kernel, standing, helpers, used, target, habits, needs } = request;
  const { verdict, loop } = analysis;
  const outer = [
    ...(verdict.kind === "parallel" ? verdict.split.privates : []),
    ...(loop.space.form === "counted" ? [loop.space.induction] : []),
  ];
  const scratch = verdict.kind === "parallel" ? verdict.split.scratch : [];
  const variables = unusedVariableEdits(outer, scratch, loop.node, edit.text, context);
  const moved = movedEdits(helpers, context);
  const exported = target.language === "ts" ? exportTypes(used, helpers, sourceFile) : [];
  const labels = labelEdits(loop.node, edit.text);
  const all = [edit, ...(vanished ? [vanished] : []), ...labels, ...variables, ...moved, ...exported];
  const changed = verdict.kind === "parallel" ? verdict.split.advanced.map(({ symbol }) => symbol) : [];
  const body = sorted([...all, ...constantVariableEdits([...outer, ...changed], all, loop.node, edit.text, context)]);
  const names = namesUsed(sourceFile, body);
  const gone = new Set(importedNames(sourceFile).filter((name) => names.before(name) && !names.after(name)));
  const back = [...helpers.movedNames].filter(
    (name) => names.after(name) && isUsedElsewhere(name, helpers.moved, [loop.node], context, edit.text),
  );
  const added = [...needs, ...[standing ?? kernel.name, ...back].map((name) => named(target.kernelSpecifier, name))];
  const imports = importEdits(sourceFile, added, gone, habits, target.usesRequire, orderedImports(helpers, context));
  const again = reexportEdit(helpers, target, habits, sourceFile, imports);
  // Where an import and `export` come to stand at the same place, the import is first.
  return closeGaps(sorted([...again, ...body]), sourceFile.text);
}

/** A label to which nothing jumps any more goes with the last jump, which is the kernel's. */
function labelEdits(loop: ts.Node, text: string): readonly TextEdit[] {
  const { parent } = loop;
  if (
    !ts.isLabeledStatement(parent) ||
    text.startsWith("{") ||
    new RegExp(`\\b(?:break|continue) ${parent.label.text}\\b`).test(text)
  )
    return [];
  return [{ start: parent.getStart(), end: loop.getStart(), text: "" }];
}

function sorted(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Helpers that move leave the file. */
function movedEdits({ moved }: Helpers, { sourceFile }: TransformContext): readonly TextEdit[] {
  const { text } = sourceFile;
  return moved.map((statement) => ({ ...removedRange(statement, text), text: "" }));
}
