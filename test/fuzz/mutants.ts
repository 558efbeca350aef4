// Legality rules, each switched off by a change of the text of one source file. The fuzzer has to notice every one of them.

export interface Mutant {
  /** The rule that is gone. */
  readonly rule: string;
  /** Path from the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** The rule is about code without types: only such programs are tried. */
  readonly language?: "js";
}

const legality = "server/src/legality";
const dependence = "server/src/dependence";
const accesses = "server/src/accesses";

export const mutants: readonly Mutant[] = [
  {
    rule: "a read of what the commit has written in an earlier iteration belongs to the commit",
    file: `${legality}/closure.ts`,
    from: "if (meeting.later || (meeting.same && storesFirst(write, other, access, unit, body.nest)))",
    to: "if (meeting.same && storesFirst(write, other, access, unit, body.nest))",
  },
  {
    rule: "a read of what the commit has written further up belongs to the commit",
    file: `${legality}/closure.ts`,
    from: "if (meeting.later || (meeting.same && storesFirst(write, other, access, unit, body.nest)))",
    to: "if (meeting.later)",
  },
  {
    rule: "what a statement stores first, a value that is taken out of it sees",
    file: `${legality}/units.ts`,
    from: "return at.end <= read.pos;",
    to: "return false;",
  },
  {
    rule: "round an inner loop, what stands below comes before",
    file: `${legality}/units.ts`,
    from: "if (loopsOf(first).some((loop) => loops.includes(loop) && !isAround(loop))) return true;",
    to: "if (loops.length < 0) return true;",
  },
  {
    rule: "a variable of the iteration that the commit sets belongs to the commit",
    file: `${legality}/closure.ts`,
    from: "if (body.isIterationLocal(access.target.symbol)) return true;",
    to: "if (body.isIterationLocal(access.target.symbol)) continue;",
  },
  {
    rule: "the kernel does not change what the commit has read further up",
    file: `${legality}/closure.ts`,
    from: "if (overwritesWhatCommitReads(unit, ordered) && mark(unit)) return true;",
    to: "if (overwritesWhatCommitReads(unit, ordered) && unit.order < 0) return true;",
  },
  {
    rule: "jumps out of the loop are made by the commit",
    file: `${legality}/closure.ts`,
    from: "      unit.leaves ||\n",
    to: "",
  },
  {
    rule: "what stands behind a jump that the kernel cannot decide belongs to the commit",
    file: `${legality}/closure.ts`,
    from: "if (unit.order >= order) mark(unit);",
    to: "if (unit.order < 0) mark(unit);",
  },
  {
    rule: "a continue behind a commit is made by the commit",
    file: `${legality}/closure.ts`,
    from: "if (unit.skips && isBehind(unit)) mark(unit);",
    to: "if (unit.skips && isBehind === undefined) mark(unit);",
  },
  {
    rule: "a continue in a round of an inner loop behind a commit of an earlier round is made by the commit",
    file: `${legality}/closure.ts`,
    from: "commitUnits().some((one) => one.order < unit.order || comesBefore(one, unit));",
    to: "commitUnits().some((one) => one.order < unit.order);",
  },
  {
    rule: "a loop of its own jumps is not divided",
    file: `${legality}/closure.ts`,
    from: 'if (unit.kind === "loop" && unit.jumps && isMixed(unit) && mark(unit)) return true;',
    to: "",
  },
  {
    rule: "what can fail is not computed ahead of a commit that can be seen or fails",
    file: `${legality}/hazards.ts`,
    from: "return first !== undefined;",
    to: "return false;",
  },
  {
    rule: "elements of arrays may be missing",
    file: `${accesses}/throwing.ts`,
    from: "if (isElement(expression, context)) return true;",
    to: "",
  },
  {
    rule: "functions may throw",
    file: `${accesses}/throwing.ts`,
    from: "if (summary.mayThrow || (",
    to: "if ((",
  },
  {
    rule: "typed arrays are not written ahead of an exit",
    file: `${legality}/ownPlaces.ts`,
    from: "const isShareable = !body.units.all.some((unit) => unit.leaves) &&",
    to: "const isShareable =",
  },
  {
    rule: "typed arrays are not written ahead of a commit that throws",
    file: `${legality}/split.ts`,
    from: "if (early.length > 0) {",
    to: "if (early.length < 0) {",
  },
  {
    rule: "a place that another iteration touches is nobody's own",
    file: `${legality}/ownPlaces.ts`,
    from: "return !later && !earlier && !unsureObject;",
    to: "return true || later || earlier || unsureObject;",
  },
  {
    rule: "commits that can be seen come before an iteration that fails",
    file: `${legality}/split.ts`,
    from: 'order: (mustKeepOrder && !startsAgain) || exits ? "batches" : "array",',
    to: 'order: "array",',
  },
  {
    rule: "where the order within an iteration matters, the author's loop stands beside",
    file: `${legality}/split.ts`,
    from: "(needs.length > 0 && partition.isOrderSensitive(moved)),",
    to: "false,",
  },
  {
    rule: "what is no whole number does not add up to the same in another order",
    file: `${legality}/split.ts`,
    from: "steps.some((step) => step.integers.size > 0) ||",
    to: "",
  },
  {
    rule: "an induction is advanced by every iteration",
    file: `${dependence}/inductions.ts`,
    from: "if (increment === undefined || !isUnconditional(increment.node, scope)) return undefined;",
    to: "if (increment === undefined || isUnconditional === undefined) return undefined;",
  },
  {
    rule: "no jump passes over what advances an induction",
    file: `${dependence}/inductions.ts`,
    from: "if (jumpsWithin(scope, loops, increments)) return undefined;",
    to: "if (jumpsWithin === undefined) return undefined;",
  },
  {
    rule: "an induction is not read after the loop",
    file: `${legality}/inductions.ts`,
    from: "if (symbol === undefined || (!isKept && isLiveAfter(symbol, node, container, checker))) return;",
    to: "if (symbol === undefined) return;",
  },
  {
    rule: "an induction does not go on in the next round of a loop around",
    file: `${legality}/inductions.ts`,
    from: "if (start === undefined && !startsAfresh(symbol, loop, checker)) return;",
    to: "if (start === undefined && startsAfresh === undefined) return;",
  },
  {
    rule: "an induction advances by the same amount each time",
    file: `${dependence}/advances.ts`,
    from: "return varies(loop) ? undefined : each;",
    to: "return each ?? varies;",
  },
  {
    rule: "a private variable is written before it is read",
    file: `${legality}/body.ts`,
    from: "return !isRead(node) || isWrittenBefore(node, symbol, loop.body, checker);",
    to: "return true;",
  },
  {
    rule: "a private variable is not read after the loop",
    file: `${legality}/body.ts`,
    from: "!isLiveAfter(symbol, loop.node, loop.container, checker)",
    to: "(checker as unknown) !== undefined",
  },
  {
    rule: "a private array is filled before it is read",
    file: `${legality}/coverage.ts`,
    from: 'if (isOverwritten(parent) || covered === "whole") return true;',
    to: "return true;",
  },
  {
    rule: "two variables may hold one object",
    file: `${dependence}/alias.ts`,
    from: "const [first, second] = [guardOf(left), guardOf(right)];",
    to: 'if (left !== right) return { kind: "never" };\n    const [first, second] = [guardOf(left), guardOf(right)];',
  },
  {
    rule: "rows may be one object",
    file: `${dependence}/meets.ts`,
    from: 'if (rows === undefined || !oracle.holdsDistinctObjects(rows)) needs.push({ kind: "distinct", symbol, names });',
    to: "",
  },
  {
    rule: "the distance of a strong SIV pair counts",
    file: `${dependence}/depends.ts`,
    from: "this.#applyDistance(refinement.distance, id, usesBounds)",
    to: "this.exclude(allDirections, id, usesBounds)",
  },
  {
    rule: "the bound is not changed by the body",
    file: `${legality}/reasons/changingBound.ts`,
    from: "if (!isNever(meeting) && (meeting.later || meeting.unsureObject)) return [{ read, write, meeting }];",
    to: "if (isNever(meeting) && meeting.later) return [{ read, write, meeting }];",
  },
  {
    rule: "effects of functions that are called count",
    file: `${accesses}/summaries.ts`,
    from: "  return {\n    accesses,\n    effects,\n",
    to: "  return {\n    accesses: [],\n    effects,\n",
  },
  {
    rule: "an object of the caller is not handed over as a copy",
    file: `${legality}/transferable.ts`,
    from: 'ref.root.kind === "fresh" && ref.path.length === 0 && isPlainAllocation(ref.root.node, region)',
    to: "true || isPlainAllocation(undefined as never, region) || ref",
  },
  {
    rule: "output keeps its order, and so do writes to what the caller holds",
    file: `${legality}/closure.ts`,
    from: 'return target.base.root.kind === "fresh" || kernelWrites.has(groupOf(access) ?? "");',
    to: "return true;",
  },
  {
    rule: "what a condition says where it does not hold is the opposite",
    file: `${dependence}/guards.ts`,
    from: "switch (holds ? comparison : opposite[comparison]) {",
    to: "switch (comparison) {",
  },
  {
    rule: "two numbers that differ may differ in both ways",
    file: `${dependence}/exactTest.ts`,
    from: "return casesOf(unequal).every(",
    to: "return casesOf(unequal).some(",
  },
  {
    rule: "an object that gets out in an earlier round of a loop around may be handed in again",
    file: `${dependence}/escapes.ts`,
    from: "if (ts.isIterationStatement(at, false) && at.pos <= loop.pos && loop.end <= at.end) return true;",
    to: "",
  },
  {
    rule: "of several functions that a call may mean, each counts",
    file: `${accesses}/callFacts.ts`,
    from: "of targets) recordTarget(target);",
    to: "of targets.slice(0, 1)) recordTarget(target);",
  },
  {
    rule: "a function that is handed over does what it does where it is passed",
    file: `${accesses}/callFacts.ts`,
    from: 'if (argument === "none") return;',
    to: "if (argument !== undefined) return;",
  },
  {
    rule: "what a function puts into an object lies there",
    file: `${accesses}/region.ts`,
    from: "return sources.calls.flatMap((call) =>",
    to: "return sources.calls.slice(0, 0).flatMap((call) =>",
  },
  {
    rule: "what a loop puts into an array of others lies there from then on",
    file: `${accesses}/region.ts`,
    from: 'if (root.kind === "unknown") return [];',
    to: 'if (root.kind !== "this") return [];',
  },
  {
    rule: "a row that was chosen in another round of an inner loop is not the one that its subscript tells now",
    file: `${accesses}/region.ts`,
    from: "isOfOneMoment(symbol, values.get(symbol) ?? []) ? refs : refs.map(toLasting)",
    to: "isOfOneMoment(symbol, values.get(symbol) ?? []) ? refs : refs",
  },
  {
    rule: "a walk over linked objects leads to all of them",
    file: `${accesses}/fixpoint.ts`,
    from: "if (leaning < entry.depth || surprises === before) return true;",
    to: "if (leaning < entry.depth || surprises >= before) return true;",
  },
  {
    rule: "a round of an inner loop may read what an earlier one has stored",
    file: `${legality}/units.ts`,
    from: "return storesFurtherUp(write, one, read.node, other) || meetsInLaterRound(write, read, nest, wholes);",
    to: "return storesFurtherUp(write, one, read.node, other);",
  },
  {
    rule: "a function may change the number that it is given for a subscript",
    file: `${dependence}/calleeSubscripts.ts`,
    from: "if (findWrites(callee, symbol, checker).some((each) => each !== name) || usesArguments(callee)) return undefined;",
    to: "if (usesArguments(callee)) return undefined;",
  },
  {
    rule: "two subscripts of one function are two places",
    file: `${accesses}/keys.ts`,
    from: "[...target.base.path, target.step].map(indexKey).join()",
    to: '""',
  },
  {
    rule: "what others put into an object that was handed on lies in it",
    file: `${accesses}/keptToItself.ts`,
    from: "kept === undefined || kept.leaks.length > 0",
    to: "kept === undefined",
  },
  {
    rule: "a count by `!==` does not come to its bound",
    file: `${dependence}/counts.ts`,
    from: `return test === "<=" || test === ">=";`,
    to: `return test === "<=" || test === ">=" || test === "!==";`,
  },
  {
    rule: "a count by `!==` that may pass over its bound is tested before",
    file: `${legality}/inequality.ts`,
    from: `if (space.form !== "counted" || certainlyEnds(space, checker))`,
    to: "if (checker !== undefined)",
  },
  {
    rule: "what is handed over hides no other variable of its name",
    file: "server/src/transforms/support/checks.ts",
    from: "if (clash !== undefined) return clash;",
    to: "if (clash === undefined) void 0;",
  },
  {
    rule: "what is taken apart by an assignment may be missing",
    file: `${accesses}/throwing.ts`,
    from: "if (isAssignment && (takesApart(node) || setsLength(node))) return true;",
    to: "if (isAssignment && setsLength(node)) return true;",
  },
  {
    rule: "what the commit reads, a later round of an inner loop has not stored yet",
    file: `${legality}/closure.ts`,
    from: "storesFirst(access, other, write, unit, body.nest, wholesOfRounds)",
    to: "other.order < unit.order",
  },
  {
    rule: "what workers have stored before one of them fails, the loop that is run instead would find",
    file: `${legality}/closure.ts`,
    from: "for (const key of [...kernelWrites.keys()]) demote(key);",
    to: "void demote;",
  },
  {
    rule: "where a loop may be run again, what is tested is tested before",
    file: `${legality}/split.ts`,
    from: "(startsAgain && isTested({ disjoint, distinct, integers, conditions })) ||",
    to: "",
  },
  {
    rule: "a loop whose head takes something is not run twice",
    file: `${legality}/decide.ts`,
    from: "return !takes(node) && !(ts.isForOfStatement(node)",
    to: "return !(takes(node) && node === loop.body) && !(ts.isForOfStatement(node)",
  },
  {
    rule: "an array that lives on from round to round is not made anew",
    file: `${legality}/units.ts`,
    from: "const isIt = declaration.initializer !== undefined && bare(declaration.initializer) === root.node;",
    to: "const isIt = declaration.initializer !== undefined;",
  },
  {
    rule: "sections that lie side by side have a beginning that moves as far as they are long",
    file: `${dependence}/sections.ts`,
    from: "0 <= length && length <= advance",
    to: "0 <= length && 0 < advance",
  },
  {
    rule: "a function sets what stands before its first return only",
    file: `${legality}/setByCallee.ts`,
    from: "return ends === -1 || ends === statements.length - 1 ? stores.set : new Set();",
    to: "return stores.set;",
  },
  {
    rule: "a scratch array that a function is handed is read there only where it has been set",
    file: `${legality}/constantStores.ts`,
    from: "return index === undefined ? isWhole() : stores.set.has(index) || stores.isSet(index);",
    to: "return true || index === undefined || isWhole();",
  },
  {
    rule: "what a function inside keeps and gives back may be found where it is kept",
    file: `${dependence}/alias.ts`,
    from: "return at !== container && isKeptByMaker(call, ownRegion());",
    to: "return false && isKeptByMaker(call, ownRegion());",
  },
  {
    rule: "a head changes nothing but what it advances",
    file: "server/src/loops/iterationSpace.ts",
    from: "if (changing !== undefined) return unknown(",
    to: "if (changing !== undefined && false) return unknown(",
  },
  {
    rule: "what a head takes first tells nothing of itself",
    file: `${accesses}/present.ts`,
    from: "mention.end <= node.pos && isTakenFrom(mention)",
    to: "isTakenFrom(mention)",
    language: "js",
  },
  {
    rule: "what nobody declares cannot be computed with for sure",
    file: `${accesses}/throwing.ts`,
    from: "return isOpaque(checker.getTypeAtLocation(operand));",
    to: "return false && isOpaque(checker.getTypeAtLocation(operand));",
    language: "js",
  },
  {
    rule: "what may be a buffer may be shared",
    file: `${accesses}/calls.ts`,
    from: "(type.isUnion() || !isArrayLike(type, context.checker))",
    to: "type.isUnion()",
    language: "js",
  },
  {
    rule: "a row may be put in two places",
    file: "server/src/dependence/alias.ts",
    from: "rows.every(isOwn) && keepsPlaces(",
    to: "rows.every(isOwn) || keepsPlaces(",
  },
  {
    rule: "what began as nothing may hold anything",
    file: "server/src/workspace/gifts.ts",
    from: "return !isWritten && holdsNothing(type)",
    to: "return false && !isWritten && holdsNothing(type)",
    language: "js",
  },
  {
    rule: "a field may be given what is not of the type that it began with",
    file: "server/src/workspace/givenPlaces.ts",
    from: "const isBad = gifts.length > mostGifts ||",
    to: "const isBad = false && gifts.length > mostGifts &&",
    language: "js",
  },
  {
    rule: "what something of no type is assigned to is no number any more",
    file: "server/src/workspace/givenAnything.ts",
    from: "round === mostRounds || isOpaque(gift)",
    to: "round === mostRounds",
    language: "js",
  },
];
