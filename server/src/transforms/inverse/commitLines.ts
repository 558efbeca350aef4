// The commit of a call as the tail of the serial loop's body: its value under its name, then its statements.
import { ts } from "ts-morph";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import { freeName, type Habits, reindent } from "../support/text.js";
import type { TextEdit } from "../transform.js";
import type { CallSite, Kernel, Site } from "./callSite.js";
import type { KernelCode } from "./kernelCode.js";
import { declaredIn, namesDeclaredIn, renamed, wordsOf } from "./names.js";
import type { Shape } from "./shape.js";

type Each = Extract<Shape, { kind: "each" }>;

export interface CommitLines {
  /** New names for variables of the kernel that the commit would take for its own. */
  readonly names: ReadonlyMap<ts.Symbol, string>;
  /** What is done with the text of an iteration's value. */
  readonly valueLines: (value: string) => string;
  readonly after: string;
  /** A `break` of the commit leaves the loop. */
  readonly isLeft: boolean;
  readonly keepsLabel: boolean;
  readonly needsBlock: boolean;
}

export interface CommitRequest {
  readonly site: Site;
  readonly kernel: Kernel;
  /** undefined: the kernel stays a function. */
  readonly code: KernelCode | undefined;
  readonly habits: Habits;
  readonly label: string | undefined;
}

export function labelAround({ parent }: ts.Node): string | undefined {
  return ts.isLabeledStatement(parent) ? parent.label.text : undefined;
}

export function commitLines({ loop, commit }: Each, { site, kernel, code, habits, label }: CommitRequest): CommitLines {
  const { checker, sourceFile } = site;
  const { binding, keyword, index, body } = commit;
  const end = habits.semicolon;
  const words = new Set([...wordsOf([body, ...(binding ? [binding] : [])]), ...(index ? [index.text] : [])]);
  const names = new Map<ts.Symbol, string>();
  const isSame = code?.result !== undefined && isPassedOn(code.result);
  if (code !== undefined) {
    for (const symbol of new Set([...declaredIn(code.statements, checker), ...parameters()])) {
      const { name } = symbol;
      const isKept = (isSame && name === binding?.getText()) || (index?.text === name && isNumber(symbol));
      if (words.has(name) && !isKept)
        names.set(symbol, freeName(name === index?.text ? "item" : `${name}Value`, kernel.getText(), loop.getText()));
    }
  }
  const jumps = [...preorder(body)].filter(ts.isBreakOrContinueStatement);
  const own = jumps.filter((jump) => jump.label !== undefined && jump.label.text === label);
  // From an inner loop or a `switch` of the commit, only the label reaches the loop.
  const keepsLabel = own.some((jump) => isNestedIn(jump, body));
  const edits: TextEdit[] = keepsLabel
    ? []
    : own.map((jump) => ({ start: jump.label!.pos, end: jump.label!.end, text: "" }));
  const [start, stop] = ts.isBlock(body) ? [body.getStart() + 1, body.end - 1] : [body.getStart(), body.end];
  const text = renamed(sourceFile, start, stop, new Map(), checker, edits);
  const after = reindent(text.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd(), "");
  const valueLines = (value: string) => {
    if (isSame) return "";
    if (binding === undefined) return code?.result === undefined && code !== undefined ? "" : `${value}${end}`;
    return `${keyword} ${binding.getText()} = ${value}${end}`;
  };
  const declared = namesDeclaredIn([...(binding && !isSame ? [binding] : []), body], checker);
  const needsBlock = [...declared].some((name) => outer().has(name));
  return { names, valueLines, after, isLeft: jumps.some(ts.isBreakStatement), keepsLabel, needsBlock };

  /** Names by which items, `env` and kernel mean variables from outside of the loop. */
  function outer(): ReadonlySet<string> {
    const own = namesDeclaredIn([kernel], checker);
    const free = [...wordsOf([kernel.body])].filter(
      (name) => !own.has(name) || kernel.parameters.some((each) => wordsOf([each.name]).has(name)),
    );
    return new Set([...free, ...wordsOf([loop.expression])]);
  }

  /** The value is a variable of the kernel with the name that the commit gives it. */
  function isPassedOn(result: ts.Expression): boolean {
    if (binding === undefined || !ts.isIdentifier(result) || result.text !== binding.getText()) return false;
    const declaration = checker.getSymbolAtLocation(result)?.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
    const list = declaration.parent;
    const isOuter = ts.isVariableDeclarationList(list) && list.parent.parent === kernel.body;
    return isOuter && (keyword === "const" || (list.flags & ts.NodeFlags.Const) === 0);
  }

  /** The commit's index is what the kernel calls its own, or the item of a range from 0. */
  function isNumber(symbol: ts.Symbol): boolean {
    const at = kernel.parameters.findIndex(
      ({ name }) => ts.isIdentifier(name) && checker.getSymbolAtLocation(name) === symbol,
    );
    return at === 2 || (at === 0 && isFromZero(loop));
  }

  function parameters(): readonly ts.Symbol[] {
    return [kernel.parameters[0], kernel.parameters[2]].flatMap((parameter) =>
      parameter === undefined
        ? []
        : [...preorder(parameter.name)].flatMap((node) => {
            const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
            return symbol === undefined ? [] : [symbol];
          }),
    );
  }
}

/** The batches of `range(n)`. */
function isFromZero({ expression }: ts.ForOfStatement): boolean {
  const call = [...preorder(expression)].find((node) => ts.isCallExpression(node) && node.arguments.length > 1);
  const items = call !== undefined && ts.isCallExpression(call) ? call.arguments[0] : undefined;
  return items !== undefined && ts.isCallExpression(items) && items.arguments.length === 1;
}

function isNestedIn(node: ts.Node, root: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && at !== root.parent; at = at.parent)
    if (ts.isIterationStatement(at, false) || ts.isSwitchStatement(at)) return true;
  return false;
}

/** Why kernel and commit of results that come in turn cannot do so; the runner itself lets them do so where it runs a call in place. */
export function problemOfCommit(
  { loop, commit }: Each,
  { taken }: Pick<CallSite, "taken">,
  reads: ReadonlySet<ts.Symbol>,
  checker: ts.TypeChecker,
): string | undefined {
  const label = labelAround(loop);
  for (const node of preorder(commit.body)) {
    const isOfBatch = taken === "in-batches" && ts.isBreakOrContinueStatement(node);
    if (isOfBatch && ts.isBreakStatement(node) && node.label === undefined && !isNestedIn(node, commit.body))
      return "a `break` in its commit leaves one batch only";
    if (isOfBatch && ts.isContinueStatement(node) && node.label !== undefined && node.label.text === label)
      return "a `continue` in its commit leaves one batch only";
    let root: ts.Node = node;
    const isPlace = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isNonNullExpression(root))
      root = root.expression;
    if (!ts.isIdentifier(root)) continue;
    const isCalled = isPlace && ts.isCallExpression(node.parent) && node.parent.expression === node;
    if (!isAssignedAt(node) && !isCalled) continue;
    const symbol = checker.getSymbolAtLocation(root);
    if (symbol !== undefined && reads.has(symbol))
      return `its commit may change \`${root.text}\`, which the kernel is given as it was at the call`;
  }
  return undefined;
}
