// Plans the benchmark of a loop in a shadow copy: a statement before the loop that hands over its live-ins, and a replay module
// with the loop as it is and as it would be rewritten, both as functions of those live-ins.
import path from "node:path";
import { ts } from "ts-morph";
import { createAnalysisContext } from "../legality/analyseFile.js";
import { readBody } from "../legality/body.js";
import type { Loop } from "../loops/loop.js";
import { collectHelpers, declaredNames, type Helpers } from "./support/helpers.js";
import { named, printImports } from "./support/importText.js";
import { mayCombine, rewriteInParts } from "./support/inParts.js";
import { classEdits } from "./support/recordedClasses.js";
import type { Rewrite } from "./support/rewrite.js";
import { rewriteLoop } from "./support/rewriteLoop.js";
import { isRecordableThis, surroundingsOf } from "./support/surroundings.js";
import { fullRange, indentAt, reindent } from "./support/text.js";
import type { FileEdit, TextEdit, TransformContext, WantedWay } from "./transform.js";

export interface ReplayPlan {
  readonly files: readonly FileEdit[];
  /** Other files, in which the recording is told of their classes. Without them, instances of these cannot be recorded. */
  readonly classes: readonly FileEdit[];
  /** Absolute path of the module that exports `serial(liveIns)` and `parallel(liveIns)`. */
  readonly replayModule: string;
  /** Whether it is CommonJS as its author wrote it. */
  readonly usesRequire: boolean;
  /** Variables from outside of the loop that it reads or writes, and `this` where it uses that. */
  readonly liveIns: readonly string[];
  /** Those that it may change, themselves or what is inside of them. */
  readonly liveOuts: readonly string[];
}

export type ReplayAnswer =
  | { readonly kind: "planned"; readonly plan: ReplayPlan }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

/**
 * @param way `parts`: the loop is measured as it is rewritten by partial results
 * @returns the plan, or why the loop cannot be lifted out of its program. Paths are those of the user's tree.
 */
export function planReplay(context: TransformContext, way: WantedWay = "ordered"): ReplayAnswer {
  const { analysis, sourceFile } = context;
  const { loop, verdict } = analysis;
  if (verdict.kind !== "parallel" && way === "ordered")
    return refused(verdict.reasons[0].message, verdict.reasons[0].help);
  const rewrite = way === "parts" ? inParts(context) : rewriteLoop(context, "sync");
  if ("kind" in rewrite) return rewrite;
  if ("problem" in rewrite)
    return refused(`The loop cannot be rewritten: ${rewrite.problem}.`, "Make this change first, then measure.");
  const { loopEdit } = rewrite;
  if (loopEdit.start !== loop.node.getStart() || loopEdit.end !== loop.node.end)
    return refused(
      "The rewrite changes more than the loop: statements come before the one that it stands in.",
      "Write the array method as a loop, then measure.",
    );
  const beyond = jumpBeyond(loop.node);
  if (beyond !== undefined)
    return refused(
      `The loop jumps to the label \`${beyond}\` around it, and cannot be run without what it labels.`,
      "Measure the labelled loop, or let this one end with a flag that the other one asks.",
    );
  const names = surroundingsOf(loop.node, context);
  if (names.hidden !== undefined)
    return refused(
      `The loop uses \`${names.hidden}\`, which is known inside of its class only.`,
      "Take what it needs into constants before the loop.",
    );
  if (names.usesThis !== undefined && !isRecordableThis(names.usesThis, context))
    return refused(
      "The loop uses `this`, which cannot be recorded.",
      "Take what it needs into constants before the loop, or move the class to a module of its own, without `#` fields.",
    );
  const own = names.usesThis === undefined ? [] : ["this"];
  const helpers = collectHelpers(names.functions, context);
  if ("problem" in helpers)
    return refused(
      `The loop cannot be run outside of its program: ${helpers.problem}.`,
      "Move what the loop uses to the top level of the file or into a module of its own.",
    );
  const changed = changedVariables(context);
  // What each worker has its own of is nobody's result, and neither is a counter that nobody reads afterwards.
  const split = verdict.kind === "parallel" ? verdict.split : undefined;
  const isResult = (symbol: ts.Symbol) =>
    split?.privates.includes(symbol) !== true &&
    split?.advanced.some((each) => each.symbol === symbol) !== true &&
    (rewrite.keepsCounter || !isCounter(symbol, loop));
  const liveIns = [...names.variables.map((symbol) => symbol.name), ...own];
  const outs = names.variables.filter((symbol) => isResult(symbol) && (changed === "all" || changed.has(symbol)));
  const liveOuts = [...outs.map((symbol) => symbol.name), ...own];
  const extension = path.extname(sourceFile.fileName);
  const base = sourceFile.fileName.slice(0, -extension.length);
  const replayModule = `${base}.loopsmith-replay${extension}`;
  const kernels = rewrite.files.filter((file) => file.file === rewrite.target.kernelFile);
  const classes = new Map(classEdits(context));
  const ownEdits = [...recordEdits(loop.node, liveIns, rewrite), ...[classes.get(sourceFile.fileName) ?? []].flat()];
  classes.delete(sourceFile.fileName);
  const plan: ReplayPlan = {
    files: [
      { file: sourceFile.fileName, created: false, edits: ownEdits },
      ...kernels,
      {
        file: replayModule,
        created: true,
        edits: [{ start: 0, end: 0, text: replayText(rewrite, helpers, liveIns, liveOuts, context) }],
      },
    ],
    classes: [...classes].map(([file, edit]) => ({ file, created: false, edits: [edit] })),
    replayModule,
    usesRequire: rewrite.target.usesRequire,
    liveIns,
    liveOuts,
  };
  return { kind: "planned", plan };
}

