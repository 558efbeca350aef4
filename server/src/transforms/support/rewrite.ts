// The rewrite itself, common to all forms: the loop becomes a call, its kernel goes to the kernel module.
import path from "node:path";
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import type { Split } from "../../legality/verdict.js";
import type { Loop } from "../../loops/loop.js";
import { isLiveAfter, referencesTo } from "../../scalars/liveness.js";
import type { FileEdit, TextEdit, TransformContext } from "../transform.js";
import {
  type Carried,
  carriedChannels,
  commitBody,
  commitMentions,
  kernelBody,
  plural,
  resultType,
} from "./bodyParts.js";
import { collectHelpers, declaredNames, type Helpers, isUsedElsewhere } from "./helpers.js";
import { importEdits } from "./imports.js";
import { kernelModuleEdit } from "./kernelModule.js";
import { packageEdit } from "./packageJson.js";
import { type Target, targetOf } from "./target.js";
import { freeName, fullRange, type Habits, habitsOf, indentAt, reindent } from "./text.js";
import { newTypeNames, type TypeNames, typeText } from "./types.js";

export type Form = "sync" | "await";

export interface Rewrite {
  readonly files: readonly FileEdit[];
  /** The edits of the loop's own file alone, imports left out. */
  readonly loopEdit: TextEdit;
  readonly target: Target;
  readonly habits: Habits;
  readonly helpers: Helpers;
  readonly kernelName: string;
  readonly runnerNames: readonly string[];
}

export type RewriteAnswer = Rewrite | { readonly problem: string };

/** Plans the rewrite of a parallel loop. O(size of the file). */
export function rewriteLoop(context: TransformContext, form: Form): RewriteAnswer {
  const { analysis, sourceFile } = context;
  const { loop, verdict } = analysis;
  if (verdict.kind !== "parallel") return { problem: "the loop is not parallel" };
  if (ts.isCallExpression(loop.node) || loop.space.form === "unknown")
    return { problem: "only `for` loops are rewritten so far" };
  const { split } = verdict;
  const obstacle = findObstacle(loop, split);
  if (obstacle !== undefined) return { problem: obstacle };
  const helpers = collectHelpers(split.callees, context);
  if ("problem" in helpers) return helpers;
  const habits = habitsOf(sourceFile);
  const target = targetOf(context);
  const types = newTypeNames();
  const typed = target.language === "ts";
  const carried = carriedChannels(split, loop.body, context, types);
  const kernelName = nameKernel(context, target);
  const kernel = kernelText(kernelName, carried, types, habits, target, context, split);
  if (typed && types.problem !== undefined) return { problem: types.problem };
  const replacement = replaceLoop(carried, kernelName, habits, typed, form, context, split);
  if ("problem" in replacement) return replacement;
  const files: FileEdit[] = [];
  const moved = movedEdits(helpers, replacement.gone, context, target);
  const runnerNames = [...replacement.runnerNames].sort();
  const local = importEdits({
    runner: runnerNames,
    kernels: [kernelName, ...moved.importBack],
    reexport: moved.reexport,
    target,
    habits,
    sourceFile,
  });
  const exported = typed ? exportTypes(types, helpers, sourceFile) : [];
  const own = [replacement.edit, ...replacement.extra, ...moved.edits, ...local, ...exported].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  files.push({ file: sourceFile.fileName, created: false, edits: own });
  files.push(kernelModuleEdit(kernel, helpers, types, target, habits, context));
  const manifest = packageEdit(sourceFile.fileName, context.workspace);
  if (manifest !== undefined) files.push(manifest);
  return { files, loopEdit: replacement.edit, target, habits, helpers, kernelName, runnerNames };
}

