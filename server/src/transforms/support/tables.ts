// Tables into which a loop combines something: histograms, votes, counts by key. For each, what combining it in parts may change.
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";
import { isTypedArray } from "../../loops/findLoops.js";
import { preorder } from "../../loops/mentions.js";
import { referencesTo } from "../../scalars/liveness.js";
import { loopsThroughArraysOnly } from "../../workspace/olderDefaults.js";
import type { TransformContext } from "../transform.js";
import { isKindOf, isSurelyNumeric } from "./accumulators.js";
import {
  isMadeOfZeros,
  isNew,
  isPerhapsWhole,
  isSurelyWhole,
  largest,
  lengthMade,
  madeBefore,
} from "./tableContents.js";
import type { Missing, TableKind, TableUpdate } from "./tableEntries.js";
import { tableUpdateAt } from "./tableUpdates.js";

/**
 * `typed`: a typed array, which drops what lies outside of it; `dense`: an array whose elements are there; `sparse`: one whose elements
 * may be missing.
 */
export type TableForm = "typed" | "dense" | "sparse" | "map" | "object";

export interface Table {
  readonly symbol: ts.Symbol;
  readonly kind: TableKind;
  readonly form: TableForm;
  /** How an entry that is not there is taken for 0. */
  readonly missing: Missing | undefined;
  /** What it is made as, where nothing touches it between that and the loop. */
  readonly made: ts.Expression | undefined;
  readonly isBig: boolean;
  /** Where the loop names it. */
  readonly updates: readonly ts.Node[];
  /** What may differ from what the loop gives, or is taken for granted, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * The arrays, maps and objects from outside of the loop of which it does nothing but combine entries; or why one of them cannot be
 * combined in parts. What is written otherwise is none. O(nodes of the loop · such tables).
 */
export function tablesOf(context: TransformContext): readonly Table[] | { readonly problem: string } {
  const { analysis, checker } = context;
  const { loop, verdict } = analysis;
  const written = verdict.kind === "parallel" ? verdict.split.writes : [];
  const symbols = new Set<ts.Symbol>();
  for (const node of preorder(loop.body)) {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    if (symbol?.valueDeclaration === undefined || symbols.has(symbol)) continue;
    const isOwn = isWithin(symbol.valueDeclaration, loop.node) && isSameFile(symbol.valueDeclaration, loop.node);
    // What no two iterations touch is written where it is.
    if (isOwn || written.some(({ name }) => name === symbol.name)) continue;
    const update = ts.isIdentifier(node) ? tableUpdateAt(node, symbol, checker) : undefined;
    if (update === undefined || update === "size") continue;
    const key = bare(update.key);
    const counter = loop.space.form === "counted" ? loop.space.induction : undefined;
    const isCounter = counter !== undefined && ts.isIdentifier(key) && checker.getSymbolAtLocation(key) === counter;
    if (!isCounter) symbols.add(symbol);
  }
  const found: Table[] = [];
  for (const symbol of symbols) {
    const table = tableOf(symbol, context);
    if ("problem" in table) return table;
    found.push(table);
  }
  const given = found.filter(({ made }) => !isNew(made, checker));
  for (const [at, one] of given.entries()) {
    const other = given.slice(at + 1).find((each) => mayMeet(one, each) && !isSameWay(one, each, context));
    if (other !== undefined)
      return {
        problem: `\`${one.symbol.name}\` and \`${other.symbol.name}\` may be one table, or lie in the same memory; combine into tables that the function makes`,
      };
  }
  return found;
}

/** Not those of which one is a typed array, a `Map` or neither, and the other is not. */
function mayMeet(one: Table, other: Table): boolean {
  const familyOf = ({ form }: Table) => (form === "typed" || form === "map" ? form : "array");
  return familyOf(one) === familyOf(other);
}

/** If it is one table, what is combined into it by either name gives the same in any order. */
function isSameWay(one: Table, other: Table, { analysis, checker }: TransformContext): boolean {
  const typeOf = ({ symbol }: Table) => checker.getTypeOfSymbolAtLocation(symbol, analysis.loop.node).symbol?.name;
  const isListed = one.form === other.form && (one.form === "typed" || one.form === "dense");
  return isListed && one.kind === other.kind && typeOf(one) === typeOf(other);
}

function tableOf(symbol: ts.Symbol, context: TransformContext): Table | { readonly problem: string } {
  const { analysis, checker } = context;
  const { node, body } = analysis.loop;
  const { name } = symbol;
  const problem = (what: string) => ({ problem: what });
  const mentions = referencesTo(symbol, node, checker);
  const uses = mentions.map((each) => (isWithin(each, body) ? tableUpdateAt(each, symbol, checker) : undefined));
  const updates = uses.filter((each) => each !== "size");
  const [first] = updates;
  if (first === undefined || !updates.every((each) => each !== undefined && belongs(each, first)))
    return problem(`\`${name}\` is combined in a way that cannot be divided into parts`);
  const all = updates.flatMap((each) => each ?? []);
  const { kind, missing } = first;
  const type = checker.getTypeAtLocation(mentions[0]!);
  const made = madeBefore(symbol, context);
  const form = formOf(type, first, made, context);
  if (form === "map" && loopsThroughArraysOnly(context.program.getCompilerOptions()))
    return problem(
      "the project is compiled to ES5, where `for…of` goes through arrays only; set `downlevelIteration`, or a newer `target`",
    );
  if (form === undefined) return problem(`what \`${name}\` holds is not known well enough to combine it in parts`);
  const operands = all.flatMap((each) => each.operands);
  const untyped = operands.find((each) => !isSurelyNumeric(each, context));
  if (untyped !== undefined) return problem(`\`${shown(untyped)}\` is not known to be a number`);
  const big = operands.filter((each) => isKindOf(checker.getTypeAtLocation(each), ts.TypeFlags.BigIntLike));
  const isBig = form === "typed" && /^Big/.test(type.symbol.name);
  if (big.length !== (isBig ? operands.length : 0) || (isBig && (kind === "max" || kind === "min")))
    return problem(`\`${name}\` is not known to hold numbers`);
  const keys = all.map(({ key }) => checker.getTypeAtLocation(key));
  if (!keys.every((key) => isKey(key, form)))
    return problem(`the keys of \`${name}\` are not known to be numbers or texts; workers have only copies of objects`);
  const notes = [
    ...notesOfValues({ symbol, kind, form, made, isBig }, all, type, context),
    ...notesOfKeys({ symbol, form, made }, all, uses.includes("size"), context),
  ];
  const refused = notes.find((each) => "problem" in each);
  if (refused !== undefined && "problem" in refused) return refused;
  return {
    symbol,
    kind,
    form,
    missing,
    made,
    isBig,
    updates: mentions,
    notes: notes.flatMap((each) => ("note" in each ? each.note : [])),
  };
}

function belongs({ kind, missing, isMap }: TableUpdate, first: TableUpdate): boolean {
  return kind === first.kind && missing === first.missing && isMap === first.isMap;
}

function formOf(
  type: ts.Type,
  { kind, missing, isMap }: TableUpdate,
  made: ts.Expression | undefined,
  context: TransformContext,
): TableForm | undefined {
  const { checker } = context;
  const isCombined = kind === "sum" || kind === "max" || kind === "min";
  if (isMap) {
    const [, value] = checker.getTypeArguments(type as ts.TypeReference);
    const isPlain = type.symbol?.name === "Map" && isOfLibrary(type.symbol, context);
    return isPlain && missing !== undefined && isCombined && value !== undefined && isNumberType(value)
      ? "map"
      : undefined;
  }
  if (isTypedArray(type) && isOfLibrary(type.symbol, context)) {
    const { name } = type.symbol;
    // What does not fit is cut off there, not taken from the other end.
    const isWrong = name === "Uint8ClampedArray" || (kind !== "sum" && isCombined !== /^Float/.test(name));
    return isWrong || missing !== undefined ? undefined : "typed";
  }
  if (!isCombined) return undefined;
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (checker.isArrayType(type))
    return element !== undefined && isNumberType(element) ? (missing === undefined ? "dense" : "sparse") : undefined;
  // An array of another kind, or what has members of its own, is more than its entries.
  if (missing === undefined || type.isUnion() || checker.getPropertiesOfType(type).length > 0) return undefined;
  const held = checker.getIndexTypeOfType(type, ts.IndexKind.String) ?? element;
  // In JavaScript, an empty object that the loop is the first to fill.
  const isKnown = held === undefined ? isMadeOfZeros(made, checker) : isNumberType(held);
  return isKnown ? "object" : undefined;
}

function isOfLibrary({ declarations }: ts.Symbol, { program }: TransformContext): boolean {
  return declarations?.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile())) === true;
}

