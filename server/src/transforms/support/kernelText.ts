// The text of a kernel: the body minus the commit, what it declares and returns, its parameters and the type of its `env`.

import { ts } from "ts-morph";
import type { Split } from "../../legality/verdict.js";
import { isArrayLike } from "../../loops/findLoops.js";
import type { BoundElements, ComparedCount } from "../../loops/loop.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import type { TransformContext } from "../transform.js";
import { advanceText, withoutLastAdvances } from "./advanceText.js";
import { changedNames, withConstants } from "./constants.js";
import { type Documented, kernelComment } from "./docComment.js";
import type { KernelText } from "./kernelModule.js";
import { freeNamesIn, namesUsedIn } from "./namesUsed.js";
import type { Parts } from "./parts.js";
import { prunedPattern } from "./pattern.js";
import { slice } from "./slices.js";
import { arrayOf, namesOf, type Slot } from "./slots.js";
import type { Target } from "./target.js";
import { freeName, type Habits, reindent } from "./text.js";
import type { ThisField, ThisFields } from "./thisFields.js";
import { collectNames, genericsOf, isChosen, newTypeNames, type TypeNames, typeText, withoutBuffers } from "./types.js";

export interface KernelDraft {
  readonly name: string;
  readonly context: TransformContext;
  readonly space: BoundElements | ComparedCount;
  readonly parts: Parts;
  readonly slots: readonly Slot[];
  /** Results travel in an object: there are several, or one that could be taken for that of a skipped iteration. */
  readonly isWrapped: boolean;
  readonly habits: Habits;
  readonly target: Target;
  readonly used: TypeNames;
  readonly own: ThisFields;
}

/** The live-ins that are left when the commit has taken its part of the body: what only the caller reads does not travel. */
export function liveInsOf(draft: KernelDraft): Split["liveIns"] {
  // The types that are written down here are of no use.
  const body = kernelBody({ ...draft, used: newTypeNames() }, draft.target.language === "ts", "index");
  // The defaults of a pattern are evaluated in the kernel, too.
  const item = draft.space.form === "elements" ? `const ${draft.space.binding.getText()} = 0;\n` : "";
  const names = namesUsedIn(item + body, "kernel.ts");
  return draft.parts.split.liveIns.filter(({ name }) => names.has(name));
}

export function kernelText(draft: KernelDraft): KernelText {
  const { name, context, parts, slots, habits, target, used, own } = draft;
  const { split } = parts;
  const { newline, indent, semicolon } = habits;
  const typed = target.language === "ts";
  if (typed) for (const node of parts.kernelNodes) collectNames(node, node, context.checker, used);
  const fields = typed ? envMembers(split, own, context, used) : [];
  const item = itemParameter(draft, typed);
  const result = typed ? resultType(draft) : undefined;
  const index = freeName("index", wordsInScope(context.analysis.loop.node), namesOf(slots));
  const body = kernelBody(draft, typed, index);
  const generics = typed ? genericsOf(used) : { declared: "", given: "" };
  const envName = `${name[0]!.toUpperCase()}${name.slice(1)}Env`;
  const members = fields.map((field) => `${indent}${field}${semicolon}${newline}`);
  const envInterface =
    fields.length === 0 ? "" : `export interface ${envName}${generics.declared} {${newline}${members.join("")}}`;
  const names = [...split.liveIns, ...own.fields].map((each) => each.name).join(", ");
  const env = names === "" ? [] : [typed ? `{ ${names} }: ${envName}${generics.given}` : `{ ${names} }`];
  const head = `${target.usesRequire ? "" : "export "}function ${name}${generics.declared}${habits.space}(`;
  const tail = `)${result === undefined ? "" : `: ${result}`} {`;
  const isIndexed = split.advanced.length > 0 && draft.space.form === "elements";
  const parameters = [item, ...env, ...(isIndexed ? [typed ? `${index}: number` : index] : [])];
  const line = head + parameters.join(", ") + tail;
  const broken = [head, parameters.map((each) => indent + each).join(`,${newline}`) + habits.comma.call, tail].join(
    newline,
  );
  const code = reindent(returnedAtOnce(body, result), indent).replaceAll("\n", newline);
  const declaration = [line.length <= habits.width ? line : broken, ...(code === "" ? [] : [code]), "}"].join(newline);
  const comment = kernelComment(
    { item: documentedItem(draft), split, own, index: isIndexed ? index : undefined },
    draft,
  );
  return { name, envInterface, declaration: comment + declaration };
}