/** What a kernel function cannot hold in this version, with the sentence for the user. */
function findObstacle(loop: Loop, split: Split): string | undefined {
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined || split.commit.has(node as ts.Statement)) return;
    if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) {
      found = `the loop uses \`${node.getText()}\`; take what it needs into constants before the loop`;
    } else if (ts.isMetaProperty(node)) found = `the loop uses \`${node.getText()}\``;
    else if (ts.isPrivateIdentifier(node))
      found = `the loop uses the private name \`${node.text}\`; take its value into a constant before the loop`;
    ts.forEachChild(node, visit);
  };
  visit(loop.body);
  for (const channel of split.channels) if (channel.kind === "expression") visit(channel.expression);
  if (found === undefined && split.skips && split.channels.length === 0 && split.commit.size > 0) {
    found = "the loop skips iterations with `continue` and only counts the others";
  }
  return found;
}

/** `mandelbrotRow`: the function's name and what the loop goes through. */
function nameKernel({ analysis, sourceFile, workspace }: TransformContext, target: Target): string {
  const { loop } = analysis;
  const { container } = loop;
  const owner = ts.isSourceFile(container)
    ? path.basename(sourceFile.fileName).replace(/\..*$/, "")
    : (functionName(container) ?? "loop");
  const base = owner
    .replace(/[^A-Za-z0-9_$]+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? "")
    .replace(/^(\d)/, "_$1");
  const what =
    loop.space.form === "elements" && loop.space.item !== undefined
      ? loop.space.item.name
      : loop.space.form === "counted"
        ? nameOfCounter(loop.space.name)
        : "item";
  const wanted = `${base}${what[0]!.toUpperCase()}${what.slice(1)}`;
  return freeName(wanted, sourceFile.text, workspace.readFile(target.kernelFile) ?? "");
}

function nameOfCounter(name: string): string {
  const known: Record<string, string> = { y: "row", row: "row", x: "column", i: "step", j: "step", k: "step" };
  return known[name] ?? name;
}

export function functionName(node: ts.SignatureDeclaration): string | undefined {
  if (node.name !== undefined && ts.isIdentifier(node.name)) return node.name.text;
  const holder = node.parent;
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  if (ts.isPropertyAssignment(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  return undefined;
}

function kernelText(
  name: string,
  carried: readonly Carried[],
  types: TypeNames,
  habits: Habits,
  target: Target,
  context: TransformContext,
  split: Split,
) {
  const { checker, analysis } = context;
  const { loop } = analysis;
  const typed = target.language === "ts";
  const envName = `${name[0]!.toUpperCase()}${name.slice(1)}Env`;
  const fields = split.liveIns.map((liveIn) => {
    if (!typed) return liveIn.name;
    const declaration = liveIn.symbol.valueDeclaration;
    const annotation =
      declaration !== undefined && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))
        ? declaration.type
        : undefined;
    const isPlain =
      annotation !== undefined &&
      ts.isParameter(declaration!) &&
      declaration.questionToken === undefined &&
      declaration.initializer === undefined;
    const shown = typeText(checker.getTypeAtLocation(liveIn.node), liveIn.node, context, types);
    return `${liveIn.name}: ${isPlain && !annotation.getText().includes("\n") && isSameType(annotation, liveIn.node, checker) ? annotation.getText() : shown}`;
  });
  const envInterface =
    !typed || fields.length === 0
      ? ""
      : `export interface ${envName} {${habits.newline}${fields.map((field) => `${habits.indent}${field};${habits.newline}`).join("")}}`;
  const env =
    split.liveIns.length === 0
      ? ""
      : `, { ${split.liveIns.map((liveIn) => liveIn.name).join(", ")} }${typed ? `: ${envName}` : ""}`;
  const item = itemParameter(loop, typed, context, types);
  const result = typed ? `: ${resultType(carried, split.skips)}` : "";
  const body = reindent(kernelBody(split, loop.body, carried, habits, typed, context), habits.indent);
  const prefix = target.usesRequire ? "" : "export ";
  const declaration = `${prefix}function ${name}(${item}${env})${result} {${habits.newline}${body}${habits.newline}}`;
  return { name, envInterface, declaration };
}

