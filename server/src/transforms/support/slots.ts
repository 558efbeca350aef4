// How each channel of a split travels: what the kernel calls it, where it is filled, and how the commit reads it again.

import { ts } from "ts-morph";
import type { Channel } from "../../legality/verdict.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import { referencesTo } from "../../scalars/liveness.js";
import type { TransformContext } from "../transform.js";
import { isDefinite, mayBeUndefined } from "./definite.js";
import { type Parts, statementsOf } from "./parts.js";
import { freeName } from "./text.js";
import { type TypeNames, typeText } from "./types.js";

export interface Slot {
  readonly channel: Channel;
  /** What the commit calls one value. */
  readonly name: string;
  /** Its name among several results, and in the commit where it is not the value itself (an array). */
  readonly property: string;
  /** The kernel's variable that holds it when the kernel ends. */
  readonly local: string;
  /**
   * `direct`: the value is taken once, where nothing is conditional; `result`: the same, as the kernel's last step;
   * `hoisted`: it is taken under a condition; `array`: once per iteration of inner loops.
   */
  readonly mode: "direct" | "result" | "hoisted" | "array";
  /** Type of one value; empty in JavaScript. */
  readonly type: string;
  /** The compiler knows more of the value than its type tells, so the kernel's type is left to it. */
  readonly isNarrowed: boolean;
  readonly mayBeUndefined: boolean;
  /** At run time it may be `undefined` when the kernel ends, also where its type says otherwise. */
  readonly mayBeMissing: boolean;
  /** The commit assigns to it. */
  readonly isAssigned: boolean;
}

export function makeSlots(parts: Parts, context: TransformContext, used: TypeNames, typed: boolean): readonly Slot[] {
  const { checker } = context;
  const { channels } = parts.split;
  const text = wordsInScope(context.analysis.loop.node);
  const roots = statementsOf(parts.body);
  const taken: string[] = channels.map(({ name }) => name);
  const fresh = (wanted: string): string => {
    const name = freeName(wanted, text, taken.join(" "));
    taken.push(name);
    return name;
  };
  return channels.map((channel): Slot => {
    const uses = channel.kind === "variable" ? parts.usedInCommit(channel.symbol) : [];
    const isAssigned = uses.some((node) => isAssignedAt(node));
    const shown = typeOf(channel, uses, context, used, typed);
    const mayBeMissing = shown.mayBeUndefined || !isDefiniteChannel(channel, uses, checker);
    const base = { channel, name: channel.name, isAssigned, mayBeMissing, ...shown };
    if (channel.within.length > 0) {
      const property = fresh(plural(channel.name));
      return { ...base, property, local: property, mode: "array", mayBeMissing: false };
    }
    const property = channel.name;
    // A kernel that ends early hands over what it has: the variables are there from its beginning.
    if (!roots.includes(channel.at) || parts.stops.size > 0) {
      const local = channel.kind === "expression" ? channel.name : fresh(`${channel.name}Found`);
      return { ...base, property, local, mode: "hoisted", mayBeMissing: true };
    }
    if (channel.kind === "expression") {
      const isLast = channels.length === 1 && !kernelGoesOn(channel.at, roots, parts);
      return { ...base, property, local: channel.name, mode: isLast ? "result" : "direct" };
    }
    const local = changesLater(channel.symbol, channel.at, parts, checker)
      ? fresh(`${channel.name}Then`)
      : channel.name;
    return { ...base, property, local, mode: "direct" };
  });
}

/** All names that the channels bring into kernel and commit, as one text. */
export function namesOf(slots: readonly Slot[]): string {
  return slots.map(({ name, property, local }) => `${name} ${property} ${local}`).join(" ");
}

function isDefiniteChannel(channel: Channel, uses: readonly ts.Identifier[], checker: ts.TypeChecker): boolean {
  const [node] = channel.kind === "expression" ? [channel.expression] : uses;
  return node !== undefined && isDefinite(node, checker);
}

/** Is anything left for the kernel to do at `at` or after it? */
function kernelGoesOn(at: ts.Statement, roots: readonly ts.Statement[], parts: Parts): boolean {
  return roots.slice(roots.indexOf(at)).some((statement) => parts.sideOf(statement) !== "commit");
}

function changesLater(symbol: ts.Symbol, at: ts.Statement, parts: Parts, checker: ts.TypeChecker): boolean {
  return parts.kernelNodes.some((node) =>
    referencesTo(symbol, node, checker).some((name) => name.pos >= at.pos && isAssignedAt(name)),
  );
}

function typeOf(
  channel: Channel,
  uses: readonly ts.Identifier[],
  context: TransformContext,
  used: TypeNames,
  typed: boolean,
): Pick<Slot, "type" | "isNarrowed" | "mayBeUndefined"> {
  const { checker } = context;
  if (channel.kind === "expression") {
    // An empty array is what its place takes.
    const isEmpty = ts.isArrayLiteralExpression(channel.expression) && channel.expression.elements.length === 0;
    const expected = isEmpty ? checker.getContextualType(channel.expression) : undefined;
    const type = expected ?? checker.getTypeAtLocation(channel.expression);
    // A place for certain numbers or words takes no others.
    const literals = takesLiterals(checker.getContextualType(channel.expression)) ? "keep" : "widen";
    const shown = typed ? typeText(type, channel.expression, context, used, literals) : "";
    return { type: shown, isNarrowed: false, mayBeUndefined: mayBeUndefined(type) };
  }
  const whole = checker.getTypeOfSymbol(channel.symbol);
  const [first] = uses;
  const here = first === undefined ? whole : checker.getTypeAtLocation(first);
  const isSame = checker.getBaseTypeOfLiteralType(here) === checker.getBaseTypeOfLiteralType(whole);
  const declaration = channel.symbol.valueDeclaration;
  const written = declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.type : undefined;
  const literals = uses.some((use) => takesLiterals(checker.getContextualType(use))) ? "keep" : "widen";
  const shown = !typed ? "" : typeText(isSame ? whole : here, first ?? channel.at, context, used, literals);
  const type = typed && isSame && written !== undefined ? written.getText() : shown;
  return { type, isNarrowed: !isSame, mayBeUndefined: mayBeUndefined(whole) };
}

/** `0 | 1`, `"left" | "right" | null` or `number | "auto"`, but neither `number` nor `boolean`. */
function takesLiterals(type: ts.Type | undefined): boolean {
  const parts = type?.isUnion() === true ? type.types : [type];
  return parts.some((part) => part?.isLiteral() === true);
}

/** `row` → `rows`, `class` → `classes`, `value2` → `values2`; what is plural already: `distances` → `allDistances`. */
export function plural(name: string): string {
  const numbered = /^(.*[^\d_$])(\d+)$/.exec(name);
  if (numbered !== null) return plural(numbered[1]!) + numbered[2];
  if (/[^siu]s$/.test(name)) return `all${name[0]!.toUpperCase()}${name.slice(1)}`;
  if (/(?:s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** `T[]`, with parentheses where the type needs them. */
export function arrayOf(type: string): string {
  return /[|&?]|=>|\bkeyof\b|\btypeof\b/.test(type) ? `(${type})[]` : `${type}[]`;
}
