// Texts and numbers that stand for symbols, references and accesses: equal for what is the same.
import type { ts } from "ts-morph";
import type { Access, Ref, Step } from "./access.js";
import { subscriptKey } from "./handedSubscripts.js";

// Regions ask for the same references again and again.
const refKeys = new WeakMap<Ref, string>();
const distinctKeys = new WeakMap<Ref, string>();

export function refKey(ref: Ref): string {
  let key = refKeys.get(ref);
  if (key === undefined) {
    key = makeRefKey(ref);
    refKeys.set(ref, key);
  }
  return key;
}

function makeRefKey({ root, path }: Ref): string {
  const start =
    root.kind === "variable"
      ? `v${symbolKey(root.symbol)}`
      : root.kind === "argument"
        ? `a${numberOf(root.parameter)}`
        : root.kind === "this"
          ? "t"
          : root.kind === "fresh"
            ? `f${numberOf(root.node)}`
            : "u";
  let key = `${start}/`;
  for (const step of path) key += `${stepKey(step)}/`;
  return key;
}

/** The references, each once; two of one kind of place count as two where their subscripts are written at different places. */
export function distinctRefs(refs: readonly Ref[]): readonly Ref[] {
  if (refs.length < 2) return refs;
  const found = new Map<string, Ref>();
  for (const ref of refs) found.set(distinctKey(ref), ref);
  return found.size === refs.length ? refs : [...found.values()];
}

function distinctKey(ref: Ref): string {
  let key = distinctKeys.get(ref);
  if (key === undefined) {
    key = `${refKey(ref)} `;
    for (const step of ref.path) key += `${indexKey(step)},`;
    distinctKeys.set(ref, key);
  }
  return key;
}

function indexKey(step: Step): string {
  return subscriptKey(step, numberOf);
}

export function areSameRefs(left: readonly Ref[], right: readonly Ref[]): boolean {
  if (left.length !== right.length) return false;
  const keys = new Set(left.map(refKey));
  return right.every((ref) => keys.has(refKey(ref)));
}

/** What lies further away than so many steps is everything from there on: k-limiting (Jones and Muchnick 1979). */
export function shortened(ref: Ref, most: number): Ref {
  return ref.path.length <= most || ref.path[most]!.kind === "anything"
    ? ref
    : { ...ref, path: [...ref.path.slice(0, most), { kind: "anything" }], type: undefined };
}

export function stepKey(step: Step): string {
  if (step.kind === "anything") return step.section === undefined ? "*" : `*${numberOf(step.section)}`;
  return step.kind === "property" ? `.${step.name}` : "[]";
}

const numbers = new WeakMap<ts.Symbol | ts.Node, number>();
let nextNumber = 0;

/** A number that stands for a symbol as long as its program lives. */
export function symbolKey(symbol: ts.Symbol): number {
  return numberOf(symbol);
}

/** Nodes of different files may stand at the same place. */
function numberOf(object: ts.Symbol | ts.Node): number {
  let known = numbers.get(object);
  if (known === undefined) {
    known = nextNumber++;
    numbers.set(object, known);
  }
  return known;
}

/** One of those that touch the same place in the same way, as far as a function or a call tells. O(accesses). */
export function distinctAccesses(accesses: readonly Access[]): readonly Access[] {
  return [...new Map(accesses.map((access) => [accessKey(access), access])).values()];
}

export function accessKey({ mode, target }: Access): string {
  if (target.kind === "variable") return `${mode} ${symbolKey(target.symbol)}`;
  return `${mode} ${refKey(target.base)} ${stepKey(target.step)} ${[...target.base.path, target.step].map(indexKey).join()}`;
}
