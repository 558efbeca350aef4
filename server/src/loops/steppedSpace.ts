// Loops whose condition advances the counter that it tests: `while (++i < n)`, `for (let i = n; i-- > 0; )`, `while (i--)`.
import { ts } from "ts-morph";
import { endsCount, findWrites, flipped, isNumeric, referencesIn } from "./iterationSpace.js";
import type { CountedSpace } from "./loop.js";
import type { Initial } from "./loopStart.js";
import { isCaptured, mentionsOf } from "./mentions.js";
import { updated } from "./updates.js";
import { valueBefore } from "./whileSpace.js";

type Stepping = ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;

/**
 * @param initial what the head of a `for` gives the counter at first
 * @returns undefined where the condition is of another form. O(nodes of the loop)
 */
export function steppedSpace(
  node: ts.ForStatement | ts.WhileStatement | ts.DoStatement,
  checker: ts.TypeChecker,
  initial: (induction: ts.Symbol) => Initial | undefined,
): CountedSpace | undefined {
  const condition = ts.isForStatement(node) ? node.condition : node.expression;
  const read = condition && readStepping(condition);
  const counter = read && updated(read.stepping);
  const induction = counter && checker.getSymbolAtLocation(counter);
  if (read === undefined || counter === undefined || induction === undefined) return undefined;
  const { stepping, test, end } = read;
  const step = stepping.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1;
  if (!endsCount(test, step)) return undefined;
  // Where the first value is written as a sum, a text would be made longer.
  if ((checker.getTypeAtLocation(counter).flags & ts.TypeFlags.NumberLike) === 0) return undefined;
  if (end !== undefined && !isNumeric(checker.getTypeAtLocation(end))) return undefined;
  if (end !== undefined && referencesIn(end, induction, checker)) return undefined;
  if (findWrites(node, induction, checker).length !== 1 || isSeenByFunction(node.statement, induction, checker))
    return undefined;
  const first = ts.isForStatement(node) && node.initializer !== undefined ? initial(induction) : before();
  if (first === undefined) return undefined;
  const isDo = ts.isDoStatement(node);
  return {
    form: "counted",
    induction,
    name: counter.text,
    step,
    update: stepping,
    beside: [],
    alsoAdvanced: [],
    stride: undefined,
    advance: undefined,
    runsOnce: isDo,
    alsoEnds: [],
    test,
    end,
    offset: undefined,
    lead: isDo ? 0 : step,
    lag: ts.isPostfixUnaryExpression(stepping) ? step : 0,
    ...first,
  };

  function before(): Initial | undefined {
    const declaration = induction!.valueDeclaration;
    // A variable of the body starts afresh in each iteration: it does not count them.
    if (declaration === undefined || (declaration.pos >= node.pos && declaration.end <= node.end)) return undefined;
    return {
      start: valueBefore(node, induction!, checker) ?? counter!,
      declaredBy: "outside",
      headConstants: [],
      alsoAssigned: [],
    };
  }
}

function readStepping(
  root: ts.Expression,
): (Pick<CountedSpace, "test" | "end"> & { readonly stepping: Stepping }) | undefined {
  const node = bare(root);
  if (isStepping(node)) return { stepping: node, test: "!==", end: undefined };
  if (!ts.isBinaryExpression(node)) return undefined;
  const test = testOf(node.operatorToken.kind);
  const [left, right] = [bare(node.left), bare(node.right)];
  if (test === undefined) return undefined;
  if (isStepping(left)) return { stepping: left, test, end: node.right };
  if (!isStepping(right)) return undefined;
  return { stepping: right, test: test === "!==" ? test : flipped[test], end: node.left };
}

function testOf(kind: ts.SyntaxKind): CountedSpace["test"] | undefined {
  switch (kind) {
    case ts.SyntaxKind.LessThanToken:
      return "<";
    case ts.SyntaxKind.LessThanEqualsToken:
      return "<=";
    case ts.SyntaxKind.GreaterThanToken:
      return ">";
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return ">=";
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return "!==";
    default:
      return undefined;
  }
}

function isStepping(node: ts.Expression): node is Stepping {
  return (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && updated(node) !== undefined;
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? bare(node.expression) : node;
}

/** A function of the body that mentions the counter would see where it has come to. */
function isSeenByFunction(body: ts.Node, induction: ts.Symbol, checker: ts.TypeChecker): boolean {
  return mentionsOf(induction, body, checker).some((name) => isCaptured(name, body));
}
