// Whether a loop leaves an array as long as it was made. What `fill` fills depends on it: an array that one iteration has made
// longer is filled to its new end by the next one, and one that each iteration makes for itself is not.
import { ts } from "ts-morph";
import { bare, valueSymbol } from "../accesses/types.js";
import { createProver, rangeFacts } from "../dependence/facts.js";
import { constant, mentionedIn, type Polynomial, subtract } from "../dependence/polynomial.js";
import { isTypedArray } from "../loops/findLoops.js";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";

/**
 * True for typed arrays, and where everything that the body stores into the array provably lies within the length that it was
 * made with. The body mentions the array for its elements only. O(mentions · proof).
 * @param integers the numbers that the proof takes to be whole are added to it
 */
export function keepsLength(symbol: ts.Symbol, { loop, nest, context }: Body, integers: Set<string>): boolean {
  const { checker } = context;
  if (isTypedArray(checker.getTypeOfSymbol(symbol))) return true;
  const mentions = referencesTo(symbol, loop.body, checker);
  // Whoever is handed it may store behind its end.
  if (mentions.some((node) => ts.isCallExpression(node.parent) && node.parent.expression !== node)) return false;
  const stores = mentions.flatMap(({ parent }) =>
    ts.isElementAccessExpression(parent) && isAssignedAt(parent) ? [parent] : [],
  );
  const declaration = symbol.valueDeclaration;
  const made = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const length = made && madeLength(made);
  return stores.every((store) => length !== undefined && isWithin(store, length));

  function madeLength(expression: ts.Expression): Polynomial | undefined {
    const node = bare(expression);
    if (ts.isArrayLiteralExpression(node))
      return node.elements.some(ts.isSpreadElement) ? undefined : constant(node.elements.length);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
      return node.expression.name.text === "fill" ? madeLength(node.expression.expression) : undefined;
    if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
    const isLibrary = valueSymbol(node.expression, checker)?.name === "Array" && node.expression.text === "Array";
    const [size, ...others] = node.arguments ?? [];
    return isLibrary && size !== undefined && others.length === 0 ? nest.polynomial(size) : undefined;
  }

  function isWithin(store: ts.ElementAccessExpression, size: Polynomial): boolean {
    const index = nest.polynomial(store.argumentExpression);
    if (index === undefined) return false;
    const variables = [nest.carrier, ...nest.innerLoops(store)];
    const prover = createProver(variables.flatMap(rangeFacts));
    const isProved = prover.nonNegative(index) && prover.positive(subtract(size, index));
    const bounds = variables.flatMap(({ lower, upper }) => [lower, upper]).filter((each) => each !== undefined);
    if (isProved) for (const each of [index, size, ...bounds]) for (const id of mentionedIn(each)) integers.add(id);
    return isProved;
  }
}