/** The annotation still tells the type at the place of use: narrowing may have made it smaller, which the kernel relies on. */
function isSameType(annotation: ts.TypeNode, node: ts.Identifier, checker: ts.TypeChecker): boolean {
  return checker.getTypeFromTypeNode(annotation) === checker.getTypeAtLocation(node);
}

function itemParameter(loop: Loop, typed: boolean, context: TransformContext, types: TypeNames): string {
  const { space } = loop;
  if (space.form === "counted") return typed ? `${space.name}: number` : space.name;
  if (space.form === "unknown") return "";
  const text = space.binding.getText();
  if (!typed) return text;
  const element = context.checker.getTypeAtLocation(space.binding);
  const holder = ts.isIdentifier(space.binding) ? element : elementType(space.iterable, context.checker);
  return `${text}: ${typeText(holder, space.binding, context, types)}`;
}

function elementType(iterable: ts.Expression, checker: ts.TypeChecker): ts.Type {
  const type = checker.getTypeAtLocation(iterable);
  return checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type;
}

interface Replacement {
  readonly edit: TextEdit;
  readonly extra: readonly TextEdit[];
  readonly gone: readonly ts.Node[];
  readonly runnerNames: ReadonlySet<string>;
}

function replaceLoop(
  carried: readonly Carried[],
  kernelName: string,
  habits: Habits,
  typed: boolean,
  form: Form,
  context: TransformContext,
  split: Split,
): Replacement | { readonly problem: string } {
  const { analysis, sourceFile, checker } = context;
  const { loop } = analysis;
  const { text } = sourceFile;
  const node = loop.node as ts.ForStatement | ts.ForOfStatement;
  const indent = indentAt(text, node.getStart());
  const { newline, semicolon: end } = habits;
  const runnerNames = new Set<string>();
  const before: string[] = [];
  if (loop.space.form === "counted") {
    for (const constant of loop.space.headConstants) before.push(`const ${constant.getText()}${end}`);
  }
  const isUsedAfter =
    loop.space.form === "counted" &&
    loop.space.declaredBy === "outside" &&
    isLiveAfter(loop.space.induction, node, loop.container, checker);
  const counterIsVar =
    loop.space.form === "counted" &&
    loop.space.declaredBy === "outside" &&
    node.initializer !== undefined &&
    ts.isVariableDeclarationList(node.initializer);
  const items = itemsText(loop, before, habits, sourceFile, runnerNames);
  const env = split.liveIns.length === 0 ? "{}" : `{ ${split.liveIns.map(({ name }) => name).join(", ")} }`;
  const options = optionsText(split);
  const call = (name: string) => `${name}(${items}, ${kernelName}, ${env}${options === "" ? "" : `, ${options}`})`;
  const gathered = () => {
    runnerNames.add(form === "sync" ? "parallelMapSync" : "parallelMap");
    return form === "sync" ? call("parallelMapSync") : `await ${call("parallelMap")}`;
  };
  const done = (
    lines: readonly string[],
    extra: readonly TextEdit[] = [],
    gone: readonly ts.Node[] = [],
  ): Replacement => {
    const all = [...before, ...lines]
      .join(newline)
      .split("\n")
      .map((line, index) => (index === 0 || line.trim() === "" ? line : indent + line))
      .join("\n");
    return { edit: { start: node.getStart(), end: node.end, text: all }, extra, gone: [node, ...gone], runnerNames };
  };
  const afterwards = isUsedAfter ? [finalCounter(loop, text)] : [];
  if (isUsedAfter && afterwards[0] === undefined)
    return {
      problem: `\`${loop.space.form === "counted" ? loop.space.name : ""}\` is used after the loop; declare it in the loop's head`,
    };
  const redeclare =
    counterIsVar && referencesOutside(loop, checker) ? [`var ${(loop.space as { name: string }).name}${end}`] : [];
  if (split.commit.size === 0)
    return done([...redeclare, `${gathered()}${end}`, ...afterwards.flatMap((line) => line ?? [])]);
  const vanished =
    split.order === "array" && !split.skips && !isUsedAfter && redeclare.length === 0
      ? vanish(loop, split, carried, context)
      : undefined;
  if (vanished !== undefined) {
    const { start, end: stop } = fullRange(vanished.declaration, text);
    const declared = vanished.head;
    return done(
      [`${declared} = ${gathered()}${end}`],
      [{ start, end: stop, text: leadingComments(vanished.declaration, text) }],
      [vanished.declaration],
    );
  }
  const bang = typed && context.program.getCompilerOptions().noUncheckedIndexedAccess === true ? "!" : "";
  const commit = commitBody(split, loop.body, carried, habits, typed, bang);
  const commitText = reindent(commit, habits.indent);
  const needsCounter = isUsedAfter || usesLoopVariable(loop, split, checker);
  const result = resultName(carried, sourceFile);
  const takes = takeResult(carried, result, habits);
  const skip = split.skips ? [`${habits.indent}if (${result} === undefined) continue${end}`] : [];
  if (split.order === "batches") {
    runnerNames.add(form === "sync" ? "parallelBatchesSync" : "parallelMap");
    const source = form === "sync" ? call("parallelBatchesSync") : `${call("parallelMap")}.batches()`;
    const batch = freeName("batch", text);
    const index = needsCounter ? indexName(loop, text) : freeName("_index", text);
    const counter = needsCounter ? counterFromIndex(loop, index, habits, typed, context) : [];
    const isPlainResult = carried.length === 1 && takes.length === 0 && !split.skips;
    const names = carried.length === 0 ? `[${index}]` : needsCounter ? `[${index}, ${result}]` : `[, ${result}]`;
    void isPlainResult;
    const inner = [
      ...counter.map((line) => habits.indent + line),
      ...skip,
      ...takes.map((line) => habits.indent + line),
      commitText,
    ].join(newline);
    const loopText = [`for (const ${names} of ${batch}) {`, inner, "}"].join(newline);
    return done([
      ...redeclare,
      `for ${form === "sync" ? "" : "await "}(const ${batch} of ${source}) {`,
      reindent(loopText, habits.indent),
      "}",
      ...afterwards.flatMap((line) => line ?? []),
    ]);
  }
  if (!needsCounter) {
    return done([
      ...redeclare,
      `for (const ${result} of ${gathered()}) {`,
      ...skip,
      ...takes.map((line) => habits.indent + line),
      commitText,
      "}",
    ]);
  }
  return done([
    ...redeclare,
    ...keptLoop(loop, carried, result, takes, skip, commitText, gathered(), habits, typed, context),
    ...afterwards.flatMap((line) => line ?? []),
  ]);
}

