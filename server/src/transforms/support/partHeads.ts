// The loop over the parts of a loop, and the author's loop over one of them.
import { ts } from "ts-morph";
import { certainlyEnds } from "../../loops/endingCount.js";
import { isArrayLike } from "../../loops/findLoops.js";
import { type ComparedCount, isCompared } from "../../loops/loop.js";
import type { PartsOfLoop, TransformContext } from "../transform.js";
import { exclusiveEnd, isPath } from "./items.js";
import { freeName } from "./text.js";

export interface Heads {
  /** Of the loop over the parts, and of the author's loop over one of them. */
  readonly outer: string;
  readonly inner: string;
  /** The declaration of the bound of a part. */
  readonly to: string | undefined;
  readonly body: ts.Statement;
  /** Declared before the loop. */
  readonly counter: ts.Symbol | undefined;
  readonly parts: PartsOfLoop;
  /** How many iterations there are, as text that may stand before the loop. */
  readonly count: string | undefined;
}

/** The proof counts in steps of so many iterations; it is the same for any number of them. */
const proved = 64;

/** The heads of the two loops; or why the loop cannot be divided into parts. */
export function headsOf(context: TransformContext): Heads | { readonly problem: string } {
  const { analysis, checker } = context;
  const { node, space } = analysis.loop;
  // Names for the loop and its kernel only: what the rest of the file calls so is not meant in it.
  const text = node.getText();
  if (ts.isForOfStatement(node) && space.form === "elements") {
    if (!ts.isVariableDeclarationList(node.initializer))
      return { problem: "the loop variable is declared before the loop" };
    const part = freeName("chunk", text);
    const shown = node.expression.getText();
    const items = isArrayType(node.expression, context) ? shown : `[...${shown}]`;
    return {
      outer: `for (const ${part} of [${items}])`,
      inner: `for (${node.initializer.getText()} of ${part})`,
      to: undefined,
      body: node.statement,
      counter: undefined,
      parts: { kind: "items", items },
      count: items === shown && isPath(node.expression) ? `${shown}.length` : undefined,
    };
  }
  if (!ts.isForStatement(node) || space.form !== "counted" || !isCompared(space))
    return { problem: "the iterations of this loop cannot be divided into parts" };
  // Behind it, the author's loop would go on until something fails; its parts are none.
  if (!certainlyEnds(space, checker))
    return { problem: "that the loop meets its bound is not known; compare by `<` or `>`" };
  const { initializer, incrementor } = node;
  const { step, stride, beside, alsoAdvanced, headConstants, start, name } = space;
  const bound = exclusiveEnd(space, (expression) => expression.getText(), checker);
  if (bound === undefined || stride !== undefined)
    return { problem: "where the loop ends, or how it counts, is known to the loop alone" };
  if (initializer === undefined || incrementor === undefined || beside.length + alsoAdvanced.length > 0)
    return { problem: "the head of the loop advances more than its counter" };
  const from = freeName("from", text);
  const to = freeName("to", text);
  const sign = step < 0 ? ">" : "<";
  const by = Math.abs(step) * proved;
  const constants = headConstants.map((each) => `, ${each.getText()}`).join("");
  const isList = ts.isVariableDeclarationList(initializer);
  const keyword = isList ? `${initializer.getText().split(/\s/)[0]} ` : "";
  const [extreme, further] = step < 0 ? ["max", `${from} - ${by}`] : ["min", `${from} + ${by}`];
  return {
    outer: `for (let ${from} = ${start.getText()}${constants}; ${from} ${sign} ${bound}; ${from} ${step < 0 ? "-=" : "+="} ${by})`,
    inner: `for (${keyword}${name} = ${from}; ${name} ${sign} ${to}; ${incrementor.getText()})`,
    to: `const ${to} = Math.${extreme}(${bound}, ${further})`,
    body: node.statement,
    counter: space.declaredBy === "outside" ? space.induction : undefined,
    parts: { kind: "bounds", step: String(step), to },
    count: countOf(space, checker),
  };
}

/** The bounds are named once more; what they call would be called twice. */
function countOf(space: ComparedCount, checker: ts.TypeChecker): string | undefined {
  const { start, step, headConstants } = space;
  const textOf = (bound: ts.Expression) =>
    (ts.isIdentifier(bound)
      ? headConstants.find(({ name }) => name.getText() === bound.text)?.initializer
      : undefined) ?? bound;
  const bound = exclusiveEnd(space, (each) => textOf(each).getText(), checker);
  const first = start.getText();
  const isMeant = (name: string) => !headConstants.some((each) => each.name.getText() === name);
  if (bound === undefined || /[(]/.test(bound + first) || !(bound.match(/[\w$]+/g) ?? []).every(isMeant))
    return undefined;
  const [low, high] = step < 0 ? [bound, first] : [first, bound];
  const span = low === "0" ? high : `${high} - ${/^[\w$.]+$/.test(low) ? low : `(${low})`}`;
  const size = Math.abs(step);
  return size === 1 ? span : `${span === high && /^[\w$.]+$/.test(span) ? span : `(${span})`} / ${size}`;
}

function isArrayType(node: ts.Expression, { checker }: TransformContext): boolean {
  return isArrayLike(checker.getTypeAtLocation(node), checker);
}
