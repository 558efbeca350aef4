// The text of the commit: the body minus the kernel, reading the kernel's results under the names that the author gave.

import { ts } from "ts-morph";
import { findJumps } from "../../legality/units.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import { changedNames, withConstants } from "./constants.js";
import type { Parts } from "./parts.js";
import { childStatements, headsOf } from "./parts.js";
import { prunedPattern } from "./pattern.js";
import { slice } from "./slices.js";
import type { Slot } from "./slots.js";
import { freeName, type Habits } from "./text.js";

export interface CommitText {
  /** What the results are bound to: `price`, `{ a, b }`, `result`; empty when the kernel has no result. */
  readonly binding: string;
  readonly keyword: "const" | "let";
  /** Lines at the beginning of the loop over the results. */
  readonly head: readonly string[];
  readonly body: string;
}

export interface CommitDraft {
  readonly parts: Parts;
  readonly slots: readonly Slot[];
  readonly isWrapped: boolean;
  readonly habits: Habits;
  readonly typed: boolean;
  /** Elements of arrays may be missing as far as the compiler knows. */
  readonly isUnchecked: boolean;
  readonly checker: ts.TypeChecker;
  /** The label of the loop over the batches, for a `break` of the author's loop. */
  readonly label: string | undefined;
}

export function commitText({
  parts,
  slots,
  isWrapped,
  habits,
  typed,
  isUnchecked,
  checker,
  label,
}: CommitDraft): CommitText {
  const { split } = parts;
  const end = habits.semicolon;
  const text = wordsInScope(parts.body.parent);
  const names = new Map<ts.Node, string>();
  for (const { channel, name } of slots) if (channel.kind === "expression") names.set(channel.expression, name);
  for (const node of label === undefined ? [] : ownBreaks(parts)) names.set(node, `break ${label}${end}`);
  const travels = new Set(slots.flatMap(({ channel }) => (channel.kind === "variable" ? [channel.symbol] : [])));
  for (const { declarationList } of split.rematerialized)
    for (const { name } of declarationList.declarations)
      if (!ts.isIdentifier(name))
        names.set(
          name,
          prunedPattern(name, (symbol) => !travels.has(symbol), checker),
        );
  const plain = plainLoops(parts, slots);
  const cursors: string[] = [];
  const read = (slot: Slot): string[] => {
    const { channel, name, property, mode } = slot;
    if (mode !== "array" || plain.get(channel.within.at(-1)!) === slot) return [];
    const bang = typed && isUnchecked && !slot.mayBeUndefined ? "!" : "";
    const counter = ownCounter(slot, parts);
    if (channel.kind === "expression" && counter !== undefined) {
      names.set(channel.expression, `${property}[${counter}]${bang}`);
      return [];
    }
    // Variables of several blocks may have one name.
    const cursor = freeName(`next${name[0]!.toUpperCase()}${name.slice(1)}`, text, cursors.join("\n"));
    if (counter === undefined) cursors.push(`let ${cursor} = 0${end}`);
    const index = counter ?? `${cursor}++`;
    return [`${slot.isAssigned ? "let" : "const"} ${name} = ${property}[${index}]${bang}${end}`];
  };
  const reads = new Map(slots.map((slot) => [slot, read(slot)] as const));
  const cut = slice({
    parts,
    side: "commit",
    indent: habits.indent,
    before: (statement) =>
      slots.flatMap((slot) => (firstUse(slot, parts) === statement ? (reads.get(slot) ?? []) : [])),
    replacement: (node) => names.get(node),
    continueText: undefined,
    head: (statement) => {
      const slot = plain.get(statement);
      return slot && `for (${slot.isAssigned ? "let" : "const"} ${slot.name} of ${slot.property})`;
    },
  });
  const body = withConstants(cut, new Set(), changedNames(parts.body));
  const keyword = slots.some(({ isAssigned, mode }) => isAssigned && mode !== "array") ? "let" : "const";
  const valueName = ({ mode, name, property }: Slot) => (mode === "array" ? property : name);
  const [only] = slots;
  const pattern = `{ ${slots.map(valueName).join(", ")} }`;
  if (!split.skips) return { binding: isWrapped ? pattern : only ? valueName(only) : "", keyword, head: cursors, body };
  // `undefined` stands for an iteration that the kernel skipped; where it has no other result, `false` does.
  if (only === undefined) {
    const kept = freeName("kept", text);
    return { binding: kept, keyword: "const", head: [`if (!${kept}) continue${end}`], body };
  }
  const binding = isWrapped ? freeName("result", text) : valueName(only);
  const guard = `if (${binding} === undefined) continue${end}`;
  const taken = isWrapped ? [`${keyword} ${pattern} = ${binding}${end}`] : [];
  return { binding, keyword: isWrapped ? "const" : keyword, head: [guard, ...taken, ...cursors], body };
}

