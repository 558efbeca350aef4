// State that other code can reach while a function waits: what makes an asynchronous rewrite a matter for review.
import path from "node:path";
import { ts } from "ts-morph";
import type { Target } from "../../accesses/access.js";
import { targetsOf } from "../../accesses/calls.js";
import { isPrimitive, valueSymbol } from "../../accesses/types.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { TransformContext } from "../transform.js";
import { asForOf } from "./forEachLoops.js";
import { mayRunLater, outermostFunction } from "./laterCalls.js";

const maxNotes = 8;

/**
 * One sentence for each variable from outside of the function, variable that a function written in it may change meanwhile, object
 * that its caller handed in, and function with state of its own that the function uses after the loop has started to wait. Cheap and strict: mentions count, not what is done with
 * them. What the kernel reads does not count, because the runner takes it before anybody waits.
 */
export function sharedStateNotes(transform: TransformContext): string[] {
  const { analysis, checker, program } = transform;
  const { loop, verdict } = analysis;
  const { container, node } = loop;
  if (ts.isSourceFile(container)) return [];
  // In a loop around this one, what stands before it comes again after it.
  let outermost = loop;
  while (outermost.parent !== undefined) outermost = outermost.parent;
  const split = verdict.kind === "parallel" ? verdict.split : undefined;
  const commit = (at: ts.Node) => split?.commit.has(at as ts.Statement) === true;
  const written = (split?.writes ?? []).map((liveIn) => liveIn.node);
  const around = bodyOfLoop(container, transform) ?? (outermost === loop ? undefined : outermost.node);
  return stateNotes({ container, node, around, commit, written, place: "" }, checker, program);
}

/** The same for a function in which a call begins to wait. O(size of the function). */
export function callerStateNotes(
  container: ts.SignatureDeclaration,
  call: ts.CallExpression,
  transform: TransformContext,
): string[] {
  const { checker, program } = transform;
  let around: ts.Node | undefined;
  for (let at: ts.Node = call; at !== container; at = at.parent) if (ts.isIterationStatement(at, false)) around = at;
  const place = `${path.basename(call.getSourceFile().fileName)}:`;
  around = bodyOfLoop(container, transform) ?? around;
  return stateNotes({ container, node: call, around, commit: () => false, written: [], place }, checker, program);
}

/** What stands before it in a callback that becomes a loop comes again after it. */
function bodyOfLoop(container: ts.SignatureDeclaration, transform: TransformContext): ts.Node | undefined {
  return asForOf(container, transform) && (container as ts.ArrowFunction).body;
}

interface Suspension {
  readonly container: ts.SignatureDeclaration;
  /** What waits. */
  readonly node: ts.Node;
  /** The outermost loop around it. */
  readonly around: ts.Node | undefined;
  /** True for what belongs to `node`, but runs after it has waited. */
  readonly commit: (at: ts.Node) => boolean;
  readonly written: readonly ts.Identifier[];
  /** What stands before the number of a line. */
  readonly place: string;
}

