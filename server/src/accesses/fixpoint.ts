// Answers to questions that lean on one another: what `p` may hold where `p = p.next` leans on what `p` may hold.
import { cleaningUp } from "../workspace/budget.js";

export interface Fixpoint<T> {
  /** The answer to the question that the key stands for; computed again only as long as others that it leans on change. */
  answer(key: object, compute: () => T): T;
}

export interface Lattice<T> {
  /** The answer that every question begins with. */
  readonly bottom: T;
  isSame(left: T, right: T): boolean;
  /**
   * Makes chains of answers that grow and grow finite.
   * @param turn how often the question has been asked before
   */
  widen(value: T, turn: number): T;
  /** The answer where no end is in sight: everything. */
  readonly top: T;
}

interface Entry<T> {
  readonly key: object;
  value: T;
  state: "running" | "provisional" | "stale";
  /** Place in the stack of running questions, as long as it runs. */
  depth: number;
  /** Place in that stack of the outermost question that the answer leans on. */
  leaning: number;
  turns: number;
  /** The value was given to somebody before it was known. */
  isHandedOut: boolean;
}

const maxPasses = 12;

/**
 * Questions are answered by need and depth first. Those that lean on one another in a ring are answered together: the one that
 * was asked first is asked again, and with it each of the others once, until nobody has been given another answer than comes
 * out (chaotic iteration by strongly connected components; Bourdoncle 1993). O(passes · questions), passes being bounded.
 */
export function createFixpoint<T>({ bottom, isSame, widen, top }: Lattice<T>): Fixpoint<T> {
  const settled = new Map<object, T>();
  const open = new Map<object, Entry<T>>();
  /** Those that are open in this pass, in the order in which they were begun. */
  const begun: Entry<T>[] = [];
  let depth = 0;
  let leaning = Number.POSITIVE_INFINITY;
  /** How many answers came out other than they had been handed out. */
  let surprises = 0;
  return { answer };

  function answer(key: object, compute: () => T): T {
    const known = settled.get(key);
    if (known !== undefined) return known;
    const found = open.get(key);
    if (found !== undefined && found.state !== "stale") {
      if (found.state === "running") found.isHandedOut = true;
      leaning = Math.min(leaning, found.state === "running" ? found.depth : found.leaning);
      return found.value;
    }
    const entry = found ?? { key, value: bottom, state: "running", depth, leaning: 0, turns: 0, isHandedOut: false };
    return run(entry, compute);
  }

  function run(entry: Entry<T>, compute: () => T): T {
    const outer = { depth, leaning, surprises };
    const start = begun.length;
    open.set(entry.key, entry);
    begun.push(entry);
    Object.assign(entry, { state: "running", depth: depth++ });
    let isDone = false;
    // Also when the stack or the budget is exhausted: who asks again must not take the question for one under way.
    cleaningUp(
      () => {
        for (let pass = 1; !isDone; pass++) isDone = settles(entry, compute, start, pass);
      },
      () => {
        depth = outer.depth;
        if (isDone) return;
        leaning = outer.leaning;
        for (const { key } of begun.splice(start)) open.delete(key);
      },
    );
    if (leaning < entry.depth) {
      // An answer of the ring around: whoever takes it from here on leans on that one, too.
      entry.state = "provisional";
      for (let at = start; at < begun.length; at++) begun[at]!.leaning = Math.min(begun[at]!.leaning, leaning);
      leaning = Math.min(outer.leaning, leaning);
    } else {
      for (const each of begun.splice(start)) {
        settled.set(each.key, each.value);
        open.delete(each.key);
      }
      leaning = outer.leaning;
      surprises = outer.surprises;
    }
    return entry.value;
  }

  /** One pass; false when there has to be another one. */
  function settles(entry: Entry<T>, compute: () => T, start: number, pass: number): boolean {
    const before = surprises;
    leaning = Number.POSITIVE_INFINITY;
    entry.isHandedOut = false;
    const given = entry.value;
    entry.value = widen(compute(), entry.turns++);
    entry.leaning = leaning;
    if (entry.isHandedOut && !isSame(given, entry.value)) surprises++;
    if (leaning < entry.depth || surprises === before) return true;
    const ring = begun.slice(start);
    if (pass === maxPasses) {
      for (const each of ring) each.value = top;
      return true;
    }
    begun.length = start + 1;
    for (const each of ring.slice(1)) each.state = "stale";
    return false;
  }
}