function inParts(context: TransformContext): Rewrite | ReplayAnswer {
  const rewrite = mayCombine(context) ? rewriteInParts(context, "sync") : { problem: "it does more than to combine" };
  if ("problem" in rewrite)
    return refused(
      `The loop cannot be rewritten by partial results: ${rewrite.problem}.`,
      "Measure it without --reassociate.",
    );
  const [rounded] = rewrite.inexact;
  return rounded === undefined
    ? rewrite
    : refused(
        `What both versions compute is compared bit for bit, and is not the same: ${rounded}`,
        "Measure the whole program: loopsmith bench --whole --reassociate, with --tests where it prints the last digits.",
      );
}

function isCounter(symbol: ts.Symbol, { space }: Loop): boolean {
  return space.form === "counted" && space.induction === symbol;
}

function refused(reason: string, help: string): ReplayAnswer {
  return { kind: "refused", reason, help };
}

/** Variables that the loop assigns or into whose objects it writes; `all` when it may write anywhere. */
function changedVariables({ program, analysis }: TransformContext): ReadonlySet<ts.Symbol> | "all" {
  const { accesses } = readBody(createAnalysisContext(program), analysis.loop);
  const changed = new Set<ts.Symbol>();
  for (const { mode, target } of accesses) {
    if (mode !== "write") continue;
    if (target.kind === "variable") changed.add(target.symbol);
    else if (target.base.root.kind === "variable") changed.add(target.base.root.symbol);
    else if (target.base.root.kind === "unknown") return "all";
  }
  const { space } = analysis.loop;
  if (space.form === "counted" && space.declaredBy === "outside") changed.add(space.induction);
  return changed;
}

/** `globalThis.__loopsmithRecord?.({ a, b });` before the loop; braces where a single statement stands. */
function recordEdits(node: ts.Node, liveIns: readonly string[], { target, habits }: Rewrite): TextEdit[] {
  const hook = target.language === "ts" ? "(globalThis as any)" : "globalThis";
  const call = `;${hook}.__loopsmithRecord?.({ ${listed(liveIns)} });`;
  const text = node.getSourceFile().text;
  const start = node.getStart();
  // An array method stands in an expression.
  if (ts.isExpression(node))
    return [
      { start, end: start, text: `(${call.slice(1, -1)}, ` },
      { start: node.end, end: node.end, text: ")" },
    ];
  const isListed = ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent);
  if (isListed) return [{ start, end: start, text: `${call}${habits.newline}${indentAt(text, start)}` }];
  const outer = ts.isLabeledStatement(node.parent) ? node.parent : node;
  return [
    { start: outer.getStart(), end: outer.getStart(), text: `{ ${call} ` },
    { start: outer.end, end: outer.end, text: " }" },
  ];
}

