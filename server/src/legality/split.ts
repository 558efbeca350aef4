// From the partition of the body to the `Split` that the transforms print: the values that travel from kernel to commit, the
// live-ins, the functions to move, the order in which results must be taken.
import { ts } from "ts-morph";
import { collectFacts } from "../accesses/collect.js";
import { symbolKey } from "../accesses/summaries.js";
import { canThrow } from "../accesses/throwing.js";
import { functionOf, isFunctionType, unalias, valueSymbol } from "../accesses/types.js";
import { estimateWork } from "../accesses/work.js";
import type { Need } from "../dependence/meets.js";
import { isCaptured, referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";
import { loopsAround, type Partition } from "./closure.js";
import { hoistable } from "./hoist.js";
import { isVariableTransferable } from "./transferable.js";
import type { Unit } from "./units.js";
import type { Callee, Channel, LiveIn, Split } from "./verdict.js";

const maxRounds = 200;
/** Abstract operations from which an expression is worth a place in the kernel's result. */
const heavyWork = 20;

/** Completes a partition. May move further units to the commit, when their values cannot travel. */
export function makeSplit(body: Body, partition: Partition): Split {
  const { checker } = body.context;
  for (let round = 0; round < maxRounds; round++) {
    const attempt = tryChannels(body, partition);
    if ("force" in attempt) {
      partition.force(attempt.force);
      continue;
    }
    const kernel = kernelNodes(body, partition, attempt.channels);
    const liveIns = collectLiveIns(kernel, body);
    const byKey = (symbol: ts.Symbol) => liveIns.find((liveIn) => liveIn.symbol === symbol);
    const moved = attempt.channels.flatMap((channel) =>
      channel.kind === "expression" ? [collectFacts(channel.expression, body.region)] : [],
    );
    const needs = partition.needs(moved);
    const kernelCannotThrow = kernel.every((node) => !canThrow(node, body.context));
    const commitUnits = partition.outermost();
    const disjoint = disjointPairs(needs, body);
    const mustKeepOrder =
      commitUnits.length > 0 &&
      (disjoint.length > 0 ||
        needsDistinct(needs) ||
        (!kernelCannotThrow &&
          (isVisible(body, partition) || commitMayThrow(commitUnits, attempt.channels, body, partition))));
    return {
      commit: new Set(commitUnits.map((unit) => unit.statement)),
      channels: attempt.channels,
      liveIns,
      writes: [...partition.kernelWrites].flatMap((symbol) => byKey(symbol) ?? []),
      privates: [...body.privates].filter((symbol) =>
        kernel.some((node) => referencesTo(symbol, node, checker).length > 0),
      ),
      rematerialized: attempt.rematerialized,
      callees: collectCallees(kernel, body),
      disjoint,
      distinct: distinctArrays(needs, body),
      integers: integersOf(needs, body),
      order: mustKeepOrder ? "batches" : "array",
      skips: body.units.all.some((unit) => unit.skips && !partition.isCommit(unit)),
      kernelCannotThrow,
    };
  }
  throw new Error("the split of a loop did not settle");
}

type Attempt =
  | { readonly force: Unit }
  | { readonly channels: readonly Channel[]; readonly rematerialized: ReadonlySet<ts.VariableStatement> };

function tryChannels(body: Body, partition: Partition): Attempt {
  const { checker } = body.context;
  const channels: Channel[] = [];
  const rematerialized = new Set<ts.VariableStatement>();
  const names = new Set<string>();
  const pending: { node: ts.Node; unit: Unit; skip: ReadonlySet<ts.Node> }[] = [];
  const commitUnits = partition.outermost();
  const shared = body.units.all.filter((unit) => partition.isMixed(unit));
  // Where nothing else is left for the workers, even a single load or multiplication is handed over.
  const hasKernel = body.units.all.some(
    (unit) => unit.kind === "leaf" && !partition.isCommit(unit) && !isDeclarationOfPath(unit.statement),
  );
  const heavy = [...commitUnits, ...shared].some((unit) => hoistable(unit, body, partition, heavyWork).length > 0);
  const threshold = hasKernel || heavy ? heavyWork : 1;
  for (const unit of [...shared, ...commitUnits]) {
    const isCommit = partition.isCommit(unit);
    const moved = hoistable(unit, body, partition, isCommit ? threshold : heavyWork);
    if (
      !isCommit &&
      unit.kind === "loop" &&
      headNodes(unit.statement).some((head) => estimateWork(head, body.context) >= heavyWork)
    )
      return { force: unit };
    for (const expression of moved) {
      channels.push({
        kind: "expression",
        name: freeName(suggestName(expression), names, body),
        expression,
        within: mixedLoops(unit),
        at: unit.statement,
      });
    }
    const skip = new Set<ts.Node>(moved);
    for (const node of isCommit ? [unit.statement] : headNodes(unit.statement)) pending.push({ node, unit, skip });
  }
  const seen = new Set<string>();
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    for (const name of namesIn(next.node, next.skip)) {
      const symbol = valueSymbol(name, checker);
      if (symbol === undefined || !isFromKernel(symbol, next.unit, body, partition)) continue;
      const writers = body.units.all.filter((unit) => !partition.isCommit(unit) && writes(unit, symbol));
      const copied = rematerializable(symbol, writers, body, partition);
      const travels = isVariableTransferable(symbol, body.region);
      if (copied !== undefined && !travels) {
        if (!rematerialized.has(copied.statement)) {
          rematerialized.add(copied.statement);
          pending.push({ node: copied.initializer, unit: copied.unit, skip: new Set() });
        }
        continue;
      }
      if (!travels) {
        const writer = writers[0];
        if (writer !== undefined) return { force: writer };
        continue;
      }
      const { within, at } = placeOf(next.unit, writers, partition);
      const key = `${symbolKey(symbol)}:${within.map((statement) => statement.pos).join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      names.add(symbol.name);
      channels.push({ kind: "variable", name: symbol.name, symbol, within, at });
    }
  }
  channels.sort((a, b) => a.at.pos - b.at.pos);
  return { channels, rematerialized };

  function mixedLoops(unit: Unit): ts.Statement[] {
    const orders = new Set(loopsAround(unit));
    return body.units.all.filter((other) => orders.has(other.order)).map((other) => other.statement);
  }

  /** The value is taken as far out as the last kernel statement that sets it allows. */
  function placeOf(use: Unit, writers: readonly Unit[], part: Partition): { within: ts.Statement[]; at: ts.Statement } {
    let at = use;
    while (at.parent !== undefined) {
      const outer: Unit = at.parent;
      const setInside = writers.some((writer) => isInside(writer, outer));
      if (setInside || part.commit.has(outer)) break;
      at = outer;
    }
    return { within: mixedLoops(at), at: at.statement };
  }
}

function isDeclarationOfPath(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(
    ({ initializer }) => initializer !== undefined && isPath(initializer),
  );
}

function isInside(unit: Unit, outer: Unit): boolean {
  for (let at: Unit | undefined = unit; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

function headNodes(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isIfStatement(statement)) return [statement.expression];
  if (ts.isForOfStatement(statement)) return [statement.expression];
  if (ts.isForStatement(statement))
    return [statement.initializer, statement.condition, statement.incrementor].filter((node) => node !== undefined);
  return [];
}

function namesIn(root: ts.Node, skip: ReadonlySet<ts.Node>): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (skip.has(node) || ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node)) found.push(node);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) visit(node.name);
      visit(node.initializer);
    } else ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** A variable of the iteration that kernel statements set, seen from a commit unit: not its own, nor a loop head's that both keep. */
function isFromKernel(symbol: ts.Symbol, use: Unit, body: Body, partition: Partition): boolean {
  if (!body.isIterationLocal(symbol) || isLoopVariable(symbol, body)) return false;
  const writers = body.units.all.filter((unit) => writes(unit, symbol));
  if (writers.every((unit) => partition.isCommit(unit))) return false;
  // The head of a loop that both sides run sets its variable on both sides.
  return !writers.every((unit) => partition.isCommit(unit) || (unit.kind === "loop" && isInside(use, unit)));
}

function isLoopVariable(symbol: ts.Symbol, body: Body): boolean {
  const { space } = body.loop;
  if (space.form === "counted") return symbol === space.induction;
  const declaration = symbol.valueDeclaration;
  return (
    space.form === "elements" &&
    declaration !== undefined &&
    declaration.pos >= space.binding.pos &&
    declaration.end <= space.binding.end
  );
}

function writes(unit: Unit, symbol: ts.Symbol): boolean {
  return unit.facts.accesses.some(
    ({ mode, target }) => mode === "write" && target.kind === "variable" && target.symbol === symbol,
  );
}

/** `const p = particles[i]`: cheap, free of effects, and it names an object of the caller, so both sides look it up. */
function rematerializable(
  symbol: ts.Symbol,
  writers: readonly Unit[],
  body: Body,
  partition: Partition,
): { statement: ts.VariableStatement; initializer: ts.Expression; unit: Unit } | undefined {
  const [unit] = writers;
  if (unit === undefined || writers.length !== 1 || !ts.isVariableStatement(unit.statement) || partition.isMixed(unit))
    return undefined;
  const { declarations } = unit.statement.declarationList;
  const [declaration] = declarations;
  if (declarations.length !== 1 || declaration?.initializer === undefined) return undefined;
  if (isFunctionType(body.context.checker.getTypeOfSymbol(symbol)) || !isPath(declaration.initializer))
    return undefined;
  return { statement: unit.statement, initializer: declaration.initializer, unit };
}

function isPath(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return isPath(node.expression);
  if (ts.isPropertyAccessExpression(node)) return isPath(node.expression);
  if (ts.isElementAccessExpression(node)) return isPath(node.expression) && isPath(node.argumentExpression);
  return (
    ts.isBinaryExpression(node) && isPath(node.left) && isPath(node.right) && !isAssignment(node.operatorToken.kind)
  );
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Everything that the kernel evaluates: its statements, the heads of shared ones, and the moved expressions. */
function kernelNodes(body: Body, partition: Partition, channels: readonly Channel[]): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  for (const unit of body.units.all) {
    if (partition.isCommit(unit)) continue;
    if (unit.kind === "leaf") nodes.push(unit.statement);
    else
      nodes.push(
        ...headNodes(unit.statement),
        ...(ts.isForOfStatement(unit.statement) ? [unit.statement.initializer] : []),
      );
  }
  return [...nodes, ...channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : []))];
}

function collectLiveIns(kernel: readonly ts.Node[], body: Body): LiveIn[] {
  const { checker, program } = body.context;
  const found = new Map<ts.Symbol, LiveIn>();
  for (const node of kernel.flatMap((part) => namesIn(part, new Set()))) {
    const symbol = valueSymbol(node, checker);
    if (symbol === undefined || found.has(symbol) || body.isIterationLocal(symbol) || node.text === "undefined")
      continue;
    const target = unalias(symbol, checker);
    if (
      (target.flags & ts.SymbolFlags.Variable) === 0 ||
      functionOf(target, checker) !== undefined ||
      target !== symbol
    )
      continue;
    const declaration = target.valueDeclaration;
    if (declaration === undefined || program.isSourceFileDefaultLibrary(declaration.getSourceFile())) continue;
    if (declaration.getSourceFile().isDeclarationFile || isInsideKernel(declaration, kernel)) continue;
    found.set(symbol, { name: node.text, symbol, node });
  }
  return [...found.values()];
}

/** Parameters and variables of functions nested in the kernel. */
function isInsideKernel(declaration: ts.Node, kernel: readonly ts.Node[]): boolean {
  return kernel.some((node) => declaration.pos >= node.pos && declaration.end <= node.end);
}

function collectCallees(kernel: readonly ts.Node[], body: Body): Callee[] {
  const { checker } = body.context;
  const found = new Map<ts.Symbol, Callee>();
  for (const node of kernel.flatMap((part) => namesIn(part, new Set()))) {
    const symbol = valueSymbol(node, checker);
    if (symbol === undefined || found.has(symbol)) continue;
    const target = unalias(symbol, checker);
    const isVariable = (target.flags & ts.SymbolFlags.Variable) !== 0 && functionOf(target, checker) === undefined;
    if (isVariable && target === symbol) continue;
    const declaration = target.valueDeclaration ?? target.declarations?.[0];
    if (declaration === undefined || isInsideKernel(declaration, kernel)) continue;
    if (body.context.program.isSourceFileDefaultLibrary(declaration.getSourceFile())) continue;
    found.set(symbol, { name: node.text, symbol, node });
  }
  return [...found.values()];
}

function needsDistinct(needs: readonly Need[]): boolean {
  return needs.some((need) => need.kind === "distinct");
}

function liveInOf(symbol: ts.Symbol, body: Body): LiveIn | undefined {
  const node = referencesTo(symbol, body.loop.node, body.context.checker)[0];
  return node === undefined ? undefined : { name: symbol.name, symbol, node };
}

function disjointPairs(needs: readonly Need[], body: Body): (readonly [LiveIn, LiveIn])[] {
  const pairs = new Map<string, readonly [LiveIn, LiveIn]>();
  for (const need of needs) {
    if (need.kind !== "disjoint") continue;
    const left = liveInOf(need.left, body);
    const right = liveInOf(need.right, body);
    const key = [symbolKey(need.left), symbolKey(need.right)].sort().join();
    if (left !== undefined && right !== undefined && !pairs.has(key)) pairs.set(key, [left, right]);
  }
  return [...pairs.values()];
}

function distinctArrays(needs: readonly Need[], body: Body): LiveIn[] {
  const symbols = new Set(needs.flatMap((need) => (need.kind === "distinct" ? [need.symbol] : [])));
  return [...symbols].flatMap((symbol) => liveInOf(symbol, body) ?? []);
}

function integersOf(needs: readonly Need[], body: Body): ts.Expression[] {
  const ids = new Set(needs.flatMap((need) => (need.kind === "integer" ? [need.id] : [])));
  return [...ids].flatMap((id) => body.nest.integers.get(id) ?? []);
}

/** May anybody see, after an iteration has thrown, what the commits before it did? */
function isVisible(body: Body, partition: Partition): boolean {
  const { loop, context, oracle } = body;
  if (isInsideTry(loop.node, loop.container)) return true;
  return body.units.all.some((unit) => {
    if (!partition.isCommit(unit)) return false;
    if (unit.facts.effects.length > 0) return true;
    return unit.facts.accesses.some(({ mode, target }) => {
      if (mode !== "write") return false;
      const symbol =
        target.kind === "variable"
          ? target.symbol
          : target.base.root.kind === "variable"
            ? target.base.root.symbol
            : undefined;
      if (target.kind === "place" && target.base.root.kind === "fresh") return false;
      if (symbol === undefined) return true;
      if (body.isIterationLocal(symbol)) return false;
      if (referencesTo(symbol, loop.container, context.checker).some((node) => isCaptured(node, loop.container)))
        return true;
      const declaration = symbol.valueDeclaration;
      const isOwn =
        declaration !== undefined && declaration.pos >= loop.container.pos && declaration.end <= loop.container.end;
      const isExported =
        declaration !== undefined && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
      if (!isOwn || isExported) return true;
      return target.kind === "place" && !oracle.isConfined(symbol);
    });
  });
}

function isInsideTry(node: ts.Node, container: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && at !== container; at = at.parent)
    if (ts.isTryStatement(at)) return true;
  return false;
}

/** A commit that throws must do so before a kernel of a later iteration does. */
function commitMayThrow(
  units: readonly Unit[],
  channels: readonly Channel[],
  body: Body,
  partition: Partition,
): boolean {
  const moved = new Set(channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : [])));
  const heads = body.units.all.filter((unit) => partition.isMixed(unit)).flatMap((unit) => headNodes(unit.statement));
  return [...units.map((unit) => unit.statement), ...heads].some((node) => canThrow(node, body.context, moved));
}

/** A name for the value of an expression: what the callee or the property is called. */
function suggestName(expression: ts.Expression): string {
  if (ts.isCallExpression(expression)) {
    const callee = expression.expression;
    const name = ts.isPropertyAccessExpression(callee)
      ? callee.name.text
      : ts.isIdentifier(callee)
        ? callee.text
        : "value";
    const word = /(?:^|[a-z])(?:get|compute|calculate|calc|make|find)([A-Z]\w*)$/.exec(name)?.[1];
    return word === undefined ? `${name}Result` : word[0]!.toLowerCase() + word.slice(1);
  }
  const holder = expression.parent;
  if (ts.isElementAccessExpression(holder) && holder.argumentExpression === expression) return "index";
  return "value";
}

function freeName(wanted: string, taken: Set<string>, body: Body): string {
  const text = body.loop.container.getText();
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!taken.has(name) && !new RegExp(`\\b${name}\\b`).test(text)) {
      taken.add(name);
      return name;
    }
  }
}