/** `const x = …; return x;` as `return …;`, where the name is of no other use and has no type but that of the result. */
function returnedAtOnce(body: string, result: string | undefined): string {
  const { statements } = ts.createSourceFile("kernel.ts", body, ts.ScriptTarget.Latest, true);
  const [declared, returned] = statements.slice(-2);
  if (declared === undefined || returned === undefined || !ts.isVariableStatement(declared)) return body;
  const { declarations, flags } = declared.declarationList;
  const [declaration] = declarations;
  const value = ts.isReturnStatement(returned) ? returned.expression : undefined;
  if (declaration?.initializer === undefined || declarations.length > 1 || value === undefined) return body;
  const isTyped = declaration.type !== undefined && declaration.type.getText() !== result;
  const isConstant = (flags & ts.NodeFlags.Const) !== 0 && !isTyped;
  const name = declaration.name.getText();
  if (!isConstant || !ts.isIdentifier(value) || value.text !== name) return body;
  const between = body.slice(declared.end, returned.getStart());
  const mentions = body.match(new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g"));
  if (between.trim() !== "" || mentions?.length !== 2) return body;
  const end = body.slice(declaration.initializer.end, declared.end);
  return `${body.slice(0, declared.getStart())}return ${body.slice(declaration.initializer.getStart(), declaration.initializer.end)}${end}`;
}

/** The members of a kernel's `env` with their types. */
export function envMembers(
  { liveIns }: Pick<Split, "liveIns">,
  { fields }: ThisFields,
  context: TransformContext,
  used: TypeNames,
): readonly string[] {
  const ownType = ({ node }: ThisField) => typeText(context.checker.getTypeAtLocation(node), node, context, used);
  return [
    ...liveIns.map((liveIn) => `${liveIn.name}: ${liveInType(liveIn, context, used)}`),
    ...fields.map((field) => `${field.name}: ${ownType(field)}`),
  ];
}

/** As the author wrote it, unless the value is known to be less by the time the loop uses it. */
function liveInType(
  { symbol, node }: { readonly symbol: ts.Symbol; readonly node: ts.Identifier },
  context: TransformContext,
  used: TypeNames,
): string {
  const { checker } = context;
  const declaration = symbol.valueDeclaration;
  const isPlain =
    declaration !== undefined &&
    ((ts.isParameter(declaration) &&
      declaration.questionToken === undefined &&
      declaration.dotDotDotToken === undefined) ||
      ts.isVariableDeclaration(declaration)) &&
    ts.isIdentifier(declaration.name);
  const written = isPlain ? declaration.type : undefined;
  const here = checker.getTypeAtLocation(node);
  const shown = withoutBuffers(typeText(here, node, context, used, isChosen(here) ? "keep" : "widen"));
  const { parent } = node;
  const isTakenApart = ts.isElementAccessExpression(parent) || ts.isPropertyAccessExpression(parent);
  if (shown === "unknown" && isTakenApart && parent.expression === node)
    used.problem ??= `the compiler does not tell the type of \`${node.text}\`; write it where it is declared`;
  const isSame = written !== undefined && checker.getTypeFromTypeNode(written) === here;
  if (!isSame || written.getText().includes("\n")) return shown;
  collectNames(written, written, checker, used);
  return written.getText();
}

function itemParameter({ space, parts, context, used }: KernelDraft, typed: boolean): string {
  if (space.form === "counted") {
    const of = context.prepared?.parts;
    if (of?.kind === "bounds") return `[${space.name}, ${of.to}]${typed ? ": readonly [number, number]" : ""}`;
    const isUsed = parts.usedInKernel(space.induction) || parts.split.advanced.length > 0;
    const name = isUsed ? space.name : `_${space.name}`;
    return typed ? `${name}: number` : name;
  }
  const isUsed = (symbol: ts.Symbol) => parts.usedInKernel(symbol);
  const text = prunedPattern(space.binding, isUsed, context.checker);
  if (!typed) return text;
  const element = itemType(space, context.checker);
  return `${text}: ${typeText(element, space.binding, context, used, isChosen(element) ? "keep" : "widen")}`;
}

function documentedItem({ space, context }: KernelDraft): Documented {
  if (space.form !== "counted") {
    const name = ts.isIdentifier(space.binding) ? space.binding.text : "item";
    return { name, found: { type: itemType(space, context.checker), node: space.binding } };
  }
  return context.prepared?.parts?.kind === "bounds"
    ? { name: "part", text: "readonly [number, number]" }
    : { name: space.name };
}

function itemType({ binding, iterable }: BoundElements, checker: ts.TypeChecker): ts.Type {
  return ts.isIdentifier(binding) ? checker.getTypeAtLocation(binding) : elementType(iterable, binding, checker);
}

/** Of an array that of its elements; of a `Map` or an iterator that of what the loop takes apart. */
function elementType(iterable: ts.Expression, binding: ts.BindingName, checker: ts.TypeChecker): ts.Type {
  const type = checker.getTypeAtLocation(iterable);
  const element = isArrayLike(type, checker) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
  // A declaration that takes apart has no name, and the compiler no type for it; the pattern has one.
  return element ?? checker.getTypeAtLocation(binding);
}

/** @param index what the kernel calls the number of the iteration */
function kernelBody(draft: KernelDraft, typed: boolean, index: string): string {
  const { parts, slots, isWrapped, habits, context, used, space, own } = draft;
  const { split } = parts;
  const end = habits.semicolon;
  const names = new Map<ts.Node, string>(own.nameOf);
  for (const { channel, local, mode, name } of slots)
    if (channel.kind === "expression") names.set(channel.expression, mode === "array" ? name : local);
  const hasResult = slots.length > 0;
  const isFlag = split.skips && !hasResult && split.commit.size > 0;
  const values = slots.map((slot) => (slot.mode === "result" ? valueText(slot, own) : slot.local));
  const object = slots.map(({ property }, index) =>
    property === values[index] ? property : `${property}: ${values[index]}`,
  );
  const result = isFlag ? "true" : isWrapped ? `{ ${object.join(", ")} }` : values[0];
  for (const stop of parts.stops) names.set(stop, `return${result === undefined ? "" : ` ${result}`}${end}`);
  const code = slice({
    parts,
    side: "kernel",
    indent: habits.indent,
    before: (statement) =>
      slots.filter(({ channel }) => channel.at === statement).flatMap((slot) => fill(slot, parts, own, end)),
    replacement: (node) => names.get(node),
    continueText: `return${isFlag ? " false" : hasResult ? " undefined" : ""}${end}`,
    head: () => undefined,
  });
  const declared = [
    ...split.advanced.map((advanced) => `${advanceText(advanced, space, index, own.textOf)}${end}`),
    ...privates(parts, `${code}\n${result ?? ""}`, context, used, typed).map((text) => `let ${text}${end}`),
    ...scratch(parts, own, context, used, typed).map((text) => `const ${text}${end}`),
    ...slots.flatMap((slot) => declare(slot, typed, end)),
  ];
  const lines = [...declared, code, ...(result === undefined ? [] : [`return ${result}${end}`])];
  const hoisted = slots.flatMap(({ mode, local }) => (mode === "hoisted" ? [local] : []));
  const fresh = new Set([...split.privates.map(({ name }) => name), ...hoisted]);
  const all = lines.filter((line) => line !== "").join("\n");
  const whole = withoutLastAdvances(all, new Set(split.advanced.map(({ symbol }) => symbol.name)));
  return withConstants(whole, fresh, changedNames(parts.body));
}

function valueText({ channel }: Slot, { textOf }: ThisFields): string {
  return channel.kind === "expression" ? textOf(channel.expression) : channel.name;
}

/** What the kernel does where the commit would use the value. */
function fill(slot: Slot, parts: Parts, own: ThisFields, end: string): readonly string[] {
  const value = valueText(slot, own);
  switch (slot.mode) {
    case "result":
      return [];
    case "direct":
      return slot.local === value ? [] : [`const ${slot.local} = ${value}${end}`];
    case "hoisted":
      return [`${slot.local} = ${value}${end}`];
    case "array":
      // The head of a statement that both sides keep needs the value, too.
      return slot.channel.kind === "expression" && parts.sideOf(slot.channel.at) === "mixed"
        ? [`const ${slot.name} = ${value}${end}`, `${slot.local}.push(${slot.name})${end}`]
        : [`${slot.local}.push(${value})${end}`];
  }
}

function declare({ mode, local, type }: Slot, typed: boolean, end: string): readonly string[] {
  if (mode === "array") return [`const ${local}${typed ? `: ${arrayOf(type)}` : ""} = []${end}`];
  // Assigned on exactly those ways on which the caller reads it.
  return mode === "hoisted" ? [`let ${local}${typed ? `!: ${type}` : ""}${end}`] : [];
}

/** Variables of the surroundings of which each iteration has its own. */
function privates(parts: Parts, code: string, context: TransformContext, used: TypeNames, typed: boolean): string[] {
  const names = freeNamesIn(code, "kernel.ts");
  return parts.split.privates.flatMap((symbol) => {
    // The caller's part of the body has the others.
    if (!names.has(symbol.name)) return [];
    const declaration = symbol.valueDeclaration;
    // What the body declares with `var` itself needs no second declaration.
    if (new RegExp(`\\bvar\\s+${symbol.name}\\b`).test(code)) return [];
    const type = context.checker.getTypeOfSymbol(symbol);
    // Without a written type, `var sum;` has the type of what is assigned to it.
    if (!typed || declaration === undefined || (type.flags & ts.TypeFlags.Any) !== 0) return [symbol.name];
    return [`${symbol.name}: ${typeText(type, declaration, context, used)}`];
  });
}

/** Arrays of the surroundings of which each iteration has its own, as they are declared there. */
function scratch(
  { split }: Parts,
  { textOf }: ThisFields,
  { checker }: TransformContext,
  used: TypeNames,
  typed: boolean,
): string[] {
  return split.scratch.flatMap(({ valueDeclaration: declaration }) => {
    if (declaration === undefined) return [];
    if (typed) collectNames(declaration, declaration, checker, used);
    return [textOf(declaration)];
  });
}

/** undefined: left to inference. */
function resultType({ parts, slots, isWrapped }: KernelDraft): string | undefined {
  const { split } = parts;
  if (slots.length === 0) return split.skips && split.commit.size > 0 ? "boolean" : "void";
  if (slots.some(({ isNarrowed, mode }) => isNarrowed && mode !== "array")) return undefined;
  // What the compiler does not know it finds by itself, and a linter would ask who wrote `any`.
  if (slots.some(({ type, mode }) => mode !== "array" && /^any(?:\[\])*$/.test(type))) return undefined;
  const types = slots.map(({ mode, type }) => (mode === "array" ? arrayOf(type) : type));
  const object = slots.map(({ property }, index) => `${property}: ${types[index]}`);
  const whole = isWrapped ? `{ ${object.join("; ")} }` : types[0]!;
  return split.skips ? `${whole} | undefined` : whole;
}
