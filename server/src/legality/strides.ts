// Loops that count in steps that only the run tells, `i += size`: what is assumed of the step, and tested when the loop starts.
import { ts } from "ts-morph";
import { isNumber, valueSymbol } from "../accesses/types.js";
import type { LeastStride } from "../dependence/nest.js";
import type { Loop } from "../loops/loop.js";
import { preorder } from "../loops/mentions.js";
import { placeOf, words } from "./reasons/reason.js";
import type { Assumption, Condition } from "./verdict.js";

/** Numbers of the surroundings that are tried as the measure of a step. */
const mostMeasures = 3;

/**
 * What may be assumed of the step, in the order in which it is tried. A pixel may be made of up to four numbers; a block of `size`
 * may be two of the `half` up to which a loop inside of it goes, as the butterflies of a Fourier transform do (Cooley and Tukey 1965).
 * O(nodes of the loop).
 */
export function leastStrides(loop: Loop, checker: ts.TypeChecker): readonly LeastStride[] {
  const measures = new Map<ts.Symbol, ts.Identifier>();
  for (const node of preorder(loop.body)) {
    if (!ts.isForStatement(node) || node.condition === undefined) continue;
    for (const name of preorder(node.condition)) {
      if (!ts.isIdentifier(name) || !isNumber(checker.getTypeAtLocation(name))) continue;
      const symbol = valueSymbol(name, checker);
      const declared = symbol?.valueDeclaration;
      const isOutside = declared !== undefined && (declared.end <= loop.node.pos || loop.node.end <= declared.pos);
      if (isOutside && !measures.has(symbol!) && measures.size < mostMeasures) measures.set(symbol!, name);
    }
  }
  const measured = [...measures.values()].flatMap((of) => [2, 1].map((times) => ({ times, of })));
  return [...[2, 3, 4].map((times) => ({ times })), ...measured];
}

/** The conditions that the assumption stands for. */
export function stepConditions(expression: ts.Expression, { times, of }: LeastStride): readonly Condition[] {
  if (of === undefined) return [{ expression, atLeast: times }];
  return [
    { expression, atLeast: 1 },
    { expression, atLeast: times, of },
  ];
}

/** What the expression of the condition has to be at least, as code. */
export function leastText({ atLeast, of }: Condition): string {
  if (of === undefined) return `${atLeast}`;
  return atLeast === 1 ? of.text : `${atLeast} * ${of.text}`;
}

export function stepAssumption(condition: Condition): Assumption {
  const { expression } = condition;
  return {
    id: "step",
    kind: "checked",
    place: placeOf(expression),
    message: `\`${words(expression)}\` is at least \`${leastText(condition)}\`; tested when the loop starts, and if it is not, the loop runs in order.`,
  };
}