/** The author's loop again, over the results. */
function keptLoop(
  loop: Loop,
  carried: readonly Carried[],
  result: string,
  takes: readonly string[],
  skip: readonly string[],
  commitText: string,
  gathered: string,
  habits: Habits,
  typed: boolean,
  { sourceFile, program }: TransformContext,
): string[] {
  const { semicolon: end } = habits;
  const { text } = sourceFile;
  const node = loop.node as ts.ForStatement | ts.ForOfStatement;
  const all = freeName(carried.length === 1 && carried[0]?.kind === "plain" ? plural(result) : "results", text);
  const bang = typed && program.getCompilerOptions().noUncheckedIndexedAccess === true ? "!" : "";
  if (loop.space.form === "counted") {
    const { space } = loop;
    const isPlain = space.start.getText() === "0" && space.step === 1;
    const index = isPlain ? space.name : freeName("index", text);
    const keepsHead = space.headConstants.length === 0;
    const head = keepsHead
      ? text.slice(node.getStart(), node.statement.getStart()).trimEnd()
      : `for (let ${space.name} = ${space.start.getText()}; ${ts.isForStatement(node) ? node.condition!.getText() : ""}; ${ts.isForStatement(node) ? node.incrementor!.getText() : ""})`;
    const value = isPlain ? `${all}[${index}]${bang}` : `${all}[${index}++]${bang}`;
    return [
      `const ${all} = ${gathered}${end}`,
      ...(isPlain ? [] : [`let ${index} = 0${end}`]),
      `${head} {`,
      `${habits.indent}const ${result} = ${value}${end}`,
      ...skip,
      ...takes.map((line) => habits.indent + line),
      commitText,
      "}",
    ];
  }
  const index = freeName("index", text);
  const head = text.slice(node.getStart(), node.statement.getStart()).trimEnd();
  return [
    `const ${all} = ${gathered}${end}`,
    `let ${index} = 0${end}`,
    `${head} {`,
    `${habits.indent}const ${result} = ${all}[${index}++]${bang}${end}`,
    ...skip,
    ...takes.map((line) => habits.indent + line),
    commitText,
    "}",
  ];
}

