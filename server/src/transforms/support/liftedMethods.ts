// Methods of the loop's own class as functions: what they read of `this` and of the class becomes parameters, and the methods
// call the functions.
import { ts } from "ts-morph";
import { heirsOf } from "../../accesses/heirs.js";
import { thisHolder, valueSymbol } from "../../accesses/types.js";
import { preorder } from "../../loops/mentions.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { isHidden } from "./checks.js";
import { isAsync } from "./functions.js";
import type { Lifting } from "./liftedForm.js";
import { isPropertyName } from "./namesUsed.js";
import { editedPart, fullRange, habitsOf, indentAt } from "./text.js";
import { isOwnField, ownClass } from "./thisFields.js";
import { newTypeNames, typeText } from "./types.js";

interface Lifted {
  readonly method: ts.MethodDeclaration;
  /** What the function is called. */
  readonly name: string;
  /** The fields that it is handed, by their text, with its names for them. */
  readonly fields: ReadonlyMap<string, Field>;
  /** The method calls the function already. */
  readonly isDone: boolean;
}

interface Field {
  readonly node: ts.PropertyAccessExpression;
  readonly name: string;
}

/**
 * The methods of its own class that the kernel calls; undefined where it calls none that could be a function.
 * @param parts all nodes of the kernel
 */
