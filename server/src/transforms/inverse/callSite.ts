// A call of the runner in a program: which function of it, over what, with which kernel, and in what kind of statement it stands.
import { ts } from "ts-morph";
import { localNameOf } from "../support/imports.js";
import type { TransformContext } from "../transform.js";

/** What the inverse needs to know of the program; there is no loop yet. */
export type Site = Pick<TransformContext, "workspace" | "program" | "checker" | "sourceFile">;

export type Kernel = (ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction) & {
  readonly body: ts.ConciseBody;
};

export interface CallSite {
  readonly call: ts.CallExpression;
  readonly runs: RunnerFunction;
  /** The call with the `await` before it, or with `.batches()` behind it. */
  readonly whole: ts.Expression;
  readonly isAwaited: boolean;
  /** Whether its results are taken all at once, in batches, or one by one with their numbers. */
  readonly taken: "at-once" | "in-batches" | "by-entries";
  readonly items: ts.Expression;
  readonly kernel: Kernel;
  /** The name under which the kernel is called here; undefined when it is written in the call. */
  readonly kernelName: ts.Identifier | undefined;
  readonly env: ts.Expression | undefined;
  readonly options: ReadonlyMap<string, ts.Expression>;
}

export const runnerFunctions = [
  "parallelMap",
  "parallelMapSync",
  "parallelBatchesSync",
  "parallelEntriesSync",
] as const;
export type RunnerFunction = (typeof runnerFunctions)[number];
export const runnerPackage = "@loopsmith/runner";

/** Calls of the runner in a file, in source order. O(nodes of the file) where it imports the runner, else O(1). */
export function runnerCalls(sourceFile: ts.SourceFile): readonly { call: ts.CallExpression; runs: RunnerFunction }[] {
  const names = new Map<string, RunnerFunction>();
  for (const runs of runnerFunctions) {
    const local = localNameOf(sourceFile, runnerPackage, runs);
    if (local !== undefined) names.set(local, runs);
  }
  const found: { call: ts.CallExpression; runs: RunnerFunction }[] = [];
  const visit = (node: ts.Node): void => {
    const runs = ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.get(node.expression.text);
    if (runs) found.push({ call: node as ts.CallExpression, runs });
    ts.forEachChild(node, visit);
  };
  if (names.size > 0) visit(sourceFile);
  return found;
}

/** The call as the inverse needs it, or why it cannot be taken back. */
export function readCall(
  call: ts.CallExpression,
  runs: RunnerFunction,
  { checker }: Site,
): CallSite | { readonly problem: string } {
  const [items, kernelArgument, env, optionsArgument] = call.arguments;
  if (items === undefined || kernelArgument === undefined || call.arguments.some(ts.isSpreadElement))
    return { problem: "the call does not name its items and its kernel one by one" };
  const options = optionsOf(optionsArgument);
  if (options === undefined) return { problem: "its options are not written out in the call" };
  const stopping = ["signal", "timeout", "onProgress"].find((name) => options.has(name));
  if (stopping !== undefined) return { problem: `a loop has nothing that does what the option \`${stopping}\` does` };
  const kernel = kernelOf(kernelArgument, checker);
  if (kernel === undefined)
    return { problem: `the declaration of the kernel \`${kernelArgument.getText()}\` cannot be seen from here` };
  if (kernel.asteriskToken !== undefined || kernel.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
    return { problem: "its kernel is asynchronous, and a loop that waits in each iteration would let other code in" };
  if (kernel.parameters.some((parameter) => parameter.initializer !== undefined || parameter.dotDotDotToken))
    return { problem: "a parameter of its kernel has a default or takes the rest" };
  const place = placeOf(call, runs);
  if (place === undefined) return { problem: "its result is neither awaited nor taken in batches where it stands" };
  const kernelName = ts.isIdentifier(kernelArgument) ? kernelArgument : undefined;
  return { call, runs, ...place, items, kernel, kernelName, env, options };
}

type Place = Pick<CallSite, "whole" | "isAwaited" | "taken">;

const takenBy = {
  parallelMapSync: "at-once",
  parallelBatchesSync: "in-batches",
  parallelEntriesSync: "by-entries",
} as const;

function placeOf(call: ts.CallExpression, runs: RunnerFunction): Place | undefined {
  const { parent } = call;
  if (runs !== "parallelMap") return { whole: call, isAwaited: false, taken: takenBy[runs] };
  if (ts.isAwaitExpression(parent)) return { whole: parent, isAwaited: true, taken: "at-once" };
  const isBatches = ts.isPropertyAccessExpression(parent) && parent.name.text === "batches";
  if (!isBatches || !ts.isCallExpression(parent.parent)) return undefined;
  return { whole: parent.parent, isAwaited: true, taken: "in-batches" };
}

function optionsOf(argument: ts.Expression | undefined): ReadonlyMap<string, ts.Expression> | undefined {
  const options = new Map<string, ts.Expression>();
  if (argument === undefined) return options;
  if (!ts.isObjectLiteralExpression(argument)) return undefined;
  for (const property of argument.properties) {
    if (ts.isShorthandPropertyAssignment(property)) options.set(property.name.text, property.name);
    else if (ts.isPropertyAssignment(property) && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)))
      options.set(property.name.text, property.initializer);
    else return undefined;
  }
  return options;
}

/** The function that is called for each item, where its declaration is of the program and has a body. */
export function kernelOf(argument: ts.Expression, checker: ts.TypeChecker): Kernel | undefined {
  if (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)) return argument;
  if (!ts.isIdentifier(argument)) return undefined;
  const symbol = targetOfName(argument, checker);
  for (const declaration of symbol?.declarations ?? []) {
    if (ts.isFunctionDeclaration(declaration) && declaration.body !== undefined) return declaration as Kernel;
    const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const isConstant =
      ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) === ts.NodeFlags.Const;
    if (isConstant && made !== undefined && (ts.isArrowFunction(made) || ts.isFunctionExpression(made))) return made;
  }
  return undefined;
}

/** What a name stands for, behind imports. */
export function targetOfName(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  return symbol && aliased(symbol, checker);
}

export function aliased(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
}
