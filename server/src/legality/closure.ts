// The split of the body: starts from the statements that must run in order and adds every statement that depends on them,
// until nothing changes. What is left is the kernel.
import { ts } from "ts-morph";
import { type Access, type Facts, isFree } from "../accesses/access.js";
import { declaredWithin } from "../accesses/types.js";
import { isNever, type Need } from "../dependence/meets.js";
import type { Body } from "./body.js";
import { createHazards, headNodes, known } from "./hazards.js";
import { readsWhatChanges } from "./moduleValues.js";
import { findOwnWrites } from "./ownPlaces.js";
import type { Cause, Partition, Way } from "./partition.js";
import { callsWhatStays, isTransferable } from "./transferable.js";
import { comesBefore, factsBelow, madeForConstant, rootOf, storesBefore, storesFirst, type Unit } from "./units.js";

const orderedEffects = new Set(["output", "time", "ambient"]);

const noNodes: ReadonlySet<ts.Node> = new Set();

/**
 * Starts with what must be ordered and lets the commit grow. Terminates: it only grows. O(units² · accesses²) at worst. */
export function partition(
  body: Body,
  { copies = false, startsAgain = body.context.prepared?.startsAgain === true }: Way = {},
): Partition {
  const { units, meet } = body;
  const { checker } = body.context;
  const commit = new Set<Unit>();
  // Asked again and again between two moves, and each answer is made of those above or below.
  const inCommit = new Map<Unit, boolean>();
  const mixed = new Map<Unit, boolean>();
  const causes: Cause[] = [];
  const { groups, groupOf } = findOwnWrites(body, copies);
  const kernelWrites = new Map(groups);
  const usedNeeds: Need[] = [];
  // What the order of the rounds of inner loops rests on.
  const wholesOfRounds = new Set<string>();
  const { isEarly, failures } = createHazards(body, isCommit, isBlindJump, startsAgain);

  for (const unit of units.all) if (mustBeOrdered(unit)) mark(unit);
  settle();
  if (startsAgain && body.context.prepared === undefined) {
    // What workers had stored before one of them fails, the author's loop would find.
    for (const key of [...kernelWrites.keys()]) demote(key);
    settle();
  }
  return {
    startsAgain,
    commit,
    causes,
    kernelWrites,
    copiedWrites,
    isCommit,
    isMixed,
    outermost,
    fitsKernel,
    isEarly,
    failures,
    stops,
    needs,
    isOrderSensitive,
    force,
    release,
  };

  /** The heads of statements that both sides keep are evaluated by the commit, too. */
  function evaluatedBy(ordered: readonly Unit[]): readonly Unit[] {
    return ordered.concat(units.all.filter(isMixed));
  }

  function settle(): void {
    orderJumps();
    while (grow()) orderJumps();
  }

  function force(unit: Unit): void {
    if (mark(unit)) settle();
  }

  function release(symbols: readonly ts.Symbol[]): void {
    for (const [key, { symbol }] of kernelWrites) if (symbol !== undefined && symbols.includes(symbol)) demote(key);
    settle();
  }

  function isCommit(unit: Unit): boolean {
    return known(inCommit, unit, () => commit.has(unit) || (unit.parent !== undefined && isCommit(unit.parent)));
  }

  function outermost(): readonly Unit[] {
    return units.all.filter((unit) => commit.has(unit) && (unit.parent === undefined || !isCommit(unit.parent)));
  }

  function isMixed(unit: Unit): boolean {
    return known(
      mixed,
      unit,
      () => !isCommit(unit) && unit.children.some((child) => isCommit(child) || isMixed(child)),
    );
  }

  /** Marks a unit; a compound one whose head is in the commit goes there with everything in it. */
  function mark(unit: Unit): boolean {
    if (isCommit(unit)) return false;
    commit.add(unit);
    inCommit.clear();
    mixed.clear();
    for (const key of kernelWrites.keys()) if (factsBelow(unit).some((facts) => writesOwn(facts, key))) demote(key);
    return true;
  }

  /** One of the places has to be written in order, so all of them are. */
  function demote(key: string): void {
    if (!kernelWrites.delete(key)) return;
    for (const unit of units.all) if (writesOwn(unit.facts, key)) mark(unit);
  }

  function writesOwn(facts: Facts, key: string): boolean {
    return facts.accesses.some((access) => groupOf(access) === key);
  }

  function copiedWrites(): readonly Access[] {
    return body.accesses.filter((access) => kernelWrites.get(groupOf(access) ?? "")?.how === "copied");
  }

  function mustBeOrdered(unit: Unit): boolean {
    return (
      unit.leaves ||
      !returnsWhatTravels(unit, body) ||
      callsWhatStays(unit.facts, checker) ||
      readsWhatChanges(unit.facts, body.context, body.loop.node) ||
      unit.facts.effects.some((effect) => orderedEffects.has(effect.kind)) ||
      unit.facts.accesses.some((access) => access.mode === "write" && !isPrivateWrite(access))
    );
  }

  function isPrivateWrite(access: Access): boolean {
    const { target } = access;
    if (target.kind === "variable") return body.isIterationLocal(target.symbol);
    return target.base.root.kind === "fresh" || kernelWrites.has(groupOf(access) ?? "");
  }

  function commitUnits(): Unit[] {
    return units.all.filter(isCommit);
  }

  function grow(): boolean {
    const ordered = commitUnits();
    for (const unit of units.all) {
      if (isCommit(unit)) continue;
      if (unit.kind === "loop" && unit.jumps && isMixed(unit) && mark(unit)) return true;
      const cause = findCause(unit.facts, unit, ordered);
      if (cause !== undefined && mark(unit)) {
        if (cause !== true) causes.push(cause);
        return true;
      }
      if (overwritesWhatCommitReads(unit, ordered) && mark(unit)) return true;
      const nodes = unit.kind === "leaf" ? [unit.statement] : headNodes(unit.statement);
      if (nodes.some((node) => isEarly(node, unit, noNodes)) && mark(unit)) return true;
    }
    return settleKernelWrites(ordered);
  }

  /** A read that sees a write of the commit: of an earlier iteration, or of the same one further up or round an inner loop. */
  function findCause(facts: Facts, unit: Unit, ordered: readonly Unit[]): Cause | true | undefined {
    for (const access of facts.accesses) {
      for (const other of ordered) {
        for (const write of other.facts.accesses) {
          if (write.mode !== "write") continue;
          if (access.target.kind === "variable" && write.target.kind === "variable") {
            if (access.target.symbol !== write.target.symbol) continue;
            if (body.isIterationLocal(access.target.symbol)) return true;
          } else if (access.mode === "write") continue;
          const meeting = meet(write, access);
          if (meeting.later || (meeting.same && storesFirst(write, other, access, unit, body.nest)))
            return { unit, write, read: access, meeting };
        }
      }
    }
    return undefined;
  }

  /** The kernel changes what a statement of the commit, further up, has already read from it. */
  function overwritesWhatCommitReads(unit: Unit, ordered: readonly Unit[]): boolean {
    return unit.facts.accesses.some((write) => {
      if (write.mode !== "write") return false;
      const { target } = write;
      if (target.kind === "variable") {
        if (!body.isIterationLocal(target.symbol)) return false;
        const uses = evaluatedBy(ordered).filter((other) =>
          other.facts.accesses.some((read) => read.target.kind === "variable" && read.target.symbol === target.symbol),
        );
        return uses.some((use) => use.order < unit.order);
      }
      if (target.base.root.kind !== "fresh") return false;
      const made = madeForConstant(write, checker);
      return evaluatedBy(ordered).some(
        (other) =>
          comesBefore(other, unit, made) &&
          other.facts.accesses.some((read) => read.target.kind === "place" && !isNever(meet(write, read))),
      );
    });
  }

  /** What the commit reads of an array that the kernel writes must be what the kernel wrote before, in the same iteration. */
  function settleKernelWrites(ordered: readonly Unit[]): boolean {
    for (const key of kernelWrites.keys()) {
      for (const unit of units.all) {
        for (const write of unit.facts.accesses) {
          if (groupOf(write) !== key) continue;
          const bad = evaluatedBy(ordered).some((other) =>
            other.facts.accesses.some(
              (access) =>
                access.target.kind === "place" &&
                meet(write, access).same &&
                (access.mode === "write" ||
                  other === unit ||
                  storesFirst(access, other, write, unit, body.nest, wholesOfRounds)),
            ),
          );
          if (!bad) continue;
          demote(key);
          return true;
        }
      }
    }
    return false;
  }

  /**
   * A jump out of the loop is made by the commit, and so is a `continue` behind something that the commit does, in the text or in
   * an earlier round of an inner loop. Where the
   * kernel can tell that the jump is made, its iteration ends there, too; otherwise nothing behind it may run in the kernel:
   * it could throw, or never end, in an iteration that does not come to it.
   */
  function orderJumps(): void {
    const isBehind = (unit: Unit) => commitUnits().some((one) => one.order < unit.order || comesBefore(one, unit));
    for (const unit of units.all) if (unit.skips && isBehind(unit)) mark(unit);
    const blind = units.all.find(isBlindJump);
    if (blind === undefined) return;
    const { order } = rootOf(blind);
    for (const unit of units.roots) if (unit.order >= order) mark(unit);
  }

  function isJumpOfCommit(unit: Unit): boolean {
    return unit.leaves || (unit.skips && isCommit(unit));
  }

  /** Whether the jump is made depends on conditions that the kernel evaluates, too. */
  function isSeenByKernel(unit: Unit): boolean {
    const { statement } = unit;
    const isPlain =
      ts.isBreakOrContinueStatement(statement) || ts.isReturnStatement(statement) || ts.isExpression(statement);
    return isPlain && (unit.parent === undefined || !isCommit(unit.parent));
  }

  function isBlindJump(unit: Unit): boolean {
    return isJumpOfCommit(unit) && !isSeenByKernel(unit);
  }

  function stops(): readonly Unit[] {
    return units.all.filter((unit) => isJumpOfCommit(unit) && isSeenByKernel(unit));
  }

  function fitsKernel(node: ts.Node, facts: Facts, unit: Unit): boolean {
    if (facts.effects.some((effect) => !isFree(effect)) || callsWhatStays(facts, checker)) return false;
    if (readsWhatChanges(facts, body.context, body.loop.node)) return false;
    // Parameters and variables of functions that are written in the expression itself are nobody else's.
    const isOwn = ({ target }: Access) =>
      target.kind === "place" ? target.base.root.kind === "fresh" : declaredWithin(target.symbol, node, true);
    if (facts.accesses.some((access) => access.mode === "write" && !isOwn(access))) return false;
    const accesses = facts.accesses.filter(
      ({ target }) => target.kind === "place" || !declaredWithin(target.symbol, node, true),
    );
    return findCause({ ...facts, accesses }, unit, commitUnits()) === undefined;
  }

  function isOrderSensitive(moved: readonly { readonly facts: Facts; readonly unit: Unit }[]): boolean {
    if (wholesOfRounds.size > 0) return true;
    // The iterations are listed when the loop starts, also where its head would see what they change.
    const writes = body.accesses.filter((access) => access.mode === "write" && access.target.kind === "place");
    const heads = body.head.accesses.filter((access) => access.target.kind === "place");
    if (writes.some((write) => heads.some((read) => meet(write, read).needs.length > 0))) return true;
    const kernel = [
      ...units.all.filter((unit) => !isCommit(unit)).map((unit) => ({ facts: unit.facts, unit })),
      ...moved,
    ];
    return evaluatedBy(commitUnits()).some((ordered) =>
      kernel.some(({ facts, unit }) => {
        if (ordered !== unit && !comesBefore(ordered, unit)) return false;
        return ordered.facts.accesses.some((first) =>
          facts.accesses.some((next) => {
            if (first.target.kind !== "place" || next.target.kind !== "place") return false;
            if (first.mode === "read" && next.mode === "read") return false;
            if ((next.mode === "read" || first === next) && !storesBefore(first, ordered, next, unit)) return false;
            return meet(first, next).sameUnlessMet;
          }),
        );
      }),
    );
  }

  /** What must hold at run time for all that was disproved: between commit writes and kernel reads, and of the kernel's writes. */
  function needs(moved: readonly Facts[]): readonly Need[] {
    usedNeeds.length = 0;
    for (const id of wholesOfRounds) usedNeeds.push({ kind: "integer", id });
    const ordered = commitUnits();
    const kernel = [...units.all.filter((unit) => !isCommit(unit)).map((unit) => unit.facts), ...moved].flatMap(
      (facts) => facts.accesses,
    );
    const collect = (first: Access, second: Access) => usedNeeds.push(...meet(first, second).needs);
    for (const write of ordered.flatMap((unit) => unit.facts.accesses)) {
      if (write.mode !== "write" || write.target.kind !== "place") continue;
      for (const read of [...kernel, ...body.head.accesses]) if (read.mode === "read") collect(write, read);
    }
    for (const write of body.accesses) {
      if (!kernelWrites.has(groupOf(write) ?? "")) continue;
      for (const other of [...body.accesses, ...body.head.accesses])
        if (other.target.kind === "place") collect(write, other);
    }
    return usedNeeds;
  }
}

/** What the callback of `map`, `flatMap` or `Array.from` returns can be handed over; of the other methods only its truth counts. */
function returnsWhatTravels(unit: Unit, { loop, region }: Body): boolean {
  if (loop.kind !== "map" && loop.kind !== "flatMap" && loop.kind !== "Array.from") return true;
  return unit.results.every((result) => isTransferable(result, region));
}