function stateNotes(
  { container, node, around, commit, written, place }: Suspension,
  checker: ts.TypeChecker,
  program: ts.Program,
): string[] {
  if (!("body" in container) || container.body === undefined) return [];
  const sourceFile = container.getSourceFile();
  const notes = new Map<ts.Symbol | string, string>();
  const context = createAnalysisContext(program);
  // `total += rows(n)` reads before it waits, and writes afterwards.
  let statement = node;
  while (!ts.isStatement(statement) && statement.parent !== container) statement = statement.parent;
  visit(container.body as ts.Node, false);
  for (const each of written) note(each);
  return [...notes.values()].slice(0, maxNotes);

  function visit(at: ts.Node, counts: boolean): void {
    if (ts.isTypeNode(at) || notes.size >= maxNotes) return;
    const isLater = !isWithinLoop(at) && (at.pos >= statement.pos || (around !== undefined && at.pos >= around.pos));
    const isCounted = counts || isLater || commit(at);
    if (isCounted && ts.isIdentifier(at)) note(at);
    if (isCounted && at.kind === ts.SyntaxKind.ThisKeyword)
      add("this", at, (line) => `Other code can change \`this\` (line ${line}) while the function waits.`);
    if (isCounted && at !== node && (ts.isCallExpression(at) || ts.isNewExpression(at))) noteCall(at);
    ts.forEachChild(at, (child) => visit(child, isCounted && !holdsLoop(at)));
  }

  function isWithinLoop(at: ts.Node): boolean {
    return holdsLoop(at) || (at.pos >= node.pos && at.end <= node.end);
  }

  function holdsLoop(at: ts.Node): boolean {
    return at.pos <= node.pos && node.end <= at.end;
  }

  function add(key: ts.Symbol | string, at: ts.Node, sentence: (line: string) => string): void {
    if (notes.has(key)) return;
    notes.set(key, sentence(`${place}${sourceFile.getLineAndCharacterOfPosition(at.getStart()).line + 1}`));
  }

  function note(at: ts.Identifier): void {
    const symbol = valueSymbol(at, checker);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || declaration.getSourceFile() !== sourceFile) return;
    if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration)) return;
    const isOwn = declaration.pos >= container.pos && declaration.end <= container.end;
    if (!isOwn && !isConstantValue(symbol))
      add(symbol, at, (line) => `Other code can change \`${symbol.name}\` (line ${line}) while the function waits.`);
    else if (
      ts.isParameter(declaration) &&
      declaration.parent === container &&
      !isPrimitive(checker.getTypeOfSymbol(symbol))
    )
      add(symbol, at, (line) => `The caller can change \`${symbol.name}\` (line ${line}) while the function waits.`);
    else if (isOwn && isSeenMeanwhile(symbol, declaration))
      add(symbol, at, (line) => `Other code can change \`${symbol.name}\` (line ${line}) while the function waits.`);
  }

  /** A function that is written here, and may run while this one waits, changes the variable or has the object that it holds. */
  function isSeenMeanwhile(symbol: ts.Symbol, declaration: ts.Declaration): boolean {
    const isValue = isPrimitive(checker.getTypeOfSymbol(symbol));
    return referencesTo(symbol, container, checker).some((name) => {
      if (isValue && !isAssignedAt(name)) return false;
      const inner = outermostFunction(name, container);
      if (inner === undefined || (inner.pos <= declaration.pos && declaration.end <= inner.end)) return false;
      return (inner.pos < node.end || around !== undefined) && mayRunLater(inner, container, context);
    });
  }

  /** A function that uses variables of its module, or of which nothing is known. */
  function noteCall(at: ts.CallExpression | ts.NewExpression): void {
    const loud = targetsOf(at, context).find((called) => {
      if (called.kind !== "function") return called.kind === "unknown";
      const { accesses, effects } = context.summaries.of(called.declaration);
      const isQuiet = effects.every(({ kind }) => kind === "output");
      return !isQuiet || accesses.some(({ target }) => isShared(target));
    });
    if (loud === undefined) return;
    add(
      loud.name,
      at,
      (line) => `\`${loud.name}\` (line ${line}) may use what other code changes while the function waits.`,
    );
  }

  function isShared(target: Target): boolean {
    if (target.kind === "variable") return !isConstantValue(target.symbol);
    const { root } = target.base;
    return root.kind === "unknown" || (root.kind === "variable" && !isConstantValue(root.symbol));
  }

  function isConstantValue(symbol: ts.Symbol): boolean {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return true;
    if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return false;
    const { initializer } = declaration;
    // What a function does is asked where it is called.
    const isFunction = initializer !== undefined && ts.isFunctionLike(initializer);
    return isFunction || isPrimitive(checker.getTypeOfSymbol(symbol));
  }
}
