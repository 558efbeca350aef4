// Texts and numbers that stand for symbols, references and accesses: equal for what is the same.
import type { ts } from "ts-morph";
import type { Access, Ref, Step } from "./access.js";

export function refKey(ref: Ref): string {
  const { root } = ref;
  const start =
    root.kind === "variable"
      ? `v${symbolKey(root.symbol)}`
      : root.kind === "argument"
        ? `a${root.parameter.pos}`
        : root.kind === "this"
          ? "t"
          : root.kind === "fresh"
            ? `f${root.node.pos}:${root.node.end}`
            : "u";
  return `${start}/${ref.path.map(stepKey).join("/")}`;
}

/** The references, each once; two of one kind of place count as two where their subscripts are written at different places. */
export function distinctRefs(refs: readonly Ref[]): readonly Ref[] {
  if (refs.length < 2) return refs;
  const indexOf = (step: Step) => (step.kind === "element" && step.index !== undefined ? step.index.pos : "");
  return [...new Map(refs.map((ref) => [`${refKey(ref)} ${ref.path.map(indexOf).join()}`, ref])).values()];
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
  return step.kind === "property" ? `.${step.name}` : step.kind === "element" ? "[]" : "*";
}

const symbolKeys = new WeakMap<ts.Symbol, number>();
let nextSymbolKey = 0;

/** A number that stands for a symbol as long as its program lives. */
export function symbolKey(symbol: ts.Symbol): number {
  let key = symbolKeys.get(symbol);
  if (key === undefined) {
    key = nextSymbolKey++;
    symbolKeys.set(symbol, key);
  }
  return key;
}

/** One of those that touch the same place in the same way, as far as a function or a call tells. O(accesses). */
export function distinctAccesses(accesses: readonly Access[]): readonly Access[] {
  return [...new Map(accesses.map((access) => [accessKey(access), access])).values()];
}

export function accessKey({ mode, target }: Access): string {
  return `${mode} ${target.kind === "variable" ? symbolKey(target.symbol) : `${refKey(target.base)} ${stepKey(target.step)}`}`;
}