function resultName(carried: readonly Carried[], sourceFile: ts.SourceFile): string {
  const [only] = carried;
  if (carried.length === 1 && only !== undefined) return only.kind === "plain" ? only.name : only.holder;
  return freeName("result", sourceFile.text);
}

/** Several values come in an object and are taken apart; names of lists and of values that may be missing are the holders'. */
function takeResult(carried: readonly Carried[], result: string, { semicolon }: Habits): string[] {
  if (carried.length < 2) return [];
  const parts = carried.map((each) =>
    each.kind === "plain" || each.holder === each.name ? each.name : `${each.name}: ${each.holder}`,
  );
  return [`const { ${parts.join(", ")} } = ${result}${semicolon}`];
}

function usesLoopVariable(loop: Loop, split: Split, checker: ts.TypeChecker): boolean {
  if (loop.space.form === "counted") return commitMentions(loop.space.induction, split, loop.body, checker);
  if (loop.space.form !== "elements") return false;
  const symbols: ts.Symbol[] = [];
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) symbols.push(checker.getSymbolAtLocation(name)!);
    else for (const part of name.elements) if (!ts.isOmittedExpression(part)) visit(part.name);
  };
  visit(loop.space.binding);
  return symbols.some((symbol) => commitMentions(symbol, split, loop.body, checker));
}

function indexName(loop: Loop, text: string): string {
  const { space } = loop;
  return space.form === "counted" && space.start.getText() === "0" && space.step === 1
    ? space.name
    : freeName("index", text);
}

/** The loop's variable from the number of the iteration. */
function counterFromIndex(
  loop: Loop,
  index: string,
  { semicolon }: Habits,
  typed: boolean,
  { program }: TransformContext,
): string[] {
  const { space } = loop;
  if (space.form === "counted") {
    if (index === space.name) return [];
    const start = space.start.getText();
    const offset = space.step === 1 ? index : `${index} * ${space.step}`;
    return [`const ${space.name} = ${start === "0" ? offset : `${wrap(space.start)} + ${offset}`}${semicolon}`];
  }
  if (space.form !== "elements") return [];
  const bang = typed && program.getCompilerOptions().noUncheckedIndexedAccess === true ? "!" : "";
  return [`const ${space.binding.getText()} = ${space.iterable.getText()}[${index}]${bang}${semicolon}`];
}

function wrap(expression: ts.Expression): string {
  return ts.isIdentifier(expression) || ts.isLiteralExpression(expression) || ts.isPropertyAccessExpression(expression)
    ? expression.getText()
    : `(${expression.getText()})`;
}

/** `range(n)`, `range(1, n + 1)`, `words`. */
function itemsText(
  loop: Loop,
  before: string[],
  habits: Habits,
  sourceFile: ts.SourceFile,
  runnerNames: Set<string>,
): string {
  const { space } = loop;
  if (space.form === "elements") {
    if (ts.isIdentifier(space.iterable) || ts.isPropertyAccessExpression(space.iterable))
      return space.iterable.getText();
    // The head evaluates its iterable once; so does the rewrite.
    const name = freeName("items", sourceFile.text);
    before.push(`const ${name} = ${space.iterable.getText()}${habits.semicolon}`);
    return name;
  }
  if (space.form !== "counted") return "";
  runnerNames.add("range");
  const start = space.start.getText();
  const inclusive = space.test === "<=" ? " + 1" : space.test === ">=" ? " - 1" : "";
  const last = inclusive === "" ? space.end.getText() : `${wrap(space.end)}${inclusive}`;
  if (space.step !== 1) return `range(${start}, ${last}, ${space.step})`;
  return start === "0" ? `range(${last})` : `range(${start}, ${last})`;
}

