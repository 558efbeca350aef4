// The channels of a split: which values travel from kernel to commit, where they are taken, and what they are called.

import { ts } from "ts-morph";
import { isFunctionType, valueSymbol } from "../accesses/types.js";
import { estimateWork } from "../accesses/work.js";
import { isAssignmentOperator } from "../loops/operators.js";
import { wordsInScope } from "../loops/wordsInScope.js";
import type { Body } from "./body.js";
import { headNodes } from "./hazards.js";
import { hoistable } from "./hoist.js";
import type { Partition } from "./partition.js";
import { isVariableTransferable } from "./transferable.js";
import { loopsAround, type Unit } from "./units.js";
import type { Channel } from "./verdict.js";

/** Abstract operations from which an expression is worth a place in the kernel's result. */
const heavyWork = 20;

type Attempt =
  | { readonly force: Unit }
  | { readonly channels: readonly Channel[]; readonly rematerialized: ReadonlySet<ts.VariableStatement> };

/** The channels of the partition as it is; or, when a value cannot travel, the unit that has to move to the commit first. */
export function tryChannels(body: Body, partition: Partition): Attempt {
  const { checker } = body.context;
  const channels: Channel[] = [];
  const rematerialized = new Set<ts.VariableStatement>();
  const names = new Set<string>();
  const pending: { node: ts.Node; unit: Unit; skip: ReadonlySet<ts.Node> }[] = [];
  const commitUnits = partition.outermost();
  const shared = body.units.all.filter((unit) => partition.isMixed(unit));
  // Where nothing else is left for the workers, even a single load or multiplication is handed over.
  const hasKernel = body.units.all.some(
    (unit) =>
      unit.kind === "leaf" &&
      !partition.isCommit(unit) &&
      !isDeclarationOfPath(unit.statement) &&
      !ts.isBreakOrContinueStatement(unit.statement),
  );
  const heavy = [...commitUnits, ...shared].some(
    (unit) => hoistable(unit, body, partition, heavyWork, new Set()).length > 0,
  );
  const threshold = hasKernel || heavy ? heavyWork : 1;
  const allMoved = new Set<ts.Node>();
  // In the order of the text, so that a value is taken before its first use.
  for (const unit of [...shared, ...commitUnits].sort((a, b) => a.order - b.order)) {
    const isCommit = partition.isCommit(unit);
    const moved = hoistable(unit, body, partition, isCommit || unit.kind === "if" ? threshold : heavyWork, allMoved);
    for (const expression of moved) allMoved.add(expression);
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
  const uses = new Map<ts.Symbol, Unit[]>();
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    for (const name of namesIn(next.node, next.skip)) {
      const symbol = valueSymbol(name, checker);
      if (symbol === undefined || !isFromKernel(symbol, next.unit, body, partition)) continue;
      const copied = rematerializable(symbol, writersOf(symbol), body, partition);
      if (isVariableTransferable(symbol, body.region)) {
        uses.set(symbol, [...(uses.get(symbol) ?? []), next.unit]);
      } else if (copied === undefined) {
        const [writer] = writersOf(symbol);
        if (writer !== undefined) return { force: writer };
      } else if (!rematerialized.has(copied.statement)) {
        rematerialized.add(copied.statement);
        pending.push({ node: copied.initializer, unit: copied.unit, skip: new Set() });
      }
    }
  }
  for (const [symbol, units] of uses) {
    const writers = writersOf(symbol);
    // Of a pattern that both sides take apart, the commit leaves out the names that travel, where that changes nothing.
    const copied = writers.find((unit) => ts.isVariableStatement(unit.statement) && rematerialized.has(unit.statement));
    if (copied !== undefined && hasRestOrDefault(copied.statement)) return { force: copied };
    // What the commit looks up again it may read before a statement of the kernel sets it, and the rest of the commit behind that.
    const orders = units.map(({ order }) => order);
    const between = writers.find(({ order }) => Math.min(...orders) < order && order < Math.max(...orders));
    if (between !== undefined) return { force: between };
    const place = placeOf(units, writers);
    // A value that the commit needs at two depths of a nest would have to travel twice, under one name.
    if (place === undefined) {
      const [writer] = writers;
      if (writer !== undefined) return { force: writer };
      continue;
    }
    names.add(symbol.name);
    channels.push({ kind: "variable", name: symbol.name, symbol, ...place });
  }
  channels.sort((a, b) => a.at.pos - b.at.pos);
  return { channels, rematerialized };

  function mixedLoops(unit: Unit): ts.Statement[] {
    const orders = new Set(loopsAround(unit));
    return body.units.all.filter((other) => orders.has(other.order)).map((other) => other.statement);
  }

  function writersOf(symbol: ts.Symbol): readonly Unit[] {
    return body.units.all.filter((unit) => !partition.isCommit(unit) && writes(unit, symbol, body));
  }

  /**
   * Where the value is taken: as far out as the kernel statements that set it allow, one place for all uses. Nothing sets the
   * variable between the first and the last of them (see `closure`).
   */
  function placeOf(
    units: readonly Unit[],
    writers: readonly Unit[],
  ): { within: readonly ts.Statement[]; at: ts.Statement } | undefined {
    const places = units.map((use) => outermostFor(use, writers));
    const [first] = places;
    if (first === undefined) return undefined;
    const within = mixedLoops(first);
    if (
      places.some(
        (place) =>
          mixedLoops(place).some((loop, depth) => loop !== within[depth]) || mixedLoops(place).length !== within.length,
      )
    ) {
      return undefined;
    }
    const earliest = places.reduce((a, b) => (b.order < a.order ? b : a));
    // Where the first use is executed whenever a later one is, the value is taken there for all of them.
    if (places.every((place) => earliest.parent === undefined || isInside(place, earliest.parent))) {
      return { within, at: earliest.statement };
    }
    // The first use stands in a branch that a later one does not: one value per iteration, settled before the last use.
    if (within.length > 0) return undefined;
    const last = outermostUnit(places.reduce((a, b) => (a.order < b.order ? b : a)));
    return places.some((place) => outermostUnit(place) !== last) ? { within, at: last.statement } : undefined;
  }

  function outermostFor(use: Unit, writers: readonly Unit[]): Unit {
    let at = use;
    while (at.parent !== undefined) {
      const outer: Unit = at.parent;
      if (partition.commit.has(outer) || writers.some((writer) => isInside(writer, outer))) break;
      at = outer;
    }
    return at;
  }
}

