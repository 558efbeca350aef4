// Subscripts that called functions write, in the terms of the loop: their parameters stand for the arguments, their own loops for
// loops inside of it.
import { ts } from "ts-morph";
import type { CalleeSubscript, CallFrame, Step } from "../accesses/access.js";
import { bare, givenParameters, isNumber, unalias, valueSymbol } from "../accesses/types.js";
import { constantInteger, findWrites } from "../loops/iterationSpace.js";
import { preorder } from "../loops/mentions.js";
import { type Counts, createCounts } from "./counts.js";
import type { Nest } from "./nest.js";
import { add, type LoopVariable, multiply, type Polynomial, scale, subtract } from "./polynomial.js";

export interface Subscript {
  readonly value: Polynomial;
  /** Loops of the called functions that the value mentions, outermost first. */
  readonly loops: readonly LoopVariable[];
}

/** The subscript of a step, of whichever function; undefined where it is no integer polynomial. O(nodes), once per subscript. */
export function subscriptOf(step: Step, nest: Nest): Subscript | undefined {
  if (step.kind !== "element") return undefined;
  if (step.within !== undefined) return remembered(step.within, nest);
  const value = step.index && nest.polynomial(step.index);
  return value && { value, loops: [] };
}

const answersOf = new WeakMap<Nest, Map<string, Subscript | undefined>>();

// Each loop has one variable for all accesses that a call makes in it.
function remembered(within: CalleeSubscript, nest: Nest): Subscript | undefined {
  const answers = answersOf.get(nest) ?? new Map<string, Subscript | undefined>();
  answersOf.set(nest, answers);
  const key = [within.expression, ...within.calls.map(({ call }) => call)].map(numberOf).join();
  if (!answers.has(key)) answers.set(key, subscriptWithin(within, nest));
  return answers.get(key);
}

const numbers = new WeakMap<ts.Node, number>();
let nextNumber = 0;

function numberOf(node: ts.Node): number {
  const known = numbers.get(node) ?? nextNumber++;
  numbers.set(node, known);
  return known;
}

const mostNodes = 60;

function subscriptWithin({ expression, calls }: CalleeSubscript, nest: Nest): Subscript | undefined {
  const { checker, budget } = nest.context;
  const loops = new Map<ts.ForStatement, LoopVariable>();
  const counts = calls.map((_, depth) => countsAt(depth));
  let left = mostNodes;
  const value = evaluate(expression, 0);
  const depthOf = (node: ts.Node) => calls.findIndex(({ callee }) => isWithin(node, callee));
  const sorted = [...loops].sort(([a], [b]) => depthOf(b) - depthOf(a) || a.pos - b.pos);
  return value && { value, loops: sorted.map(([, loop]) => loop) };

  function countsAt(depth: number): Counts {
    return createCounts(
      nest.loop,
      checker,
      (each) => evaluate(each, depth),
      false,
      (each) => each,
    );
  }

  /** @param depth number of the frame that the expression stands in; behind the last one it is the loop itself */
  function evaluate(written: ts.Expression, depth: number): Polynomial | undefined {
    if (depth === calls.length) return nest.polynomial(written);
    budget.spend(1);
    if (--left < 0) return undefined;
    const node = bare(written);
    const literal = constantInteger(node, checker);
    if (literal !== undefined) return literal === 0 ? new Map() : new Map([["", literal]]);
    if (ts.isIdentifier(node)) return named(node, depth, calls[depth]!);
    if (ts.isPrefixUnaryExpression(node)) {
      const operand = node.operator === ts.SyntaxKind.MinusToken ? evaluate(node.operand, depth) : undefined;
      return operand && scale(operand, -1);
    }
    if (!ts.isBinaryExpression(node)) return undefined;
    const combine = operators.get(node.operatorToken.kind);
    const one = combine && evaluate(node.left, depth);
    const other = one && evaluate(node.right, depth);
    return other && combine!(one, other);
  }

  function named(node: ts.Identifier, depth: number, { call, callee }: CallFrame): Polynomial | undefined {
    const found = valueSymbol(node, checker);
    const symbol = found && unalias(found, checker);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || !isNumber(checker.getTypeAtLocation(node)))
      return undefined;
    if (!isWithin(declaration, callee)) return captured(node, symbol, declaration);
    // Not those of a function inside of the called one.
    if (functionAround(declaration) !== callee) return undefined;
    if (ts.isParameter(declaration)) return argument(declaration, symbol, depth, { call, callee });
    if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
    const holder = declaration.parent.parent;
    if (ts.isForStatement(holder)) return counter(node, symbol, holder, depth);
    if (declaration.initializer === undefined || !ts.isVariableStatement(holder)) return undefined;
    const isSet = findWrites(callee, symbol, checker).some((each) => each !== declaration.name);
    return isSet ? undefined : evaluate(declaration.initializer, depth);
  }

  /** Of a closure: what the loop knows under the same name. */
  function captured(node: ts.Identifier, symbol: ts.Symbol, declaration: ts.Declaration): Polynomial | undefined {
    if (isWithin(declaration, nest.loop.node)) return undefined;
    const there = checker.resolveName(node.text, nest.loop.node, ts.SymbolFlags.Value, false);
    return there !== undefined && unalias(there, checker) === symbol ? nest.polynomial(node) : undefined;
  }

  function argument(
    parameter: ts.ParameterDeclaration,
    symbol: ts.Symbol,
    depth: number,
    { call, callee }: CallFrame,
  ): Polynomial | undefined {
    const { name, initializer, dotDotDotToken } = parameter;
    if (!ts.isIdentifier(name) || parameter.parent !== callee) return undefined;
    if (initializer !== undefined || dotDotDotToken !== undefined) return undefined;
    if (findWrites(callee, symbol, checker).some((each) => each !== name) || usesArguments(callee)) return undefined;
    const position = givenParameters(callee).indexOf(parameter);
    const given = (call.arguments ?? []).slice(0, position + 1);
    const value = given[position];
    if (value === undefined || given.some(ts.isSpreadElement)) return undefined;
    return isNumber(checker.getTypeAtLocation(value)) ? evaluate(value, depth + 1) : undefined;
  }

  /** The counter of a loop that the subscript stands in. */
  function counter(
    node: ts.Identifier,
    symbol: ts.Symbol,
    holder: ts.ForStatement,
    depth: number,
  ): Polynomial | undefined {
    const own = counts[depth]!;
    const space = own.spaceOf(holder);
    if (space?.induction !== symbol || space.stride !== undefined || !isWithin(node, holder.statement))
      return undefined;
    if (!loops.has(holder)) loops.set(holder, own.variableOf(space));
    return own.counterValue(space);
  }
}

const operators = new Map<ts.SyntaxKind, (left: Polynomial, right: Polynomial) => Polynomial>([
  [ts.SyntaxKind.PlusToken, add],
  [ts.SyntaxKind.MinusToken, subtract],
  [ts.SyntaxKind.AsteriskToken, multiply],
]);

function isWithin(node: ts.Node, holder: ts.Node): boolean {
  return node.getSourceFile() === holder.getSourceFile() && holder.pos <= node.pos && node.end <= holder.end;
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/** `arguments[0] = …` may change a parameter. */
function usesArguments(callee: ts.FunctionLikeDeclaration): boolean {
  return [...preorder(callee)].some((node) => ts.isIdentifier(node) && node.text === "arguments");
}
