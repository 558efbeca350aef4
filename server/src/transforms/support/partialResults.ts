// What a part of a loop begins with, and how its result is combined with those of the parts before.

import { ts } from "ts-morph";
import { findWrites } from "../../loops/iterationSpace.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import type { TransformContext } from "../transform.js";
import type { Accumulator, Kind } from "./accumulators.js";
import { freeName } from "./text.js";
import { newTypeNames, typeText } from "./types.js";

/** What a part begins with, as text. */
export interface Before {
  readonly first: string;
  /** The declaration before the loop that it needs. */
  readonly copy?: string;
}

/** Combined with anything, they change nothing. */
const neutral: Readonly<Record<Exclude<Kind, "select">, string>> = {
  sum: "0",
  product: "1",
  "&": "-1",
  "|": "0",
  "^": "0",
  max: "-Infinity",
  min: "Infinity",
  and: "true",
  or: "false",
};

/** The neutral element; where the best is looked for, what the variable holds before the loop: what is not better is not taken. */
export function takenBefore({ symbol, kind }: Accumulator, context: TransformContext): Before {
  const { checker, analysis } = context;
  if (kind !== "select") return { first: `${neutral[kind]}${isBig(symbol, checker) ? "n" : ""}` };
  const known = knownStart(symbol, context);
  if (known !== undefined) return { first: known };
  const { name } = symbol;
  const first = freeName(`${name}Before`, wordsInScope(analysis.loop.node));
  return { first, copy: `const ${first} = ${name}` };
}

/** The literal that the variable is declared with, in the block of the loop or around it, where nothing else sets it but the loop. */
function knownStart(symbol: ts.Symbol, { analysis, checker, sourceFile }: TransformContext): string | undefined {
  const { valueDeclaration: declaration } = symbol;
  const { node } = analysis.loop;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return undefined;
  if (!literal.test(declaration.initializer.getText())) return undefined;
  const block = declaration.parent.parent.parent;
  // The declaration is executed before every run of the loop.
  if (declaration.end > node.pos) return undefined;
  for (let at: ts.Node = node; at.parent !== block; at = at.parent)
    if (at.parent === undefined || ts.isIterationStatement(at.parent, false) || ts.isFunctionLike(at.parent))
      return undefined;
  const isOwn = (name: ts.Node) => name === declaration.name || (node.pos <= name.pos && name.end <= node.end);
  return findWrites(sourceFile, symbol, checker).every(isOwn) ? declaration.initializer.getText() : undefined;
}

const literal =
  /^(?:-?(?:\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?|Infinity|Number\.[A-Z_]+)|null|undefined|true|false|"[^"\\]*"|'[^'\\]*')$/;

/** The declaration of a part's variable. */
export function declarePart(
  { symbol, kind }: Accumulator,
  name: string,
  { first }: Before,
  context: TransformContext,
): string {
  const { checker, sourceFile } = context;
  const isTyped = !/\.[cm]?jsx?$/.test(sourceFile.fileName);
  const { valueDeclaration: at } = symbol;
  if (kind !== "select" || !isTyped || at === undefined) return `let ${name} = ${first}`;
  const type = typeText(checker.getTypeOfSymbol(symbol), at, context, newTypeNames());
  return type === "number" || type === "bigint" ? `let ${name} = ${first}` : `let ${name}: ${type} = ${first}`;
}

/** The statements that combine a part's results with those before, in the order of the variables. */
export function combineLines(
  accumulators: readonly Accumulator[],
  nameOf: (symbol: ts.Symbol) => string,
  end: string,
  indent: string,
): readonly string[] {
  const byName = new Map(accumulators.map(({ symbol }) => [symbol.name, symbol]));
  return accumulators.flatMap(linesOf);

  function linesOf({ symbol, kind, selection }: Accumulator): readonly string[] {
    const { name } = symbol;
    const part = nameOf(symbol);
    switch (kind) {
      case "sum":
        return [`${name} += ${part}${end}`];
      case "product":
        return [`${name} *= ${part}${end}`];
      case "&":
      case "|":
      case "^":
        return [`${name} ${kind}= ${part}${end}`];
      case "max":
      case "min":
        return [`${name} = Math.${kind}(${name}, ${part})${end}`];
      case "and":
        return [`${name} = ${name} && ${part}${end}`];
      case "or":
        return [`${name} = ${name} || ${part}${end}`];
      case "select": {
        if (selection === undefined) return [];
        const others = selection.others.filter((each) => byName.has(each));
        const set = [name, ...others].map((each) => `${each} = ${nameOf(byName.get(each)!)}${end}`);
        const head = `if (${selection.condition(part)})`;
        return set.length === 1 ? [`${head} ${set[0]}`] : [`${head} {`, ...set.map((each) => indent + each), "}"];
      }
    }
  }
}

function isBig(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return (checker.getTypeOfSymbol(symbol).flags & ts.TypeFlags.BigIntLike) !== 0;
}
