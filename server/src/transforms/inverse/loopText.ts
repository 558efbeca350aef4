// The loop itself: its head, the kernel's statements in its body, and what is done with the value of each iteration.
import { ts } from "ts-morph";
import { preorder } from "../../loops/mentions.js";
import { freeName, type Habits, indentAt, reindent } from "../support/text.js";
import type { TextEdit } from "../transform.js";
import type { CallSite, Site } from "./callSite.js";
import type { EnvText } from "./envText.js";
import { headText } from "./headText.js";
import { isAssignedIn, isMentionedIn, isNested, type KernelCode } from "./kernelCode.js";
import { changesLengths } from "./lengths.js";
import { declaredIn, renamed, wordsOf } from "./names.js";

export interface SerialText {
  readonly edit: TextEdit;
  /** The kernel is still called by its name. */
  readonly keepsKernel: boolean;
}

export interface Work {
  readonly site: Site;
  readonly found: CallSite;
  readonly habits: Habits;
  readonly typed: boolean;
  readonly around: string;
  readonly code: KernelCode | undefined;
  readonly env: EnvText | undefined;
}

export interface Joined {
  readonly names: ReadonlyMap<ts.Symbol, string>;
  readonly after: string;
  readonly isLeft: boolean;
  readonly isInlined: boolean;
  /** The commit declares names by which the kernel's code means other variables: it gets a block of its own. */
  readonly needsBlock: boolean;
}

/** The loop with what comes before it; `store` says what is done with the value of an iteration. */
export function loopText(
  { site, found, habits, around, code, env }: Work,
  index: string | undefined,
  store: ((value: string) => string) | undefined,
  join?: Joined,
): { readonly lines: readonly string[]; readonly keepsKernel: boolean } | { readonly problem: string } {
  const { checker } = site;
  const { kernel } = found;
  const end = habits.semicolon;
  const isInlined = code !== undefined && env !== undefined && (join?.isInlined ?? true);
  const names = new Map([...(isInlined ? env.names : []), ...(join?.names ?? []), ...(isInlined ? apart() : [])]);
  const [item, , counter] = kernel.parameters;
  const source = kernel.getSourceFile();
  const called = (name: ts.BindingName) => renamed(source, name.getStart(), name.end, names, checker);
  const symbolOf = (name: ts.BindingName | undefined) =>
    name && ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const counterSymbol = symbolOf(counter?.name);
  const countsItself = isInlined && counterSymbol !== undefined && isMentionedIn(counterSymbol, kernel.body, checker);
  const itemSymbol = symbolOf(item?.name);
  const isAssigned = (name: ts.BindingName) =>
    [...preorder(name)].some((node) => {
      const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
      return symbol !== undefined && isAssignedIn(symbol, kernel.body, checker);
    });
  if (countsItself && isAssigned(counter!.name)) return { problem: "its kernel changes the number of the iteration" };
  const isAsked =
    item !== undefined && (itemSymbol === undefined || !isInlined || isMentionedIn(itemSymbol, kernel.body, checker));
  const plainItem = isInlined
    ? undefined
    : freeName(item && ts.isIdentifier(item.name) ? item.name.text : "item", around);
  const inLoop = countsItself ? called(counter!.name) : undefined;
  const number = inLoop ?? (kernel.parameters.length > 2 && !isInlined ? (index ?? freeName("index", around)) : index);
  const head = headText({
    items: found.items,
    item: isInlined
      ? isAsked
        ? { text: called(item.name), name: item.name, isAssigned: isAssigned(item.name) }
        : undefined
      : { text: plainItem!, name: undefined, isAssigned: false },
    index: number,
    isLeft: join?.isLeft ?? false,
    isLengthChanged: changesLengths(found.whole, checker),
    checker,
    around: `${around} ${kernel.getText()} ${[...names.values()].join(" ")}`,
    end,
  });
  if ("problem" in head) return head;
  const inner = [
    ...head.inner,
    ...(number !== undefined && index !== undefined && number !== index ? [`const ${index} = ${number}${end}`] : []),
  ];
  const before: string[] = [];
  let body: string[];
  let label: string | undefined;
  if (isInlined) {
    before.push(...env.before);
    const isFar = code.early.some((each) => isNested(each, kernel));
    label = isFar ? freeName("iterations", around, kernel.getText()) : undefined;
    const edits = code.early.map((each) => earlyEnd(each));
    const statements = reindent(trimmed(renamed(source, code.start, code.end, names, checker, edits)), "");
    const result = code.result && renamed(source, code.result.getStart(), code.result.end, names, checker);
    const isValue = code.result !== undefined || code.early.some(({ expression }) => expression !== undefined);
    const last =
      store === undefined ? [] : isValue || join !== undefined ? [store(result ?? "undefined")] : [store("undefined")];
    body = [...env.inner, ...inner, ...(statements === "" ? [] : [statements]), ...tail(last)];
  } else {
    const given = [plainItem!, envArgument(before), ...(number === undefined ? [] : [number])].slice(
      0,
      kernel.parameters.length,
    );
    const value = `${found.kernelName!.text}(${given.join(", ")})`;
    body = [...inner, ...tail([store === undefined ? `${value}${end}` : store(value)])];
  }
  const code2 = nested(
    head.heads,
    body.filter((line) => line !== ""),
    habits.indent,
  );
  return { lines: [...before, label === undefined ? code2 : `${label}: ${code2}`], keepsKernel: !isInlined };

  /** What is done with the value, and the commit behind it. */
  function tail(lines: readonly string[]): readonly string[] {
    const all = [...lines, join?.after ?? ""].filter((line) => line !== "");
    return join?.needsBlock === true ? [`{\n${reindent(all.join("\n"), habits.indent)}\n}`] : all;
  }

  /** Variables of the kernel that would hide what the items or the target of the values are called. */
  function apart(): readonly (readonly [ts.Symbol, string])[] {
    const into = found.options.get("into");
    const taken = wordsOf([found.items, ...(into === undefined ? [] : [into])]);
    const [first, , third] = kernel.parameters;
    const parameters = [first, third].flatMap((parameter) => parameter?.name ?? []);
    const own = declaredIn([...parameters, ...(code?.statements ?? [])], checker);
    return [...own].flatMap((symbol) =>
      taken.has(symbol.name) && join?.names.has(symbol) !== true
        ? [[symbol, freeName(`${symbol.name}Value`, around, kernel.getText())] as const]
        : [],
    );
  }

  function envArgument(lines: string[]): string {
    const text = found.env?.getText() ?? "{}";
    if (found.env === undefined || ts.isIdentifier(found.env) || text === "{}") return text;
    const name = freeName("env", around);
    lines.push(`const ${name} = ${text}${end}`);
    return name;
  }

  /** `return value` in the middle of the kernel: the value is stored, and the iteration ends. */
  function earlyEnd(node: ts.ReturnStatement): TextEdit {
    const value = node.expression && renamed(source, node.expression.getStart(), node.expression.end, names, checker);
    const lines = [
      ...(store === undefined ? [] : [store(value ?? "undefined")]),
      `continue${label === undefined ? "" : ` ${label}`}${end}`,
    ];
    const isListed = ts.isBlock(node.parent) || ts.isCaseOrDefaultClause(node.parent);
    const blanks = indentAt(source.text, node.getStart());
    const listed = lines.join(`\n${blanks}`);
    if (isListed || lines.length === 1) return { start: node.getStart(), end: node.end, text: listed };
    const deeper = lines.map((line) => `${blanks}${habits.indent}${line}`).join("\n");
    return { start: node.getStart(), end: node.end, text: `{\n${deeper}\n${blanks}}` };
  }
}

