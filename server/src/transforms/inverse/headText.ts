// The head of the serial loop: the loop whose iterations the items of the call stand for.
import { ts } from "ts-morph";
import { localNameOf } from "../support/imports.js";
import { freeName } from "../support/text.js";
import { runnerPackage } from "./callSite.js";
import { isPlain } from "./envText.js";

export interface HeadRequest {
  readonly items: ts.Expression;
  /** What an item is called, as a name or a pattern; undefined where nobody asks for it. */
  readonly item:
    | { readonly text: string; readonly name: ts.BindingName | undefined; readonly isAssigned: boolean }
    | undefined;
  /** What the number of the iteration is called; undefined where nobody asks for it. */
  readonly index: string | undefined;
  /** A `break` has to leave the loop as a whole. */
  readonly isLeft: boolean;
  /** What is done with the results may make an array longer or shorter, perhaps the one whose length the items count. */
  readonly isLengthChanged: boolean;
  readonly checker: ts.TypeChecker;
  /** Text of the function around, for names. */
  readonly around: string;
  readonly end: string;
}

export interface HeadText {
  /** One head, or two nested ones. */
  readonly heads: readonly string[];
  readonly inner: readonly string[];
}

/** Answers a sentence where the items cannot be gone through by a loop. */
export function headText(request: HeadRequest): HeadText | { readonly problem: string } {
  const { items, item, index, isLeft, isLengthChanged, checker, around, end } = request;
  const source = items.getSourceFile();
  const runner = (name: string) => localNameOf(source, runnerPackage, name);
  const made = ts.isCallExpression(items) && ts.isIdentifier(items.expression) ? items : undefined;
  const given = made?.arguments ?? [];
  if (
    made !== undefined &&
    made.expression.getText() === runner("range") &&
    item?.name?.kind !== ts.SyntaxKind.ArrayBindingPattern
  ) {
    const counted = countedHead(given, item?.text);
    if (counted !== undefined) return counted;
  }
  const pair = item?.name !== undefined && ts.isArrayBindingPattern(item.name) ? item.name.elements : [];
  const isPair = pair.length === 2 && pair.every((each) => ts.isBindingElement(each) && ts.isIdentifier(each.name));
  const isSquare = made !== undefined && made.expression.getText() === runner("grid") && given.length === 2;
  if (isSquare && isPair && index === undefined && !isLeft && given.every(isPlain) && item?.isAssigned === false) {
    const [rows, columns] = given;
    const [y, x] = pair.map((each) => each.getText());
    return {
      heads: [
        `for (let ${y} = 0; ${y} < ${rows!.getText()}; ${y}++)`,
        `for (let ${x} = 0; ${x} < ${columns!.getText()}; ${x}++)`,
      ],
      inner: [],
    };
  }
  const type = checker.getTypeAtLocation(items);
  if (!isIterable(type, checker))
    return { problem: "its items are an object with a length, which a `for` loop over values cannot go through" };
  const text = items.getText();
  const keyword = item?.isAssigned === true ? "let" : "const";
  const name = item?.text ?? freeName("_item", around);
  if (index === undefined) return { heads: [`for (${keyword} ${name} of ${text})`], inner: [] };
  const entries =
    type.getProperty("entries") !== undefined && type.getProperty("length") !== undefined ? text : `[...${text}]`;
  const pattern = item === undefined ? `[${index}]` : `[${index}, ${name}]`;
  return { heads: [`for (${keyword} ${pattern} of ${entries}.entries())`], inner: [] };

  function countedHead(bounds: readonly ts.Expression[], wanted: string | undefined): HeadText | undefined {
    const [first, second, third] = bounds;
    if (first === undefined || bounds.some(ts.isSpreadElement)) return undefined;
    const [start, bound] = second === undefined ? ["0", first] : [first.getText(), second];
    const step = third === undefined ? 1 : constantOf(third);
    if (step === undefined || step === 0) return undefined;
    // A kernel may change its own copy of the item; the counter must not follow.
    const isChanged = item?.isAssigned === true;
    const counter = isChanged || wanted === undefined ? freeName(index ?? "i", around, wanted ?? "") : wanted;
    const isFirst = start === "0" && step === 1;
    const inner = isChanged ? [`let ${wanted} = ${counter}${end}`] : [];
    const isCounted = index !== undefined && !(isFirst && index === counter);
    if (isCounted && isFirst) inner.push(`const ${index} = ${counter}${end}`);
    const isKept = isPlain(bound) && !(isLengthChanged && /\.length$/.test(bound.getText()));
    const limit = isKept ? undefined : freeName("end", around);
    const counts = isCounted && !isFirst;
    const declared = [
      `${counter} = ${start}`,
      ...(counts ? [`${index} = 0`] : []),
      ...(limit ? [`${limit} = ${bound.getText()}`] : []),
    ];
    const size = Math.abs(step);
    const sign = step > 0 ? "+" : "-";
    const advance = size === 1 ? `${counter}${sign}${sign}` : `${counter} ${sign}= ${size}`;
    const head = `for (let ${declared.join(", ")}; ${counter} ${step > 0 ? "<" : ">"} ${limit ?? bound.getText()}; ${advance}${counts ? `, ${index}++` : ""})`;
    return { heads: [head], inner };
  }
}

function constantOf(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  const isMinus = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  return isMinus && ts.isNumericLiteral(node.operand) ? -Number(node.operand.text) : undefined;
}

function isIterable(type: ts.Type, checker: ts.TypeChecker): boolean {
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.StringLike)) !== 0) return true;
  return checker
    .getPropertiesOfType(checker.getApparentType(type))
    .some((property) => property.escapedName.toString().startsWith("__@iterator"));
}
