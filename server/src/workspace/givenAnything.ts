// What the compiler's inference leaves out in JavaScript: `let s = 0; s = data.x` makes `s` a number to it, and a parameter with
// a default is of the default's type, whatever callers hand over.
import { ts } from "ts-morph";
import { choicesOf, functionAround, type Gift, giftsIn, holding, placeOf } from "./gifts.js";
import { placesIn } from "./givenPlaces.js";
import { perProgram } from "./perProgram.js";

/** What the assignments of a JavaScript file tell. Each answer looks at those of the variable, and of those that it is given. */
interface GivenAnything {
  /** Where the variable is used its value may be one of no type. */
  readonly isAnything: (use: ts.Identifier, symbol: ts.Symbol) => boolean;
  /** The variable is given a value of no type at some place. */
  readonly isAssigned: (symbol: ts.Symbol) => boolean;
  /** It is that, or has a value of no type added at some place, or comes from such a variable: a text makes a text of a number. */
  readonly isAdded: (symbol: ts.Symbol) => boolean;
}

/** What the assignments of a file tell; each file is looked through once. */
export const givenIn: (program: ts.Program) => (file: ts.SourceFile) => GivenAnything = perProgram((program) => {
  const known = new Map<ts.SourceFile, GivenAnything>();
  return (file) => {
    const found = known.get(file) ?? givenAnything(file, program);
    known.set(file, found);
    return found;
  };
});

/** The assignments to one variable. */
interface Assignments {
  readonly all: Gift[];
  /** Those of a value of no type, once that is settled. */
  readonly bad: Gift[];
  isSettled: boolean;
}

/**
 * Variables with a type in a comment are believed. What the compiler itself finds to be of no type is not listed.
 * O(nodes), and for the variables that are asked for O(assignments · rounds).
 */
function givenAnything(file: ts.SourceFile, program: ts.Program): GivenAnything {
  const checker = program.getTypeChecker();
  const bySymbol = new Map<ts.Symbol, Assignments>();
  for (const gift of giftsIn(file, checker)) {
    const known = bySymbol.get(gift.symbol);
    if (known === undefined) bySymbol.set(gift.symbol, { all: [gift], bad: [], isSettled: false });
    else known.all.push(gift);
  }
  const namesIn = (value: ts.Node): ts.Symbol[] => {
    const found: ts.Symbol[] = [];
    const waiting = [value];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
      if (symbol !== undefined) found.push(symbol);
      ts.forEachChild(node, (child) => {
        waiting.push(child);
      });
    }
    return found;
  };
  const namedBy = (value: ts.Expression): ts.Symbol | undefined =>
    ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
  const isOpaque = ({ value, from }: Gift): boolean => {
    if (value === undefined) return from === undefined || placesIn(program).isAnything(from);
    return choicesOf(value).some((choice) => {
      const symbol = namedBy(choice);
      if (symbol !== undefined && mayHold(choice as ts.Identifier, bySymbol.get(symbol))) return true;
      const place = placeOf(choice);
      if (place !== undefined && placesIn(program).isAnything(place)) return true;
      const { flags } = holding(choice, checker.getTypeAtLocation(choice), checker);
      return (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
    });
  };
  /** Finds the bad ones of the variable and of all that its value may come from. */
  const settled = (asked: ts.Symbol): Assignments | undefined => {
    const met = new Set([asked]);
    const open: Assignments[] = [];
    for (const symbol of met) {
      const entry = bySymbol.get(symbol);
      if (entry === undefined || entry.isSettled) continue;
      entry.bad.length = 0;
      open.push(entry);
      if (entry.all.length > mostAssignments) {
        entry.bad.push(...entry.all);
        continue;
      }
      const names = entry.all.flatMap(({ value }) => (value === undefined ? [] : choicesOf(value).map(namedBy)));
      for (const name of names) if (name !== undefined) met.add(name);
    }
    let waiting = open
      .filter(({ bad }) => bad.length === 0)
      .flatMap((entry) => entry.all.filter(({ isSum }) => !isSum).map((gift) => ({ gift, entry })));
    for (let round = 0; waiting.length > 0; round++) {
      const left = waiting.filter(({ gift, entry }) => {
        const isReached = round === mostRounds || isOpaque(gift);
        if (isReached) entry.bad.push(gift);
        return !isReached;
      });
      if (left.length === waiting.length) break;
      waiting = left;
    }
    // The compiler can run out of stack: only what is through is settled.
    for (const entry of open) entry.isSettled = true;
    return bySymbol.get(asked);
  };
  const isAssigned = (symbol: ts.Symbol): boolean => (settled(symbol)?.bad.length ?? 0) > 0;
  return {
    isAnything: (use, symbol) => mayHold(use, settled(symbol)),
    isAssigned,
    isAdded: (asked) => {
      const met = new Set([asked]);
      for (const symbol of met) {
        const all = bySymbol.get(symbol)?.all ?? [];
        if (isAssigned(symbol) || all.some((gift) => gift.isSum && isOpaque(gift))) return true;
        for (const { value } of all) for (const name of value === undefined ? [] : namesIn(value)) met.add(name);
      }
      return false;
    },
  };
}

function mayHold(use: ts.Identifier, assignments: Assignments | undefined): boolean {
  return assignments !== undefined && assignments.bad.length > 0 && mayReach(assignments.bad, assignments.all, use);
}

/** A variable with more assignments than this may be anything: to ask for all of their types takes the compiler too long. */
const mostAssignments = 100;
/** A value that has come no further by then is taken to come everywhere. */
const mostRounds = 20;

/**
 * Whether one of the values that are `bad` can be the variable's where it is used. The last assignment before it that is always
 * made on the way there counts, with those behind it and those of the loops that bring control back.
 */
function mayReach(bad: readonly Gift[], all: readonly Gift[], use: ts.Identifier): boolean {
  const own = functionAround(use);
  if (all.some((gift) => gift.container !== own)) return true;
  const before = all.filter(({ anchor }) => anchor !== undefined && anchor.end <= use.pos && leadsTo(anchor, use));
  const last = before.at(-1);
  if (last === undefined || bad.includes(last)) return true;
  const comesBack = (gift: Gift): boolean => {
    for (let at: ts.Node = use; at !== own && at.parent !== undefined; at = at.parent) {
      const isAgain = ts.isIterationStatement(at, false) && contains(at, gift.name);
      if (isAgain && (!contains(at, last.name) || last.anchor?.parent === at)) return true;
    }
    return false;
  };
  return bad.some((gift) => (last.name.end <= gift.name.pos && gift.name.end <= use.pos) || comesBack(gift));
}

/** Whoever comes to `use` has come past the statement, or the head of the `for`, before it. */
function leadsTo(anchor: ts.Node, use: ts.Node): boolean {
  const list = ts.isForStatement(anchor.parent) ? anchor.parent.parent : anchor.parent;
  return contains(anchor.parent, use) || ("statements" in list && contains(list, use));
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}