/** A number, or nothing. */
function isNumberType(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => (flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.Undefined)) !== 0);
}

function isKey(type: ts.Type, form: TableForm): boolean {
  const numbers = ts.TypeFlags.NumberLike;
  if (form === "typed" || form === "dense" || form === "sparse") return isKindOf(type, numbers);
  const texts = numbers | ts.TypeFlags.StringLike;
  if (form === "object") return isKindOf(type, texts);
  const nothing = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike;
  return isKindOf(type, texts | nothing);
}

type Finding = { readonly note: string } | { readonly problem: string };

/** Whether the values are the same, however they are grouped. */
function notesOfValues(
  { symbol: { name }, kind, form, made, isBig }: Pick<Table, "symbol" | "kind" | "form" | "made" | "isBig">,
  updates: readonly TableUpdate[],
  type: ts.Type,
  { checker }: TransformContext,
): readonly Finding[] {
  if (kind !== "sum" || isBig) return [];
  const isCount = updates.every((each) => each.isSmall);
  if (form === "typed" && !/^Float/.test(type.symbol.name)) {
    const other = updates.flatMap(({ operands }) => operands).find((each) => !isSurelyWhole(each, checker));
    if (other === undefined) return [];
    const note = `\`${shown(other)}\` is taken to be a whole number: what is added to \`${name}\` is rounded each time, so that otherwise the loop gives something else.`;
    return [
      isPerhapsWhole(other, checker) ? { note } : { problem: `\`${shown(other)}\` is not known to be a whole number` },
    ];
  }
  const isExact = isCount && isMadeOfZeros(made, checker) && type.symbol?.name !== "Float32Array";
  if (isExact) return [];
  return [
    {
      note: `\`${name}\` is added up for each part of the loop, and then over the parts: the last digits of what it holds can differ from what the loop gives. It is the same on every machine.`,
    },
  ];
}

