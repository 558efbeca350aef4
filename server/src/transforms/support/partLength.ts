// How long the parts of a loop have to be, so that their tables are worth it.
import { ts } from "ts-morph";
import type { AccessContext } from "../../accesses/context.js";
import { estimateWork } from "../../accesses/work.js";
import { constantInteger } from "../../loops/iterationSpace.js";
import type { TransformContext } from "../transform.js";
import { isFixed, type Size } from "./tableParts.js";
import type { Table } from "./tables.js";

export interface PartLength {
  /** The iterations that a part has at least, as text. */
  readonly least: string;
  /** The condition under which there are several parts; undefined: where there are not, that costs next to nothing. */
  readonly pays: string | undefined;
}

/** To make, hand over and add up an entry takes about as long as so many operations, and may take an eighth of the time. */
const operationsPerEntry = 64;

/** More is an estimate that may be wrong. */
const mostOperations = 64;

/** Iterations that an inner loop is taken to have when its bounds are not known, as in every other estimate. */
const usualTrips = 32;

/** Fewer parts are not worth it. */
export const leastParts = 4;

/** @param count the number of iterations, as text */
export function partLength(
  tables: readonly Table[],
  sizes: readonly Size[],
  count: string | undefined,
  { analysis, checker, sourceFile }: TransformContext,
  context: AccessContext,
): PartLength | undefined {
  const { loop } = analysis;
  const { trips, factors, within } = innerLoops(tables, loop.body);
  const work = Math.min(mostOperations, Math.max(1, estimateWork(within, context)));
  // Iterations for each entry, where an iteration is one of the innermost loop.
  const ratio = 2 ** Math.ceil(Math.log2(operationsPerEntry / work));
  const constants = sizes.flatMap(({ constant }) => constant ?? []);
  const isKnown = constants.length === sizes.length;
  const entries = isKnown
    ? String(Math.ceil((constants.reduce((sum, each) => sum + each, 0) * ratio) / trips))
    : sizes.map(({ text }) => text).join(" + ");
  const repeated = [...(isKnown || trips === 1 ? [] : [String(trips)]), ...factors].join(" * ");
  const grouped = / /.test(entries) ? `(${entries})` : entries;
  const product = isKnown || ratio === 1 ? entries : `${ratio} * ${grouped}`;
  const divisor = / /.test(repeated) ? `(${repeated})` : repeated;
  const least = repeated === "" ? product : `${/ /.test(product) ? `(${product})` : product} / ${divisor}`;
  if (sizes.every(({ isSmall }) => isSmall)) return { least, pays: undefined };
  if (count === undefined) return undefined;
  const wanted = isKnown ? String(Number(entries) * leastParts) : `${grouped} * ${ratio * leastParts}`;
  const all = repeated === "" ? count : `${/ /.test(count) ? `(${count})` : count} * ${repeated}`;
  return { least, pays: `${wanted} <= ${all}` };

  /** The loops around all updates: how often those repeat them whose bounds are known, and the bounds of the others. */
  function innerLoops(all: readonly Table[], body: ts.Node) {
    const factors: string[] = [];
    let trips = 1;
    let within = body;
    const updates = all.flatMap((table) => table.updates);
    const holds = (node: ts.Node) => updates.every((update) => node.pos <= update.pos && update.end <= node.end);
    const visit = (node: ts.Node): void => {
      if (!holds(node) || ts.isFunctionLike(node)) return;
      if (ts.isIterationStatement(node, false)) {
        const bound = ts.isForStatement(node) ? boundOf(node) : undefined;
        const constant = bound && constantInteger(bound, checker);
        if (constant !== undefined && 0 < constant) trips *= constant;
        else if (bound !== undefined && isFixed(bound, analysis.loop, checker, sourceFile))
          factors.push(bound.getText());
        else trips *= usualTrips;
        within = node.statement;
      }
      ts.forEachChild(node, visit);
    };
    visit(body);
    return { trips, factors, within };
  }
}

/** `for (let t = 0; t < bound; t++)` */
function boundOf({ initializer, condition, incrementor }: ts.ForStatement): ts.Expression | undefined {
  const declared = initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  if (declared?.initializer?.getText() !== "0" || condition === undefined || !ts.isBinaryExpression(condition))
    return undefined;
  const name = declared.name.getText();
  const isCounted = condition.left.getText() === name && condition.operatorToken.kind === ts.SyntaxKind.LessThanToken;
  return isCounted && [`${name}++`, `++${name}`].includes(incrementor?.getText() ?? "") ? condition.right : undefined;
}