function optionsText(split: Split): string {
  const parts: string[] = [];
  if (split.writes.length > 0) parts.push(`writes: [${split.writes.map(({ name }) => `"${name}"`).join(", ")}]`);
  if (split.disjoint.length > 0)
    parts.push(`disjoint: [${split.disjoint.map(([a, b]) => `[${a.name}, ${b.name}]`).join(", ")}]`);
  if (split.distinct.length > 0) parts.push(`distinct: [${split.distinct.map(({ name }) => name).join(", ")}]`);
  if (split.integers.length > 0)
    parts.push(`integers: [${split.integers.map((number) => number.getText()).join(", ")}]`);
  return parts.length === 0 ? "" : `{ ${parts.join(", ")} }`;
}

/** What an outer counter holds when the loop has ended, for a start of 0 or more and whole bounds: the first value not reached. */
function finalCounter(loop: Loop, text: string): string | undefined {
  void text;
  const { space } = loop;
  if (space.form !== "counted" || space.step !== 1 || space.test !== "<") return undefined;
  const { name } = space;
  const start = space.start.getText();
  return `${name} = Math.max(${start}, Math.ceil(${space.end.getText()}));`;
}

function referencesOutside(loop: Loop, checker: ts.TypeChecker): boolean {
  if (loop.space.form !== "counted") return false;
  return referencesTo(loop.space.induction, loop.container, checker).some(
    (node) => node.pos < loop.node.pos || node.end > loop.node.end,
  );
}

/** `const out = []` right before, and nothing in the commit but `out.push(value)` or `out[i] = value`: the call makes the array. */
function vanish(
  loop: Loop,
  split: Split,
  carried: readonly Carried[],
  { checker, sourceFile }: TransformContext,
): { declaration: ts.VariableStatement; head: string } | undefined {
  const [only] = carried;
  const [statement] = [...split.commit];
  if (
    carried.length !== 1 ||
    only?.kind !== "plain" ||
    split.commit.size !== 1 ||
    split.rematerialized.size > 0 ||
    statement === undefined
  )
    return undefined;
  const isRoot = statement.parent === loop.body || statement === loop.body;
  if (!isRoot || !ts.isExpressionStatement(statement)) return undefined;
  const stored = storedInto(statement.expression, only, loop);
  if (stored === undefined) return undefined;
  const symbol = valueSymbol(stored.array, checker);
  const declaration = symbol?.valueDeclaration;
  if (
    symbol === undefined ||
    declaration === undefined ||
    !ts.isVariableDeclaration(declaration) ||
    declaration.initializer === undefined
  )
    return undefined;
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1 || !ts.isVariableStatement(list.parent))
    return undefined;
  if (list.parent.parent !== loop.node.parent || list.parent.modifiers !== undefined) return undefined;
  if (!isFreshArray(declaration.initializer, stored.bySubscript ? loop : undefined)) return undefined;
  const between = referencesTo(symbol, sourceFile, checker).some(
    (node) => node.pos > declaration.end && node.end <= loop.node.getStart(),
  );
  if (between) return undefined;
  // A `let` that a closure could see before the loop, or a `var` read before it, would be seen too early.
  const keyword = list.flags & ts.NodeFlags.Const ? "const" : list.flags & ts.NodeFlags.Let ? "let" : undefined;
  if (keyword === undefined) return undefined;
  const annotation =
    declaration.type === undefined ? typeArgument(declaration.initializer) : `: ${declaration.type.getText()}`;
  return { declaration: list.parent, head: `${keyword} ${declaration.name.getText()}${annotation}` };
}

