// The arguments of a generated function, and the form in which everything that a run leaves behind is compared: values, holes,
// `-0`, `NaN`, and which objects are the same.
import { createSeeded } from "./seeded.js";

interface Linked {
  x: number;
  y: number;
  next?: Linked | undefined;
}

/**
 * Arrays that may be one array, views that overlap, rows and objects that occur twice: what analysis must not take for granted.
 * @param isLoose some are not what they are declared to be, as where nothing is declared
 */
export function inputFor(seed: number, isLoose = false): unknown[] {
  const random = createSeeded(seed);
  const chance = (share: number) => random() < share;
  // Halves add up to the same in any order, tenths do not.
  const unit = chance(0.3) ? 10 : 2;
  const number = () => (chance(0.05) ? Number.NaN : chance(0.05) ? -0 : Math.round((random() * 8 - 3) * unit) / unit);
  const numbers = (length: number) => Array.from({ length }, number);
  const n = 1 + Math.floor(random() * (chance(0.1) ? 8 : 5));
  const a = numbers(n + Math.floor(random() * 3));
  const b = chance(0.15) ? a : numbers(n + 1);
  const memory = new Float64Array(numbers(3 * n + 4));
  const ta = memory.subarray(0, 2 * n + 2);
  const tb = chance(0.2) ? memory.subarray(1, 2 * n + 3) : chance(0.2) ? ta : new Float64Array(numbers(2 * n + 2));
  const sharedRow = numbers(n + 1);
  const m = Array.from({ length: n + 1 }, () => (chance(0.15) ? sharedRow : chance(0.05) ? a : numbers(n + 1)));
  const sharedObject: Linked = { x: number(), y: number() };
  const os: Linked[] = Array.from({ length: n + 1 }, () =>
    chance(0.15) ? sharedObject : { x: number(), y: number() },
  );
  for (const [at, object] of os.entries())
    if (chance(0.3))
      object.next = chance(0.4) ? { x: number(), y: number() } : os[(at + 1 + Math.floor(random() * 2)) % os.length];
  const mp = new Map([0, 1, 2].map((key) => [key, number()] as const));
  // Nobody has said that a size is a whole number, or that there is anything.
  const size = chance(0.06) ? n - random() : chance(0.04) ? pickOf([0, -1, -2], random) : n;
  const given = [a, b, ta, tb, m, os, mp, [], size];
  if (isLoose && chance(0.5)) loosen(given, random);
  return given;
}

/**
 * One or two of the arguments as what nobody expects there. A size is no string: that `let i = 0` stays a number, the compiler says
 * of JavaScript, too, and `i += "2"` alone would not be one.
 */
function loosen(given: unknown[], random: () => number): void {
  const [a, b, ta, , m, os, , , size] = given as [
    number[],
    number[],
    Float64Array,
    unknown,
    number[][],
    Linked[],
    ...unknown[],
  ];
  const others: readonly (readonly [number, () => unknown])[] = [
    [8, () => ({ valueOf: () => size })],
    [8, () => undefined],
    [0, () => Float64Array.from(a)],
    [0, () => ta],
    [0, () => Uint8ClampedArray.from(a)],
    [0, () => a.map((x, at) => (at === 1 ? String(x) : x))],
    [1, () => "12345"],
    [1, () => ({ ...b, length: b.length })],
    [1, () => new Set(b)],
    [1, () => undefined],
    [2, () => [...ta]],
    [2, () => new Int16Array(ta)],
    [3, () => a],
    [4, () => m.map((row, at) => (at === 0 ? Float64Array.from(row) : row))],
    [4, () => m.map((row, at) => (at === 1 ? undefined : row))],
    [4, () => [...m, "345"]],
    [5, () => Object.freeze(os.map((each, at) => (at === 0 ? Object.freeze(each) : each)))],
    [5, () => os.map((each, at) => (at === 1 ? { x: "1", y: each } : each))],
    [
      5,
      () =>
        os.map(({ x, y }) => ({
          x,
          get y() {
            return y;
          },
          set y(to) {
            this.x = to;
          },
        })),
    ],
    [5, () => os.map((each) => Object.assign(Object.create({ step: () => 1 }) as object, each))],
    [6, () => new Map([["0", 1]])],
  ];
  for (let round = random() < 0.3 ? 2 : 1; round > 0; round--) {
    const [at, make] = pickOf(others, random);
    given[at] = make();
  }
}

function pickOf<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)]!;
}

const longest = 100_000;

/** What stands for an array that has grown without measure. */
export const tooLong = "[endless]";

/** One text for everything that can be told apart. Arrays that have grown without end are cut off. */
export function canonical(root: unknown): string {
  const seen = new Map<object, number>();
  return shown(root);

  function shown(value: unknown): string {
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
    const known = seen.get(value);
    if (known !== undefined) return `#${known}`;
    seen.set(value, seen.size);
    if (ArrayBuffer.isView(value)) return view(value as Float64Array);
    if (value instanceof Set) return `Set{${[...value].map(shown).join()}}`;
    if (value instanceof Map) return `Map{${[...value].map(([key, each]) => `${shown(key)}:${shown(each)}`).join()}}`;
    if (Array.isArray(value)) return array(value);
    const made = value.constructor === Object ? "" : `${value.constructor?.name} `;
    return `${made}{${Object.entries(value)
      .map(([key, each]) => `${key}:${shown(each)}`)
      .join()}}`;
  }

  /** Which views are over one buffer counts, too. */
  function view(value: Float64Array): string {
    const buffer = seen.get(value.buffer) ?? seen.size;
    seen.set(value.buffer, buffer);
    return `${value.constructor.name}@${buffer}+${value.byteOffset}[${[...value].map(shown).join()}]`;
  }

  function array(value: readonly unknown[]): string {
    if (value.length > longest) return tooLong;
    const parts = Array.from({ length: value.length }, (_, index) => (index in value ? shown(value[index]) : "hole"));
    const named = Object.entries(value).filter(([key]) => !/^\d+$/.test(key));
    return `[${[...parts, ...named.map(([key, each]) => `${key}=${shown(each)}`)].join()}]`;
  }
}