function replayText(
  rewrite: Rewrite,
  helpers: Helpers,
  liveIns: readonly string[],
  liveOuts: readonly string[],
  context: TransformContext,
): string {
  const { target, habits, kernelName, runnerImports, loopEdit } = rewrite;
  const { sourceFile, analysis } = context;
  const { text } = sourceFile;
  const { newline } = habits;
  const typed = target.language === "ts";
  const lines: string[] = typed ? ["// @ts-nocheck"] : [];
  const fromKernels = [kernelName, ...rewrite.helpers.movedNames].map((name) => named(target.kernelSpecifier, name));
  lines.push(...printImports([...runnerImports, ...fromKernels], habits, target.usesRequire));
  const statements = new Set([...helpers.imports.values()].map(statementOf));
  for (const statement of statements) lines.push(statement.getText());
  for (const statement of helpers.moved) {
    if (declaredNames(statement).some((name) => rewrite.helpers.movedNames.has(name))) continue;
    const { start, end } = fullRange(statement, text);
    lines.push(
      "",
      text
        .slice(start, end)
        .trimEnd()
        .replace(/^(\s*)export\s+/m, "$1"),
    );
  }
  const node = analysis.loop.node;
  const isValue = ts.isExpression(node);
  const code = (loop: string) => (isValue ? `const ${resultName} = ${loop};` : loop);
  const outs = isValue ? [...liveOuts, resultName] : liveOuts;
  const labels = text.slice(labelled(node).getStart(), node.getStart());
  const serial = code(text.slice(labelled(node).getStart(), node.end));
  lines.push("", ...wrapped("serial", serial, liveIns, outs, indentAt(text, node.getStart()), target.usesRequire));
  const given = liveIns.filter((name) => name !== rewrite.declares);
  lines.push(
    "",
    ...wrapped(
      "parallel",
      code(jumpsToOwnLabel(loopEdit.text, labels) ? labels + loopEdit.text : loopEdit.text),
      given,
      outs,
      indentAt(text, node.getStart()),
      target.usesRequire,
    ),
  );
  if (target.usesRequire) lines.push("", "module.exports = { serial, parallel };");
  return lines.join(newline) + newline;
}

/** The loop with its own labels. */
function labelled(node: ts.Node): ts.Node {
  return ts.isLabeledStatement(node.parent) ? labelled(node.parent) : node;
}

/** A label in front of what is no loop any more is allowed only where nothing is declared, so it stays only where it is asked for. */
function jumpsToOwnLabel(text: string, labels: string): boolean {
  return [...labels.matchAll(/([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*:/gu)].some(([, label]) =>
    new RegExp(`\\b(?:break|continue)\\s+${label!.replaceAll("$", "\\$")}(?![\\w$])`).test(text),
  );
}

/** The label of a statement around the loop and its own labels, to which it jumps. */
function jumpBeyond(node: ts.Node): string | undefined {
  const whole = labelled(node);
  const visit = (at: ts.Node, known: ReadonlySet<string>): string | undefined => {
    if (ts.isFunctionLike(at)) return undefined;
    if (ts.isBreakOrContinueStatement(at))
      return at.label === undefined || known.has(at.label.text) ? undefined : at.label.text;
    const inside = ts.isLabeledStatement(at) ? new Set([...known, at.label.text]) : known;
    return ts.forEachChild(at, (child) => visit(child, inside));
  };
  return visit(whole, new Set());
}

/** What an array method gives is compared like a variable. */
const resultName = "loopsmithResult";

function statementOf(declaration: ts.Node): ts.Statement {
  let at = declaration;
  while (!ts.isStatement(at)) at = at.parent;
  return at;
}

/** What an object literal of these names says. */
function listed(names: readonly string[]): string {
  return names.map((name) => (name === "this" ? "this: this" : name)).join(", ");
}

function wrapped(
  name: string,
  loop: string,
  liveIns: readonly string[],
  liveOuts: readonly string[],
  indent: string,
  usesRequire: boolean,
): string[] {
  const variables = liveIns.filter((each) => each !== "this");
  const usesThis = variables.length < liveIns.length;
  const head = `${usesRequire ? "" : "export "}function ${name}(liveIns) {`;
  return [
    ...(usesThis ? [head, `  return ${name}Of.call(liveIns.this, liveIns);`, "}", ""] : []),
    usesThis ? `function ${name}Of(liveIns) {` : head,
    ...(variables.length === 0 ? [] : [`  let { ${variables.join(", ")} } = liveIns;`]),
    reindent(indent + loop, "  "),
    `  return { ${listed(liveOuts)} };`,
    "}",
  ];
}