/** The `break` statements without a label that leave the analysed loop. */
export function ownBreaks({ body, split }: Parts): readonly ts.Node[] {
  if (!split.exits) return [];
  return findJumps(body, { labels: new Set(), isCallback: false }).leaves.filter(
    (node) => ts.isBreakStatement(node) && node.label === undefined,
  );
}

/** The kernel hands a value over at one statement; the commit may use it further up in the same block, where it is the same. */
function firstUse({ channel }: Slot, parts: Parts): ts.Statement {
  const { at } = channel;
  if (channel.kind === "expression" || !ts.isBlock(at.parent)) return at;
  const uses = parts.usedInCommit(channel.symbol);
  const isUsedIn = (statement: ts.Statement) =>
    uses.some((use) => statement.pos <= use.pos && use.end <= statement.end);
  return at.parent.statements.find((statement) => statement.pos < at.pos && isUsedIn(statement)) ?? at;
}

/** Mixed loops of which the commit needs nothing but one value per iteration: they become loops over the values. */
function plainLoops(parts: Parts, slots: readonly Slot[]): ReadonlyMap<ts.Statement, Slot> {
  const found = new Map<ts.Statement, Slot>();
  for (const slot of slots) {
    const { channel } = slot;
    const [loop] = channel.within;
    if (slot.mode !== "array" || loop === undefined || channel.within.length !== 1) continue;
    const isShared = slots.some((other) => other !== slot && other.channel.within.includes(loop));
    if (isShared || !isUnconditional(slot, parts) || isBehindStop(slot, loop, parts)) continue;
    if (outlives(loop) || namesOfHead(loop).some((name) => isUsedBelow(name, loop, parts))) continue;
    found.set(loop, slot);
  }
  return found;
}

/** `for (j = 0; …)` and `for (var j = 0; …)`: the loop leaves the counter behind, which others may read. */
function outlives(loop: ts.Statement): boolean {
  if (!ts.isForStatement(loop) && !ts.isForOfStatement(loop) && !ts.isForInStatement(loop)) return false;
  const { initializer } = loop;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return true;
  return (initializer.flags & ts.NodeFlags.BlockScoped) === 0;
}

function namesOfHead(loop: ts.Statement): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && (ts.isVariableDeclaration(node.parent) || ts.isBindingElement(node.parent)))
      if (node.parent.name === node) found.push(node);
    ts.forEachChild(node, visit);
  };
  const initializer = ts.isForStatement(loop) || ts.isForOfStatement(loop) ? loop.initializer : undefined;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return [];
  visit(initializer);
  return found;
}

/** By name, which is strict: a variable of the same name counts, too. Moved expressions do not. */
function isUsedBelow(name: ts.Identifier, loop: ts.Statement, parts: Parts): boolean {
  const visit = (node: ts.Node): boolean => {
    if (parts.moved.has(node)) return false;
    if (ts.isIdentifier(node)) return node.text === name.text;
    return ts.forEachChild(node, (child) => (visit(child) ? true : undefined)) ?? false;
  };
  const below = (statement: ts.Statement): boolean => {
    const side = parts.sideOf(statement);
    if (side === "commit" || parts.isShared(statement)) return visit(statement);
    if (side === "kernel") return false;
    return headsOf(statement).some(visit) || childStatements(statement).some(below);
  };
  return childStatements(loop).some(below);
}

/** The value is taken in every iteration of its one loop, and the loop runs in every iteration of the analysed one. */
function isUnconditional({ channel }: Slot, { body }: Parts): boolean {
  for (let at: ts.Node = channel.at; at !== body && at !== body.parent; at = at.parent)
    if (ts.isIfStatement(at.parent)) return false;
  return true;
}

/** Where the kernel ends at a jump, the value of that turn is missing: the commit has to come to the jump without it. */
function isBehindStop({ channel }: Slot, loop: ts.Statement, { split }: Parts): boolean {
  return [...split.stops].some((stop) => loop.pos <= stop.pos && stop.end <= loop.end && stop.pos < channel.at.pos);
}

/** `j`, when there is one value for each `j = 0, 1, …` of the one loop inside: then the counter is the index. */
function ownCounter(slot: Slot, parts: Parts): string | undefined {
  const [loop] = slot.channel.within;
  if (slot.channel.within.length !== 1 || loop === undefined || !ts.isForStatement(loop)) return undefined;
  if (!isUnconditional(slot, parts)) return undefined;
  const counter = /^(?:let|var)\s+([\w$]+)\s*=\s*0$/.exec(loop.initializer?.getText() ?? "")?.[1];
  if (counter === undefined) return undefined;
  const step = loop.incrementor?.getText();
  return step === `${counter}++` || step === `++${counter}` || step === `${counter} += 1` ? counter : undefined;
}