/** Whether the entries are the same. */
function notesOfKeys(
  { symbol: { name }, form, made }: Pick<Table, "symbol" | "form" | "made">,
  updates: readonly TableUpdate[],
  asksLength: boolean,
  { checker }: TransformContext,
): readonly Finding[] {
  const keys = updates.map(({ key }) => key);
  if (form === "dense") {
    const length = made && lengthMade(made, checker);
    const isInside = length !== undefined && keys.every((key) => (largest(key, checker) ?? Infinity) < length);
    if (isInside) return [];
    return [
      { note: `\`${name}\` is taken to hold a number at every subscript that the loop comes to, and nowhere a hole.` },
    ];
  }
  if (form === "sparse" && asksLength)
    return [{ problem: `the loop asks for the length of \`${name}\`, which it changes` }];
  const isPlain = form === "object" && !(made !== undefined && /^Object\.create\(null\)/.test(bare(made).getText()));
  if (!isPlain || keys.every((key) => isKindOf(checker.getTypeAtLocation(key), ts.TypeFlags.NumberLike))) return [];
  return [
    {
      note: `no key of \`${name}\` is taken to be a name that every object has, such as \`constructor\`; a \`Map\` has none.`,
    },
  ];
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

function isSameFile(node: ts.Node, other: ts.Node): boolean {
  return node.getSourceFile() === other.getSourceFile();
}

function shown(node: ts.Node): string {
  return node.getText().replace(/\s+/g, " ");
}