/** `items.map(…)` where the call stands in the middle of an expression. */
export function expressionText({ site, found, code, env }: Work): SerialText | { readonly problem: string } {
  const { kernel, items, options, whole } = found;
  if (options.has("into")) return { problem: "its option `into` stands in the middle of an expression" };
  const source = kernel.getSourceFile();
  const isInlined = env !== undefined && code !== undefined && env.before.length + env.inner.length === 0;
  const [item, , counter] = kernel.parameters;
  const text = (node: ts.Node) => renamed(source, node.getStart(), node.end, env?.names ?? new Map(), site.checker);
  const parameters = [item?.name.getText() ?? "_item", ...(counter === undefined ? [] : [counter.name.getText()])];
  const arrow = isInlined
    ? `(${parameters.join(", ")}) => ${code.statements.length === 0 && code.result !== undefined ? asBody(text(code.result)) : reindent(text(kernel.body), indentAt(site.sourceFile.text, whole.getStart())).trimStart()}`
    : callBack();
  const replaced = options.has("holes")
    ? `${items.getText()}.map(${arrow})`
    : `Array.from(${items.getText()}, ${arrow})`;
  return { edit: { start: whole.getStart(), end: whole.end, text: replaced }, keepsKernel: !isInlined };

  function callBack(): string {
    const given = found.env?.getText() ?? "{}";
    const [own, number] = [freeName("item", given), freeName("index", given)];
    const count = kernel.parameters.length;
    const names = [own, number].slice(0, count > 2 ? 2 : Math.min(count, 1));
    return `(${names.join(", ")}) => ${found.kernelName!.text}(${[own, given, number].slice(0, count).join(", ")})`;
  }
}

function asBody(text: string): string {
  return text.startsWith("{") ? `(${text})` : text;
}

function nested(heads: readonly string[], body: readonly string[], indent: string): string {
  const [head, ...more] = heads;
  const inside = more.length === 0 ? body.join("\n") : nested(more, body, indent);
  return inside === "" ? `${head} {}` : `${head} {\n${reindent(inside, indent)}\n}`;
}

/** Without the empty lines around; the indentation of the first line stays. */
export function trimmed(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd();
}
