// The variable of the loop from the number of the iteration, where the results come with their numbers.

import type { ts } from "ts-morph";
import { wordsInScope } from "../../loops/wordsInScope.js";
import type { TransformContext } from "../transform.js";
import { isZero, stepText } from "./items.js";
import type { Parts } from "./parts.js";
import { prunedPattern } from "./pattern.js";
import type { ForLoop } from "./replaceLoop.js";
import { namesOf, type Slot } from "./slots.js";
import { freeName, type Habits } from "./text.js";

interface ItemRequest {
  readonly context: TransformContext;
  readonly loop: ForLoop;
  readonly parts: Parts;
  readonly slots: readonly Slot[];
  readonly habits: Habits;
}

export interface ItemOfIndex {
  readonly index: string;
  readonly before: readonly string[];
  readonly lines: readonly string[];
}

/**
 * O(uses of the names in the head).
 * @param iterable where a loop over elements finds them, as text
 * @param bang what stands behind an element that the compiler takes for possibly missing
 */
export function itemFromIndex(
  { context, loop, parts, slots, habits }: ItemRequest,
  iterable: string,
  bang: string,
): ItemOfIndex {
  const { space } = loop;
  const text = wordsInScope(loop.node);
  const end = habits.semicolon;
  if (space.form === "elements") {
    const index = freeName("index", text, namesOf(slots));
    const isUsed = (symbol: ts.Symbol) => parts.usedInCommit(symbol).length > 0;
    const pattern = prunedPattern(space.binding, isUsed, context.checker);
    return { index, before: [], lines: [`const ${pattern} = ${iterable}[${index}]${bang}${end}`] };
  }
  const { name, start, step } = space;
  if (isZero(start) && stepText(space) === "1") return { index: name, before: [], lines: [] };
  // Counted as the loop counts, also where the first value is no whole number.
  const next = freeName(`next${name[0]!.toUpperCase()}${name.slice(1)}`, text, namesOf(slots));
  const size = space.stride?.getText() ?? Math.abs(step);
  const advance = `${next} ${step < 0 ? "-=" : "+="} ${size}${end}`;
  return {
    index: "",
    before: [`let ${next} = ${start.getText()}${end}`],
    lines: [`const ${name} = ${next}${end}`, advance],
  };
}
