// Whole parts of quotients: `Math.floor(n / 2)`, `n >> 1`, `(n / 2) | 0`.
import { ts } from "ts-morph";
import { bare } from "../accesses/types.js";
import { constantInteger } from "../loops/iterationSpace.js";
import { idsOf, isOfLoop, madeFrom, type Polynomial, toText } from "./polynomial.js";

export interface Quotient {
  readonly dividend: ts.Expression;
  /** At least 1. */
  readonly divisor: number;
  /** Times the divisor it is never more than the dividend. Of the operators on 32 bits that is true from 0 on. */
  readonly isFloor: boolean;
  /** Of what is negative, or beyond 32 bits, each operator makes another number. */
  readonly operator: "floor" | "shift" | "truncate";
}

/** Undefined for every other expression. O(1). */
export function quotientOf(expression: ts.Expression, checker: ts.TypeChecker): Quotient | undefined {
  const node = bare(expression);
  if (ts.isCallExpression(node)) {
    const [argument, ...others] = node.arguments;
    if (argument === undefined || others.length > 0 || !isMath(node.expression, "floor", checker)) return undefined;
    return divided(argument, true);
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const right = constantInteger(bare(node.right), checker);
  const { kind } = node.operatorToken;
  if (kind === ts.SyntaxKind.GreaterThanGreaterThanToken && right !== undefined && 0 <= right && right < 31)
    return { dividend: node.left, divisor: 2 ** right, isFloor: false, operator: "shift" };
  return kind === ts.SyntaxKind.BarToken && right === 0 ? divided(node.left, false) : undefined;

  function divided(whole: ts.Expression, isFloor: boolean): Quotient | undefined {
    const division = bare(whole);
    if (!ts.isBinaryExpression(division) || division.operatorToken.kind !== ts.SyntaxKind.SlashToken) return undefined;
    const divisor = constantInteger(bare(division.right), checker);
    if (divisor === undefined || divisor < 1) return undefined;
    return { dividend: division.left, divisor, isFloor, operator: isFloor ? "floor" : "truncate" };
  }
}

/**
 * One number, wherever it is computed; of what a loop counts, it would be another one in each iteration.
 * @param whole the dividend
 */
export function wholePart({ divisor, operator }: Quotient, whole: Polynomial | undefined): Polynomial | undefined {
  if (whole === undefined || [...idsOf(whole)].some(isOfLoop)) return undefined;
  return madeFrom(`q${operator}${divisor}(${toText(whole).replaceAll("*", "·")})`, whole);
}

/** `Math.min` of the language itself. */
export function isMath(callee: ts.Expression, name: string, checker: ts.TypeChecker): boolean {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== name) return false;
  return ts.isIdentifier(callee.expression) && checker.getTypeAtLocation(callee.expression).symbol?.name === "Math";
}
