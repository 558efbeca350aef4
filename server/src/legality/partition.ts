// The division of a body into what workers compute and what the caller does in order, as `closure.ts` finds it.
import type { ts } from "ts-morph";
import type { Access, Facts } from "../accesses/access.js";
import type { Meeting, Need } from "../dependence/meets.js";
import type { Hazards } from "./hazards.js";
import type { OwnPlaces } from "./ownPlaces.js";
import type { Unit } from "./units.js";

/** Why a statement had to leave the kernel: it reads what a statement of the commit wrote. */
export interface Cause {
  readonly unit: Unit;
  readonly write: Access;
  readonly read: Access;
  readonly meeting: Meeting;
}

export interface Partition {
  readonly startsAgain: boolean;
  readonly commit: ReadonlySet<Unit>;
  readonly causes: readonly Cause[];
  /** The places that the kernel writes itself. */
  readonly kernelWrites: ReadonlyMap<string, OwnPlaces>;
  /** The writes among these that the kernel makes in its copies, and the caller takes over. */
  copiedWrites(): readonly Access[];
  isCommit(unit: Unit): boolean;
  /** The commit's units, those inside of another one left out, in source order. */
  outermost(): readonly Unit[];
  /** Neither in the commit nor free of it: kernel and commit both keep its head. */
  isMixed(unit: Unit): boolean;
  /** May the kernel evaluate the node, which has these facts, given the commit as it is? */
  fitsKernel(node: ts.Node, facts: Facts, unit: Unit): boolean;
  /** May the kernel not compute this part of the unit, because it could fail before what the commit has to do first? */
  isEarly: Hazards["isEarly"];
  readonly failures: Hazards["failures"];
  /** Jumps that the commit makes, and at which the kernel of the iteration ends, too. */
  stops(): readonly Unit[];
  /** @param moved facts of the expressions that the kernel computes for the commit */
  needs(moved: readonly Facts[]): readonly Need[];
  /**
   * Where an assumption does not hold, running the iterations in order would not be enough: within one, the kernel comes
   * before the commit, and would read too early or write too early.
   * @param moved expressions that the kernel computes for the commit, with the units that they stand in
   */
  isOrderSensitive(moved: readonly { readonly facts: Facts; readonly unit: Unit }[]): boolean;
  /** Moves a unit to the commit, and whatever then depends on it. */
  force(unit: Unit): void;
  /** The caller writes these typed arrays, in order. */
  release(symbols: readonly ts.Symbol[]): void;
}

/** How a body is divided. */
export interface Way {
  /** The kernel may also store in its own copy, which the caller takes over. */
  readonly copies?: boolean;
  /** Where an iteration fails, nothing has been stored yet, and the author's loop is run instead. */
  readonly startsAgain?: boolean;
}
