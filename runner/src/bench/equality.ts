// Are two results the same, as far as any program could tell? Values bit for bit, order, holes, prototypes, shared identity.
import { describeValue } from "./describe.js";
import { compareInside, type Walk } from "./equalityInside.js";

export interface ValueDifference {
  /** Path into the compared values, e.g. `out[17].x`. */
  readonly path: string;
  readonly left: string;
  readonly right: string;
}

/** Objects that are each other's counterpart: filled with `pairUp` before two runs, consulted and extended by `differences`. */
export interface Counterparts {
  readonly right: Map<object, object>;
  readonly left: Map<object, object>;
}

export function noCounterparts(): Counterparts {
  return { right: new Map(), left: new Map() };
}

/**
 * Compares two graphs of values in lockstep and lists the first `limit` differences, in the order in which a reader of the
 * value meets them. Equal means: the same primitives (`NaN` equals itself, `-0` is not `0`), the same prototype, the same own
 * properties in the same order with the same attributes, holes where there are holes, the same entries of `Map` and `Set` in
 * the same order, the same numbers in typed arrays over buffers laid out alike, and the same sharing: two places hold one
 * object on one side exactly if they do on the other. Functions are equal only to themselves.
 *
 * Not compared: properties beyond the elements of arrays with more than a million elements, the payload bits of a `NaN`
 * (the language leaves them to the engine), the stack of errors.
 * @param counterparts objects whose identity is already decided, such as two copies of the same input
 */
export function differences(
  left: unknown,
  right: unknown,
  {
    name = "result",
    limit = 5,
    counterparts = noCounterparts(),
  }: { name?: string; limit?: number; counterparts?: Counterparts } = {},
): readonly ValueDifference[] {
  return walk(left, right, name, limit, counterparts);
}

/**
 * Makes each object of one graph the counterpart of the one at the same place of an equal graph. After two runs on these two
 * graphs, a result that holds an input object itself on one side and a mere copy of it on the other is then a difference.
 * @throws Error when the graphs are not equal, which for two copies of one recording cannot be.
 */
export function pairUp(left: object, right: object): Counterparts {
  const counterparts = noCounterparts();
  const [first] = walk(left, right, "liveIns", 1, counterparts);
  if (first)
    throw new Error(`Two copies of the recorded input differ at ${first.path}: ${first.left}, ${first.right}.`);
  return counterparts;
}

function walk(left: unknown, right: unknown, name: string, limit: number, counterparts: Counterparts) {
  const found: ValueDifference[] = [];
  const compared = new Set<object>();
  // An explicit stack instead of recursion: a linked list of a million nodes must not overflow it.
  const stack: { left: unknown; right: unknown; path: string }[] = [{ left, right, path: name }];
  let pending: { left: unknown; right: unknown; path: string }[] = [];
  const steps: Walk = {
    differ: (path, leftText, rightText) => {
      if (found.length < limit) found.push({ path, left: leftText, right: rightText });
      return found.length < limit;
    },
    later: (leftPart, rightPart, path) => {
      pending.push({ left: leftPart, right: rightPart, path });
    },
    counterparts,
  };
  while (0 < stack.length && found.length < limit) {
    const pair = stack.pop()!;
    compareOne(pair.left, pair.right, pair.path, compared, steps);
    for (let index = pending.length - 1; 0 <= index; index--) stack.push(pending[index]!);
    pending = [];
  }
  return found;
}

function compareOne(left: unknown, right: unknown, path: string, compared: Set<object>, steps: Walk): void {
  if (!isObject(left) || !isObject(right)) {
    if (!Object.is(left, right)) steps.differ(path, describeValue(left), describeValue(right));
    return;
  }
  const { counterparts } = steps;
  const expected = counterparts.right.get(left);
  const back = counterparts.left.get(right);
  if (expected !== undefined || back !== undefined) {
    if (expected !== right || back !== left) {
      const seen = "an object that is also elsewhere";
      const words = (counterpart: object | undefined, value: object) =>
        counterpart === undefined ? `another object, ${describeValue(value)}` : seen;
      steps.differ(path, words(expected, left), words(back, right));
      return;
    }
  } else if (typeof left === "function" || typeof right === "function") {
    if (left !== right) steps.differ(path, describeValue(left), describeValue(right));
    return;
  } else {
    counterparts.right.set(left, right);
    counterparts.left.set(right, left);
  }
  if (compared.has(left)) return;
  compared.add(left);
  compareInside(left, right, path, steps);
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