function isDeclarationOfPath(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(
    ({ initializer }) => initializer !== undefined && isPath(initializer),
  );
}

function outermostUnit(unit: Unit): Unit {
  return unit.parent === undefined ? unit : outermostUnit(unit.parent);
}

function isInside(unit: Unit, outer: Unit): boolean {
  for (let at: Unit | undefined = unit; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

/** Mentions of variables and functions, types and property names left out. */
export function namesIn(root: ts.Node, skip: ReadonlySet<ts.Node>): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (skip.has(node) || ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node)) found.push(node);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isBindingElement(node)) {
      const { propertyName, name, initializer } = node;
      const isComputed = propertyName !== undefined && ts.isComputedPropertyName(propertyName);
      for (const part of [isComputed ? propertyName : undefined, name, initializer])
        if (part !== undefined) visit(part);
    } else if (ts.isPropertyAssignment(node)) {
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
  // With which value of what the head advances the iteration starts, only the kernel knows.
  const { node } = body.loop;
  const head = ts.isForStatement(node) ? node.incrementor : undefined;
  const isInHead = (increment: { readonly node: ts.Node }) =>
    head !== undefined && head.pos <= increment.node.pos && increment.node.end <= head.end;
  const isOfHead = body.inductions.some((each) => each.symbol === symbol && each.increments.some(isInHead));
  const writers = body.units.all.filter((unit) => writes(unit, symbol, body));
  if (isOfHead && writers.every((unit) => partition.isCommit(unit))) return true;
  if (writers.every((unit) => partition.isCommit(unit))) return false;
  // The head of a loop that both sides run sets its variable on both sides.
  return !writers.every((unit) => partition.isCommit(unit) || (unit.kind === "loop" && isInside(use, unit)));
}

function isLoopVariable(symbol: ts.Symbol, body: Body): boolean {
  const { space } = body.loop;
  if (space.form === "counted") return symbol === space.induction;
  const declaration = symbol.valueDeclaration;
  if (space.form === "unknown" || declaration === undefined) return false;
  if (symbol === space.index || symbol === space.whole) return true;
  return space.binding !== undefined && declaration.pos >= space.binding.pos && declaration.end <= space.binding.end;
}

/** Sets the variable, or fills the array that the iteration has to itself. */
function writes(unit: Unit, symbol: ts.Symbol, { scratch, region }: Body): boolean {
  const array = scratch.find((each) => each.symbol === symbol);
  const made = array === undefined ? [] : region.origins(array.initializer).map(({ root }) => root);
  return unit.facts.accesses.some(({ mode, target }) => {
    if (mode !== "write") return false;
    if (target.kind === "variable") return target.symbol === symbol;
    const { root } = target.base;
    return root.kind === "fresh" && made.some((own) => own.kind === "fresh" && own.node === root.node);
  });
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

function hasRestOrDefault(node: ts.Node): boolean {
  if (ts.isBindingElement(node) && (node.dotDotDotToken !== undefined || node.initializer !== undefined)) return true;
  return ts.forEachChild(node, (child) => hasRestOrDefault(child) || undefined) === true;
}

function isPath(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return isPath(node.expression);
  if (ts.isPropertyAccessExpression(node)) return isPath(node.expression);
  if (ts.isElementAccessExpression(node)) return isPath(node.expression) && isPath(node.argumentExpression);
  return (
    ts.isBinaryExpression(node) &&
    isPath(node.left) &&
    isPath(node.right) &&
    !isAssignmentOperator(node.operatorToken.kind)
  );
}

/** A name for the value of an expression: one of what it is stored into, or what the callee or the property is called. */
function suggestName(expression: ts.Expression): string {
  const list = listOf(expression);
  if (list !== undefined) return list;
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

/** `mean` for `means.push(…)` and `means[i] = …`; undefined where the name is no plural. */
function listOf(expression: ts.Expression): string | undefined {
  const { parent } = expression;
  if (!ts.isExpressionStatement(parent.parent)) return undefined;
  const target = ts.isBinaryExpression(parent) && parent.right === expression ? parent.left : undefined;
  const callee = ts.isCallExpression(parent) ? parent.expression : undefined;
  const isPush = callee !== undefined && ts.isPropertyAccessExpression(callee) && callee.name.text === "push";
  const holder = isPush
    ? callee.expression
    : target && ts.isElementAccessExpression(target)
      ? target.expression
      : undefined;
  if (holder === undefined || !ts.isIdentifier(holder)) return undefined;
  const name = holder.text;
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  return name.length > 3 && /[^su]s$/.test(name) && !/(?:xes|ches|shes|is)$/.test(name) ? name.slice(0, -1) : undefined;
}

function freeName(wanted: string, taken: Set<string>, body: Body): string {
  const text = wordsInScope(body.loop.node);
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!taken.has(name) && !new RegExp(`\\b${name}\\b`).test(text)) {
      taken.add(name);
      return name;
    }
  }
}