/** `new Array<number>(n)` says the element type that a declaration without annotation has. */
function typeArgument(initializer: ts.Expression): string {
  if (ts.isNewExpression(initializer) && initializer.typeArguments?.length === 1)
    return `: ${initializer.typeArguments[0]!.getText()}[]`;
  return "";
}

function storedInto(
  expression: ts.Expression,
  only: Carried,
  loop: Loop,
): { array: ts.Identifier; bySubscript: boolean } | undefined {
  const isValue = (node: ts.Expression) =>
    only.channel.kind === "expression"
      ? node === only.channel.expression
      : ts.isIdentifier(node) && node.text === only.channel.name;
  if (ts.isCallExpression(expression)) {
    const callee = expression.expression;
    if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "push" || !ts.isIdentifier(callee.expression))
      return undefined;
    const [value] = expression.arguments;
    return expression.arguments.length === 1 && value !== undefined && isValue(value)
      ? { array: callee.expression, bySubscript: false }
      : undefined;
  }
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return undefined;
  const { left } = expression;
  if (!ts.isElementAccessExpression(left) || !ts.isIdentifier(left.expression) || !isValue(expression.right))
    return undefined;
  const { space } = loop;
  const isOwn =
    space.form === "counted" &&
    space.start.getText() === "0" &&
    space.step === 1 &&
    left.argumentExpression.getText() === space.name;
  return isOwn ? { array: left.expression, bySubscript: true } : undefined;
}

/** `[]`; for stores by subscript also `new Array(n)` with the loop's own bound. */
function isFreshArray(initializer: ts.Expression, bySubscript: Loop | undefined): boolean {
  if (ts.isArrayLiteralExpression(initializer)) return initializer.elements.length === 0;
  if (bySubscript === undefined || !ts.isNewExpression(initializer) || initializer.expression.getText() !== "Array")
    return false;
  const { space } = bySubscript;
  const [length] = initializer.arguments ?? [];
  return (
    initializer.arguments?.length === 1 &&
    space.form === "counted" &&
    space.test === "<" &&
    length?.getText() === space.end.getText()
  );
}

/** Comments over a declaration that goes away stay where they are. */
function leadingComments(node: ts.Node, text: string): string {
  const { start } = fullRange(node, text);
  const lead = text.slice(start, node.getStart());
  return /\S/.test(lead) ? lead.replace(/[ \t]*$/, "") : "";
}

/** Helpers that move leave the file; what still uses them imports them back, what was exported is exported again. */
function movedEdits(helpers: Helpers, gone: readonly ts.Node[], context: TransformContext, target: Target) {
  const { text } = context.sourceFile;
  const edits: TextEdit[] = [];
  const importBack: string[] = [];
  const reexport: string[] = [];
  for (const statement of helpers.moved) {
    const { start, end } = fullRange(statement, text);
    // The blank line after the statement goes with it.
    const stop = text.startsWith("\n", end) ? end + 1 : text.startsWith("\r\n", end) ? end + 2 : end;
    edits.push({ start, end: stop, text: "" });
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
    for (const name of declaredNames(statement)) {
      if (isExported) reexport.push(name);
      if (isUsedElsewhere(name, helpers.moved, gone, context)) importBack.push(name);
    }
  }
  void target;
  return { edits, importBack, reexport };
}

/** A type that the kernel module imports from the loop's file must be exported there. */
function exportTypes(types: TypeNames, helpers: Helpers, sourceFile: ts.SourceFile): TextEdit[] {
  return [...types.names].flatMap(([name, symbol]) => {
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined || declaration.getSourceFile() !== sourceFile || helpers.movedNames.has(name))
      return [];
    if (
      !ts.isInterfaceDeclaration(declaration) &&
      !ts.isTypeAliasDeclaration(declaration) &&
      !ts.isEnumDeclaration(declaration) &&
      !ts.isClassDeclaration(declaration)
    )
      return [];
    if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) return [];
    return [{ start: declaration.getStart(), end: declaration.getStart(), text: "export " }];
  });
}
