// Arguments for a function of the corpus, made from the types of its parameters: numbers that are whole and small, arrays that are
// longer than these, so that subscripts made of them exist.
import { ts } from "ts-morph";

/** Every number, and how many elements an array has. */
const NUMBER = 6;
const LENGTH = 14;
const MEMORY = 3000;

/** @returns undefined where a parameter is of a type that nobody can make a value of without knowing what it is for */
export function inputsFor(parameters: readonly ts.Type[], checker: ts.TypeChecker): unknown[] | undefined {
  let seed = 1;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647);
  const made = parameters.map((type) => makeValue(type, { checker, next }, 0));
  return made.includes(unknown) ? undefined : made;
}

const unknown = Symbol("a value of an unknown type");

interface Making {
  readonly checker: ts.TypeChecker;
  /** A whole number above 0, another one at each call. */
  readonly next: () => number;
}

function makeValue(type: ts.Type, making: Making, depth: number): unknown {
  const { checker, next } = making;
  const { flags } = type;
  if (flags & ts.TypeFlags.NumberLike) return type.isNumberLiteral() ? type.value : depth === 0 ? NUMBER : next() % 97;
  if (flags & ts.TypeFlags.StringLike) return type.isStringLiteral() ? type.value : `w${next() % 13} ${next() % 7}`;
  if (flags & ts.TypeFlags.BooleanLike) return next() % 2 === 0;
  if (type.isUnion()) {
    const one = type.types.find((each) => !(each.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
    return one === undefined ? undefined : makeValue(one, making, depth);
  }
  if (flags & ts.TypeFlags.TypeParameter) return next() % 97;
  const name = type.symbol?.name ?? "";
  if (/^(?:Float|Int|Uint)(?:8|16|32|64)(?:Clamped)?Array$/.test(name)) return memoryOf(name, next);
  if (depth > 4) return unknown;
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const elements = checker.getTypeArguments(type as ts.TypeReference);
    const list = checker.isTupleType(type)
      ? elements.map((each) => makeValue(each, making, depth + 1))
      : Array.from({ length: LENGTH }, () => makeValue(elements[0]!, making, depth + 1));
    return list.includes(unknown) ? unknown : list;
  }
  if (name === "Map" || name === "Set" || name === "ReadonlyMap" || name === "ReadonlySet") {
    const parts = checker.getTypeArguments(type as ts.TypeReference);
    const entries = Array.from({ length: LENGTH }, () => parts.map((each) => makeValue(each, making, depth + 1)));
    if (entries.flat().includes(unknown)) return unknown;
    return name.endsWith("Set") ? new Set(entries.map(([one]) => one)) : new Map(entries as [unknown, unknown][]);
  }
  const isPlain =
    flags & ts.TypeFlags.Object && !type.isClass() && type.getCallSignatures().length === 0 && isOwn(type);
  if (!isPlain) return unknown;
  const object: Record<string, unknown> = {};
  for (const property of type.getProperties()) {
    object[property.name] = makeValue(checker.getTypeOfSymbol(property), making, depth + 1);
    if (object[property.name] === unknown) return unknown;
  }
  return object;
}

/** Declared in the corpus itself, not in a library. */
function isOwn(type: ts.Type): boolean {
  const declared = type.symbol?.declarations ?? [];
  return declared.every((each) => !each.getSourceFile().isDeclarationFile);
}

function memoryOf(name: string, next: () => number): unknown {
  const Memory = (globalThis as unknown as Record<string, new (length: number) => { [index: number]: number }>)[name]!;
  const memory = new Memory(MEMORY);
  const isWhole = !name.startsWith("Float");
  for (let i = 0; i < MEMORY; i++) memory[i] = isWhole ? next() % NUMBER : 0.5 + (next() % 1000) / 1000;
  return memory;
}
