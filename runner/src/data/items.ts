// What a call iterates over, seen as a sequence with a length: captured once, or read live while running in place.
import { types } from "node:util";
import { type Grid, gridItem, isGrid, isRange, type Range } from "../range.js";
import { elementAt } from "./unchanged.js";

export type Items<T> = Range | Grid | ArrayLike<T> | Iterable<T>;

export interface ItemSource<T> {
  readonly length: number;
  /** The item of one iteration; a hole is `undefined`, as `for…of` gives it. */
  at(index: number): T;
  /** How the items are described to a worker, which decides how they are packed. */
  readonly shape:
    | { readonly kind: "range"; readonly start: number; readonly step: number }
    | { readonly kind: "grid"; readonly columns: number }
    | { readonly kind: "elements"; readonly view: ArrayLike<unknown> & ArrayBufferView }
    | { readonly kind: "values"; readonly values: ArrayLike<unknown> };
}

/** Where a loop finds its items: `start + index * step`, `items[index - offset]`, or the pairs of a grid. */
export type LoopItems =
  | { readonly kind: "range"; readonly start: number; readonly step: number }
  | { readonly kind: "elements"; readonly items: ArrayLike<unknown>; readonly offset: number }
  | { readonly kind: "grid"; readonly columns: number };

export function loopItems({ shape }: ItemSource<unknown>): LoopItems {
  switch (shape.kind) {
    case "range":
    case "grid":
      return shape;
    case "elements":
      return { kind: "elements", items: shape.view, offset: 0 };
    case "values":
      return { kind: "elements", items: shape.values, offset: 0 };
  }
}

export function itemAt(items: LoopItems, index: number): unknown {
  switch (items.kind) {
    case "range":
      return items.start + index * items.step;
    case "grid":
      return gridItem(index, items.columns);
    case "elements":
      return elementAt(items.items, index - items.offset);
  }
}

/** Sees the items as a sequence. Anything but ranges, arrays and typed arrays is gone through once, here. */
export function itemSource<T>(items: Items<T>): ItemSource<T> {
  // The casts below say what the compiler cannot: a Range's items are numbers, a Grid's are pairs, so T is that type.
  if (isRange(items)) {
    const { length, start, step, values } = items;
    if (values !== undefined) return sequence(values) as ItemSource<T>;
    return { length, at: (index) => (start + index * step) as T, shape: { kind: "range", start, step } };
  }
  if (isGrid(items)) {
    const { length, columns } = items;
    return { length, at: (index) => gridItem(index, columns) as T, shape: { kind: "grid", columns } };
  }
  if (isPlainSequence(items)) return sequence(items);
  return sequence(Array.from(items));
}

/** Whether going through the items now or later by index is the same as iterating over them. */
export function isPlainSequence<T>(items: Items<T>): items is ArrayLike<T> {
  if (types.isProxy(items)) return false;
  if (Array.isArray(items))
    return Object.getPrototypeOf(items) === Array.prototype && !Object.hasOwn(items, Symbol.iterator);
  return types.isTypedArray(items) && !Object.hasOwn(items, Symbol.iterator);
}

function sequence<T>(values: ArrayLike<T>): ItemSource<T> {
  const at = (index: number): T => elementAt(values, index)!;
  if (types.isTypedArray(values)) {
    const view = values as ArrayLike<T> & ArrayBufferView;
    return { length: values.length, at, shape: { kind: "elements", view } };
  }
  return { length: values.length, at, shape: { kind: "values", values } };
}
