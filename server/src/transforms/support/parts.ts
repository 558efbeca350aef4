// The statements of a loop's body, dealt out: who executes which, and the code that each side evaluates.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import type { Split } from "../../legality/verdict.js";
import { referencesTo } from "../../scalars/liveness.js";

/** `mixed`: a compound statement whose head both sides evaluate. */
export type Side = "kernel" | "commit" | "mixed";

export interface Parts {
  readonly body: ts.Statement;
  readonly split: Split;
  sideOf(statement: ts.Statement): Side;
  /** Everything that the kernel evaluates: its statements, shared heads, the expressions moved to it. */
  readonly kernelNodes: readonly ts.Node[];
  /** Everything that the commit evaluates: its statements, shared heads, declarations that both sides evaluate. */
  readonly commitNodes: readonly ts.Node[];
  /** Expressions of the commit that the kernel computes instead. */
  readonly moved: ReadonlySet<ts.Node>;
  usedInKernel(symbol: ts.Symbol): boolean;
  /** Mentions in what the commit evaluates, moved expressions left out. */
  usedInCommit(symbol: ts.Symbol): readonly ts.Identifier[];
  /** Kernel statements that only declare what nobody but the commit uses. */
  isIdle(statement: ts.Statement): boolean;
  /** Jumps of the commit at which the kernel has to end, because it would go on behind them. */
  readonly stops: ReadonlySet<ts.Node>;
  /** Kernel statements that the commit executes, too: declarations of names for objects of the caller, and of bare variables. */
  isShared(statement: ts.Statement): boolean;
}

/**
 * O(nodes of the body · variables that it declares).
 * @param handedOver declarations whose values the kernel is given
 */
export function dealOut(
  body: ts.Statement,
  split: Split,
  checker: ts.TypeChecker,
  handedOver: readonly ts.Statement[] = [],
): Parts {
  const sides = new Map<ts.Statement, Side>();
  const evaluated: ts.Node[] = [];
  const commitNodes: ts.Node[] = [];
  const leaves: ts.Statement[] = [];
  const moved = new Set<ts.Node>(
    split.channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : [])),
  );
  const sideOf = (statement: ts.Statement): Side => {
    const known = sides.get(statement);
    if (known !== undefined) return known;
    const side = split.commit.has(statement) ? "commit" : holdsCommit(statement, split) ? "mixed" : "kernel";
    sides.set(statement, side);
    return side;
  };
  const visit = (statement: ts.Statement): void => {
    const side = sideOf(statement);
    if (side === "commit") commitNodes.push(statement);
    else if (side === "kernel") {
      leaves.push(statement);
      evaluated.push(statement);
    } else {
      evaluated.push(...headsOf(statement));
      commitNodes.push(...headsOf(statement));
      for (const child of childStatements(statement)) visit(child);
    }
  };
  for (const statement of statementsOf(body)) visit(statement);
  evaluated.push(...moved, ...split.advanced.flatMap(({ expressions }) => expressions));

  const inKernel = (symbol: ts.Symbol, but: ReadonlySet<ts.Node>): boolean =>
    evaluated.some((node) => !but.has(node) && referencesTo(symbol, node, checker).length > 0);
  const usedInCommit = (symbol: ts.Symbol): readonly ts.Identifier[] =>
    commitNodes.flatMap((node) => referencesTo(symbol, node, checker).filter((name) => !isInside(name, moved, node)));
  const channelSymbols = new Set(
    split.channels.flatMap((channel) => (channel.kind === "variable" ? [channel.symbol] : [])),
  );
  const shared = new Set<ts.Statement>();
  const idle = new Set<ts.Statement>(handedOver);
  for (const statement of leaves) {
    if (!ts.isVariableStatement(statement)) continue;
    const { declarations } = statement.declarationList;
    const symbols = boundNames(declarations.map(({ name }) => name)).flatMap(
      (name) => valueSymbol(name, checker) ?? [],
    );
    const isBare = declarations.every(({ initializer }) => initializer === undefined);
    const isCopied = split.rematerialized.has(statement);
    const isTaken = (symbol: ts.Symbol) => !channelSymbols.has(symbol) && usedInCommit(symbol).length > 0;
    if (isCopied || (isBare && symbols.some(isTaken))) shared.add(statement);
    const own = new Set<ts.Node>([statement]);
    if ((isCopied || isBare) && symbols.every((symbol) => !channelSymbols.has(symbol) && !inKernel(symbol, own)))
      idle.add(statement);
  }
  commitNodes.push(...shared);
  const kernelNodes = evaluated.filter((node) => !(idle as ReadonlySet<ts.Node>).has(node));
  const starts = [...kernelNodes, ...split.channels.map(({ at }) => at)].map((node) => node.getStart());
  const goesOnBehind = (stop: ts.Node): boolean =>
    isInLoop(stop, body) || starts.some((start) => start >= stop.end && start < body.end);
  return {
    body,
    split,
    sideOf,
    stops: new Set<ts.Node>([...split.stops].filter(goesOnBehind)),
    kernelNodes,
    commitNodes,
    moved,
    usedInKernel: (symbol) => inKernel(symbol, idle),
    usedInCommit,
    isIdle: (statement) => idle.has(statement),
    isShared: (statement) => shared.has(statement),
  };
}

function isInLoop(node: ts.Node, body: ts.Node): boolean {
  for (let at = node; at !== body; at = at.parent) if (ts.isIterationStatement(at, false)) return true;
  return false;
}

export function statementsOf(body: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(body) ? body.statements : [body];
}

/** The statements directly inside of a compound one that the split looks into. */
export function childStatements(statement: ts.Statement): readonly ts.Statement[] {
  if (ts.isBlock(statement)) return statement.statements;
  if (ts.isIfStatement(statement)) {
    const { thenStatement, elseStatement } = statement;
    return elseStatement === undefined ? [thenStatement] : [thenStatement, elseStatement];
  }
  return ts.isForStatement(statement) || ts.isForOfStatement(statement) ? [statement.statement] : [];
}

export function headsOf(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isIfStatement(statement)) return [statement.expression];
  if (ts.isForOfStatement(statement)) return [statement.initializer, statement.expression];
  if (ts.isForStatement(statement))
    return [statement.initializer, statement.condition, statement.incrementor].filter((node) => node !== undefined);
  return [];
}

function holdsCommit(statement: ts.Statement, split: Split): boolean {
  return childStatements(statement).some((child) => split.commit.has(child) || holdsCommit(child, split));
}

/** The variables that binding names declare. */
export function boundNames(names: readonly ts.BindingName[]): readonly ts.Identifier[] {
  return names.flatMap((name) =>
    ts.isIdentifier(name)
      ? [name]
      : boundNames(name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : [element.name]))),
  );
}

function isInside(node: ts.Node, set: ReadonlySet<ts.Node>, root: ts.Node): boolean {
  for (let at: ts.Node = node; ; at = at.parent) {
    if (set.has(at)) return true;
    if (at === root) return false;
  }
}
