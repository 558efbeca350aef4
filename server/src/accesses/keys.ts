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
  const key = ({ mode, target }: Access) =>
    `${mode} ${target.kind === "variable" ? symbolKey(target.symbol) : `${refKey(target.base)} ${stepKey(target.step)}`}`;
  return [...new Map(accesses.map((access) => [key(access), access])).values()];
}
