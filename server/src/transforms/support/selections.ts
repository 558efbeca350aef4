// Comparisons with the best so far, which is then replaced: `if (e > best) { best = e; at = i; }`, `if (x[i] < x[at]) at = i`,
// `best = e > best ? e : best`.
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";

export interface Selection {
  /** The `if`, or the conditional expression. */
  readonly node: ts.Node;
  /** The variable that is compared, or that names what is compared. */
  readonly key: string;
  /** The best is the least one. */
  readonly isLess: boolean;
  /** What is compared is found by the variable: `x[at]`. */
  readonly at: string | undefined;
  /** What is set along with the best. */
  readonly others: readonly string[];
  /** Both sides of the comparison. */
  readonly compared: readonly ts.Expression[];
  /** The author's comparison, of `part` with what the key holds. */
  condition(part: string): string;
}

/**
 * The selection that the statement makes. Only where equals are not taken: the first of them wins in any division into parts, and a
 * part in which nothing is better has what it began with, which is never better than what it is combined with.
 */
export function selectionIn({ expression, thenStatement, elseStatement }: ts.IfStatement): Selection | undefined {
  if (elseStatement !== undefined) return undefined;
  const body = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
  const set = new Map<string, string>();
  for (const statement of body) {
    const assignment = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (assignment === undefined || !isPlainAssignment(assignment) || !ts.isIdentifier(assignment.left))
      return undefined;
    if (set.has(assignment.left.text)) return undefined;
    set.set(assignment.left.text, bare(assignment.right).getText());
  }
  const names = [...set.keys()];
  // What is taken over is of this iteration, not of the one that was best so far.
  const isOfBefore = (value: string) => names.some((name) => wordsLike(name).test(value));
  return [...set.values()].some(isOfBefore) ? undefined : compare(expression, set, thenStatement.parent);
}

/** `e > best ? e : best` */
export function selectionOf({ condition, whenTrue, whenFalse }: ts.ConditionalExpression, name: string) {
  const value = bare(whenTrue).getText();
  const isKept = bare(whenFalse).getText() === name && !wordsLike(name).test(value);
  return isKept ? compare(condition, new Map([[name, value]]), condition.parent) : undefined;
}

function isPlainAssignment(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function compare(condition: ts.Expression, set: ReadonlyMap<string, string>, node: ts.Node): Selection | undefined {
  const test = bare(condition);
  if (!ts.isBinaryExpression(test)) return undefined;
  const operator = test.operatorToken.getText();
  if (operator !== "<" && operator !== ">") return undefined;
  const sides = [bare(test.left), bare(test.right)] as const;
  for (const [index, side] of sides.entries()) {
    const text = side.getText();
    const other = sides[1 - index]!.getText();
    for (const [key, value] of set) {
      const isBest = text === key && other === value;
      const isPlace = text !== key && wordsLike(key).test(text) && replaced(text, key, value) === other;
      if (!isBest && !isPlace) continue;
      // Of what else is set, nothing is compared.
      const others = [...set.keys()].filter((name) => name !== key);
      if (others.some((name) => wordsLike(name).test(text) || wordsLike(name).test(other))) return undefined;
      return {
        node,
        key,
        isLess: (operator === "<") === (index === 1),
        at: isPlace ? text : undefined,
        others,
        compared: [test.left, test.right],
        condition: (part) => {
          const best = (index === 0 ? test.left : test.right).getText();
          const better = isPlace ? replaced(best, key, part) : part;
          return index === 1 ? `${better} ${operator} ${best}` : `${best} ${operator} ${better}`;
        },
      };
    }
  }
  return undefined;
}

function replaced(text: string, name: string, by: string): string {
  return text.replace(new RegExp(wordsLike(name), "g"), () => by);
}

/** Mentions of a variable in a text. */
function wordsLike(name: string): RegExp {
  return new RegExp(`(?<![\\w$.])${name.replace(/[^\w]/g, "\\$&")}(?![\\w$])`);
}