export function liftedMethods(parts: readonly ts.Node[], context: TransformContext): Lifting | undefined {
  const { checker, sourceFile } = context;
  const { text } = sourceFile;
  const typed = !/\.[cm]?jsx?$/.test(sourceFile.fileName);
  const names = variableNames(sourceFile);
  const lifted = new Map<ts.MethodDeclaration, Lifted | undefined>();
  const calls = parts.flatMap((node) => {
    const method = ownMethodAt(node, context);
    const known = method && lift(method);
    const call = node as ts.CallExpression;
    return known === undefined || (known.isDone && mayGiveMore(call, known)) ? [] : [{ call, known }];
  });
  if (calls.length === 0) return undefined;
  const all = new Set<Lifted>();
  for (const { known } of calls) need(known);
  const replaced = new Set<ts.Node>(calls.map(({ call }) => call.expression));
  const gone = new Set([...all].filter(({ method }) => isUnused(method, replaced)));
  const fresh = [...all].filter(({ isDone }) => !isDone);
  return {
    functions: fresh.map((each) => (gone.has(each) ? commentsOf(each) : "") + functionText(each)),
    edits: [
      ...calls.flatMap(({ call, known }) => callEdits(call, known, (field) => field.node.getText())),
      ...fresh.flatMap((each) => (gone.has(each) ? [] : [delegateEdit(each)])),
      ...[...gone].map(({ method }) => ({ ...fullRange(method, text), text: "" })),
    ],
  };

  /** A private method that only the loop and functions that were methods have called: a compiler would ask what it is for. */
  function isUnused(method: ts.MethodDeclaration, replaced: ReadonlySet<ts.Node>): boolean {
    const isPrivate =
      ts.isPrivateIdentifier(method.name) || (ts.getCombinedModifierFlags(method) & ts.ModifierFlags.Private) !== 0;
    const name = (method.name as ts.Identifier).text;
    if (!isPrivate || mentionsElsewhere(name, context)) return false;
    const bodies = [...all].flatMap((each) => each.method.body ?? []);
    for (const node of preorder(sourceFile)) {
      if (ts.isStringLiteralLike(node) && node.text === name) return false;
      const isMention = (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === name;
      if (!isMention || node === method.name || replaced.has(node.parent)) continue;
      const meant = checker.getSymbolAtLocation(node)?.valueDeclaration;
      if (meant !== undefined && meant !== method) continue;
      if (!bodies.some((body) => body.pos <= node.pos && node.end <= body.end) && isPropertyName(node)) return false;
    }
    return true;
  }

  function commentsOf({ method }: Lifted): string {
    const { start } = fullRange(method, text);
    const lead = text.slice(start, method.getStart());
    return lead.trim() === "" ? "" : lead.replace(/[ \t]+$/, "");
  }

  /** With those that it calls. */
  function need(each: Lifted): void {
    if (all.has(each)) return;
    all.add(each);
    if (each.isDone) return;
    for (const node of preorder(each.method)) {
      const other = ownMethodAt(node, context);
      const callee = other && lifted.get(other);
      if (callee !== undefined) need(callee);
    }
  }

  function lift(method: ts.MethodDeclaration): Lifted | undefined {
    if (lifted.has(method)) return lifted.get(method);
    // One that calls itself has the fields that it is known to have so far.
    lifted.set(method, undefined);
    const found = delegateOf(method, context) ?? plan(method);
    lifted.set(method, found);
    return found;
  }

  function plan(method: ts.MethodDeclaration): Lifted | undefined {
    if (!isLiftable(method, context)) return undefined;
    const own = new Set(variableNames(method));
    const fields = new Map<string, Field>();
    const add = (node: ts.PropertyAccessExpression) => {
      const shown = node.getText();
      if (fields.has(shown)) return;
      const name = freeOf(node.name.text.replace(/^#/, ""), own);
      own.add(name);
      fields.set(shown, { node, name });
    };
    for (const node of preorder(method)) {
      if (isOwnField(node, checker) && isBoundTo(method, node)) {
        add(node);
        continue;
      }
      const other = ownMethodAt(node, context);
      if (other === undefined || other === method) continue;
      const callee = lift(other);
      if (callee === undefined) return undefined;
      for (const field of callee.fields.values()) add(field.node);
    }
    const { name: written, parent } = method;
    const plain = (written as ts.Identifier).text.replace(/^#/, "");
    const owner = (parent as ts.ClassDeclaration).name!.text;
    const long = `${owner[0]!.toLowerCase()}${owner.slice(1)}${plain[0]!.toUpperCase()}${plain.slice(1)}`;
    const name = names.has(plain) || own.has(plain) || isReserved(plain) ? freeOf(long, names) : plain;
    names.add(name);
    return { method, name, fields, isDone: false };
  }

  /** `this.get(i)` → `get(this.bits, i)` */
  function callEdits(
    call: ts.CallExpression,
    { name, fields }: Lifted,
    textOf: (field: Field) => string,
  ): readonly TextEdit[] {
    const callee = call.expression;
    const given = [...fields.values()].map(textOf);
    const first = call.arguments.pos;
    const edits = [{ start: callee.getStart(), end: callee.end, text: name }];
    if (given.length === 0) return edits;
    return [...edits, { start: first, end: first, text: given.join(", ") + (call.arguments.length > 0 ? ", " : "") }];
  }

  function functionText({ method, name, fields }: Lifted): string {
    const edits: TextEdit[] = [];
    for (const node of preorder(method)) {
      const field = isOwnField(node, checker) && isBoundTo(method, node) ? fields.get(node.getText()) : undefined;
      if (field !== undefined) edits.push({ start: node.getStart(), end: node.end, text: field.name });
      const other = ownMethodAt(node, context);
      const callee = other === method ? { name, fields } : other && lifted.get(other);
      if (callee !== undefined) {
        const own = (each: Field) => fields.get(each.node.getText())!.name;
        edits.push(...callEdits(node as ts.CallExpression, { ...callee, method, isDone: false }, own));
      }
    }
    const handed = [...fields.values()].map(
      (field) =>
        field.name +
        (typed ? `: ${typeText(checker.getTypeAtLocation(field.node), field.node, context, newTypeNames())}` : ""),
    );
    const { parameters, type, body, typeParameters } = method;
    const shown = (from: number, to: number) => editedPart(text, from, to, edits);
    const generics = typeParameters === undefined ? "" : text.slice(typeParameters.pos - 1, typeParameters.end + 1);
    const own = shown(parameters.pos, parameters.end);
    const all = handed.length === 0 ? own : handed.join(", ") + (own.trim() === "" ? "" : `, ${own.trimStart()}`);
    const result = type === undefined ? "" : `: ${shown(type.getStart(), type.end)}`;
    const head = `function ${name}${generics}(${all})${result} `;
    return indentAt(text, method.getStart()) + head + shown(body!.getStart(), body!.end);
  }

  function delegateEdit({ method, name, fields }: Lifted): TextEdit {
    const { indent, semicolon, newline } = habitsOf(sourceFile);
    const { body, parameters, type } = method;
    const blanks = indentAt(text, method.getStart());
    const given = parameters.map((each) => `${each.dotDotDotToken ? "..." : ""}${each.name.getText()}`);
    const call = `${name}(${[...[...fields.values()].map(({ node }) => node.getText()), ...given].join(", ")})`;
    const returns = type?.kind === ts.SyntaxKind.VoidKeyword ? "" : "return ";
    const code = `{${newline}${blanks}${indent}${returns}${call}${semicolon}${newline}${blanks}}`;
    return { start: body!.getStart(), end: body!.end, text: code };
  }
}

/** Another file has the name as a member, or as a text: types can be got round. */
function mentionsElsewhere(name: string, { program, sourceFile }: TransformContext): boolean {
  if (name.startsWith("#")) return false;
  const mention = new RegExp(`(?:\\.|["'\`])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  return program
    .getSourceFiles()
    .some((file) => file !== sourceFile && !file.isDeclarationFile && mention.test(file.text));
}

/** A method that only calls a function with what it is given, as this rewrite leaves it. */
function delegateOf(method: ts.MethodDeclaration, { checker }: TransformContext): Lifted | undefined {
  const [only, ...more] = method.body?.statements ?? [];
  const value =
    only !== undefined && more.length === 0 && (ts.isReturnStatement(only) || ts.isExpressionStatement(only))
      ? only.expression
      : undefined;
  if (value === undefined || !ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return undefined;
  const declaration = valueSymbol(value.expression, checker)?.declarations?.[0];
  const isOfFile =
    declaration !== undefined &&
    (ts.isImportSpecifier(declaration) ||
      (ts.isFunctionDeclaration(declaration) && ts.isSourceFile(declaration.parent)));
  if (!isOfFile || value.questionDotToken !== undefined) return undefined;
  const fields = new Map<string, Field>();
  const given = [...value.arguments];
  for (let first = given[0]; first !== undefined && isOwnField(first, checker); first = given[0]) {
    fields.set(first.getText(), { node: first, name: first.name.text.replace(/^#/, "") });
    given.shift();
  }
  const isPassedOn =
    given.length === method.parameters.length &&
    method.parameters.every(
      ({ name, initializer, dotDotDotToken }, at) =>
        initializer === undefined && dotDotDotToken === undefined && name.getText() === given[at]!.getText(),
    );
  return isPassedOn ? { method, name: value.expression.text, fields, isDone: true } : undefined;
}

/** The method of the class around that the call means, whoever `this` is. */
function ownMethodAt(
  node: ts.Node,
  { checker, program, analysis }: TransformContext,
): ts.MethodDeclaration | undefined {
  if (!ts.isCallExpression(node) || ts.isOptionalChain(node)) return undefined;
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const declarations = checker.getSymbolAtLocation(callee.name)?.declarations ?? [];
  const [method] = declarations;
  if (declarations.length !== 1 || method === undefined || !ts.isMethodDeclaration(method)) return undefined;
  const owner = method.parent;
  if (!ts.isClassDeclaration(owner) || !ts.isSourceFile(owner.parent) || owner.name === undefined) return undefined;
  const isLoopInside = method.pos <= analysis.loop.node.pos && analysis.loop.node.end <= method.end;
  if (isLoopInside || method.getSourceFile() !== node.getSourceFile()) return undefined;
  const { expression } = callee;
  const isStatic = (ts.getCombinedModifierFlags(method) & ts.ModifierFlags.Static) !== 0;
  const name = callee.name.text;
  if (heirsOf(program).isAssigned(name)) return undefined;
  if (ts.isIdentifier(expression)) return isStatic && ownClass(expression, checker) === owner ? method : undefined;
  if (expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const holder = thisHolder(expression);
  const isMember = holder !== undefined && ts.isClassElement(holder) && holder.parent === owner;
  if (!isMember || isStatic !== ((ts.getCombinedModifierFlags(holder) & ts.ModifierFlags.Static) !== 0))
    return undefined;
  const isPrivate =
    ts.isPrivateIdentifier(callee.name) || (ts.getCombinedModifierFlags(method) & ts.ModifierFlags.Private) !== 0;
  // `this` may be of a class that has another method of this name.
  const isOverridden = heirsOf(program)
    .members(name)
    .some((member) => member.parent !== owner);
  return isPrivate || !isOverridden ? method : undefined;
}

/** Nothing in the method is bound to its object, its class or its call but fields that it reads, and calls of such methods. */
function isLiftable(method: ts.MethodDeclaration, context: TransformContext): boolean {
  const { checker } = context;
  const { body, parameters, name, questionToken, asteriskToken } = method;
  if (body === undefined || asteriskToken !== undefined || questionToken !== undefined) return false;
  if (isAsync(method) || (ts.getDecorators(method)?.length ?? 0) > 0 || ts.isComputedPropertyName(name)) return false;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return false;
  if (method.type !== undefined && ts.isTypePredicateNode(method.type)) return false;
  if (parameters.some((each) => !ts.isIdentifier(each.name) || each.name.text === "this")) return false;
  if (parameters.some((each) => (ts.getDecorators(each)?.length ?? 0) > 0)) return false;
  const owner = method.parent as ts.ClassDeclaration;
  for (const node of preorder(method)) {
    if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.ThisType) {
      if (!isBoundTo(method, node)) continue;
      const { parent } = node;
      const isField = isOwnField(parent, checker);
      if (!isField && ownMethodAt(parent.parent, context) === undefined) return false;
    }
    if (node.kind === ts.SyntaxKind.SuperKeyword || ts.isMetaProperty(node)) return false;
    if (ts.isPropertyAccessExpression(node) && isHidden(node.name, checker)) {
      const isReplaced = isOwnField(node, checker) && isBoundTo(method, node);
      if (!isReplaced && ownMethodAt(node.parent, context) === undefined) return false;
    }
    if (ts.isIdentifier(node) && node.text === "arguments" && !isPropertyName(node)) return false;
    if (ts.isIdentifier(node) && !isPropertyName(node)) {
      const declaration = checker.getSymbolAtLocation(node)?.declarations?.[0];
      if (declaration !== undefined && ts.isTypeParameterDeclaration(declaration) && declaration.parent === owner)
        return false;
    }
  }
  return true;
}

/** More than the method has parameters: it would leave that out. */
function mayGiveMore({ arguments: given }: ts.CallExpression, { method }: Lifted): boolean {
  return given.length > method.parameters.length || given.some(ts.isSpreadElement);
}

/** `this` at the node is the method's. */
function isBoundTo(method: ts.MethodDeclaration, node: ts.Node): boolean {
  const inner = ts.isPropertyAccessExpression(node) ? node.expression : node;
  return inner.kind !== ts.SyntaxKind.ThisKeyword || thisHolder(inner) === method;
}

/** All names that stand for variables, functions and types below the node. */
function variableNames(root: ts.Node): Set<string> {
  const names = new Set<string>();
  for (const node of preorder(root)) if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text);
  return names;
}

function freeOf(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!taken.has(name) && !isReserved(name)) return name;
  }
}

function isReserved(name: string): boolean {
  const kind = ts.identifierToKeywordKind(ts.factory.createIdentifier(name));
  return kind !== undefined && kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastFutureReservedWord;
}
