// The table of a part of a loop: how it begins, and how it is combined with those of the parts before.
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";
import { constantInteger, findWrites } from "../../loops/iterationSpace.js";
import type { Loop } from "../../loops/loop.js";
import type { TransformContext } from "../transform.js";
import { lengthText } from "./tableContents.js";
import type { TableKind } from "./tableEntries.js";
import type { Table } from "./tables.js";
import { freeName } from "./text.js";
import { newTypeNames, typeText } from "./types.js";

/** How many entries the table of a part has. */
export interface Size {
  readonly text: string;
  readonly constant: number | undefined;
  /** What has to be declared before the loop for that. */
  readonly copy?: string;
  /** Few, whatever the run does. */
  readonly isSmall: boolean;
}

/** Fewer than this many numbers are combined in less time than a call takes. */
const few = 4096;

/** undefined: a table that grows, and has no more entries than there are iterations. */
export function sizeOf({ symbol, form, made }: Table, context: TransformContext): Size | undefined {
  if (form !== "typed" && form !== "dense") return undefined;
  const { analysis, checker, sourceFile } = context;
  const known = made && lengthText(made, checker);
  const literal = made && bare(made);
  const listed = literal !== undefined && ts.isArrayLiteralExpression(literal) ? literal.elements.length : undefined;
  const constant = listed ?? (known && constantInteger(known, checker));
  const isSmall = constant !== undefined && 0 <= constant && constant <= few;
  if (listed !== undefined) return { text: String(listed), constant, isSmall };
  if (known !== undefined && isFixed(known, analysis.loop, checker, sourceFile))
    return { text: known.getText(), constant, isSmall };
  const { name } = symbol;
  const text = freeName(`${name}Length`, analysis.loop.container.getText());
  return { text, constant, copy: `const ${text} = ${name}.length`, isSmall };
}

/** A literal, or a name that means the same where the loop stands. */
export function isFixed(node: ts.Expression, loop: Loop, checker: ts.TypeChecker, sourceFile: ts.SourceFile): boolean {
  if (ts.isNumericLiteral(node)) return true;
  const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || declaration.getSourceFile() !== sourceFile) return false;
  const seen = checker.resolveName(symbol.name, loop.node, ts.SymbolFlags.Value, false);
  const isOwn = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
  return isOwn && seen === symbol && findWrites(sourceFile, symbol, checker).every((each) => each === declaration.name);
}

/** What an entry begins with that changes nothing. */
const neutral: Readonly<Record<TableKind, string>> = {
  sum: "0",
  "&": "-1",
  "|": "0",
  "^": "0",
  max: "-Infinity",
  min: "Infinity",
};

/** The declaration of a part's table. */
export function declareTable(table: Table, name: string, size: Size | undefined, context: TransformContext): string {
  const { symbol, kind, form, made, isBig } = table;
  const { checker, sourceFile } = context;
  const isTyped = !/\.[cm]?jsx?$/.test(sourceFile.fileName);
  const at = made ?? context.analysis.loop.node;
  const type = checker.getTypeOfSymbolAtLocation(symbol, context.analysis.loop.node);
  const shown = isTyped ? `: ${typeText(type, at, context, newTypeNames())}` : "";
  const first = `${neutral[kind]}${isBig ? "n" : ""}`;
  switch (form) {
    case "typed": {
      // Added to -0, which a part may have left alone, 0 is 0.
      const isSigned = kind === "sum" && type.symbol.name.startsWith("Float");
      const filled = isSigned ? ".fill(-0)" : neutral[kind] === "0" ? "" : `.fill(${first})`;
      return `const ${name} = new ${type.symbol.name}(${size?.text})${filled}`;
    }
    case "dense":
      return `const ${name} = new Array${isTyped ? "<number>" : ""}(${size?.text}).fill(${first})`;
    case "sparse":
      return `const ${name}${isTyped ? ": Record<number, number>" : ""} = {}`;
    case "map":
      return `const ${name}${shown} = new Map()`;
    case "object":
      return `const ${name}${shown} = {}`;
  }
}

/** The statements that combine a part's table, `part`, with what there was before. */
export function combineTable(
  { symbol, kind, form, missing }: Table,
  part: string,
  end: string,
  context: TransformContext,
): string {
  const { checker, program, sourceFile, analysis } = context;
  const { name } = symbol;
  const isTyped = !/\.[cm]?jsx?$/.test(sourceFile.fileName);
  const bang = isTyped && program.getCompilerOptions().noUncheckedIndexedAccess === true ? "!" : "";
  const { node, container } = analysis.loop;
  // What the loop itself declares is not known beside it.
  const around = container.getText().replace(node.getText(), "");
  const key = freeName(form === "typed" || form === "dense" ? "k" : "key", around, name, part);
  const isNumbered = form === "sparse" || checker.getIndexTypeOfType(typeOf(), ts.IndexKind.String) === undefined;
  switch (form) {
    case "typed":
    case "dense":
      return `for (let ${key} = 0; ${key} < ${part}.length; ${key}++) ${entry(`${name}[${key}]${bang}`, `${part}[${key}]${bang}`)}${end}`;
    case "map": {
      const value = freeName("value", around, name, part);
      const sum = summed(`${name}.has(${key})`, `${name}.get(${key})`, isTyped ? "!" : "", value);
      return `for (const [${key}, ${value}] of ${part}) ${name}.set(${key}, ${sum})${end}`;
    }
    default: {
      const sum = summed(`${key} in ${name}`, `${name}[${key}]`, bang, `${part}[${key}]${bang}`);
      const head = isTyped && isNumbered ? `const ${key} in ${part}` : `const ${key} of Object.keys(${part})`;
      return `for (${head}) ${name}[${key}] = ${sum}${end}`;
    }
  }

  /** What an entry becomes that may not be there. */
  function summed(isThere: string, old: string, there: string, value: string): string {
    if (missing === "has") return `${isThere} ? ${combined(`${old}${there}`, value)} : ${value}`;
    return combined(`(${old} ${missing} 0)`, value);
  }

  function entry(old: string, value: string): string {
    if (kind === "max" || kind === "min") return `${name}[${key}] = ${combined(old, value)}`;
    return `${old} ${kind === "sum" ? "+" : kind}= ${value}`;
  }

  function combined(old: string, value: string): string {
    if (kind === "max" || kind === "min") return `Math.${kind}(${old.replace(/^\((.*)\)$/, "$1")}, ${value})`;
    return `${old} ${kind === "sum" ? "+" : kind} ${value}`;
  }

  function typeOf(): ts.Type {
    return checker.getTypeOfSymbolAtLocation(symbol, analysis.loop.node);
  }
}
