// Asynchronous functions take their callers with them: which functions become `async`, which calls are awaited, and where that ends.
import path from "node:path";
import { ts } from "ts-morph";
import type { TextEdit, TransformContext } from "../transform.js";
import { isAwaited } from "./callbacks.js";
import { isEntryPoint, mentionOutside } from "./entryPoint.js";
import { asForOf } from "./forEachLoops.js";
import { enclosing, isAsync, usesOf, whyNotAsync } from "./functions.js";
import { functionName } from "./kernelName.js";
import type { FamilyMember } from "./methodFamily.js";
import { callerStateNotes } from "./sharedState.js";
import { canWaitAtTopLevel } from "./target.js";
import { habitsOf } from "./text.js";
import { beginsLine, isWhereNobodyWaits } from "./waiting.js";

export interface Spread {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** One sentence for each function that becomes asynchronous. */
  readonly notes: readonly string[];
  /** One sentence for each thing that a person has to look at. */
  readonly review: readonly string[];
}

/** An edit that changes more functions than this is no longer one that a person can look through. */
const mostFunctions = 100;

/**
 * Goes from the function to its callers until everybody who waits is asynchronous.
 * @returns a sentence without its full stop where somebody cannot wait, or is not known
 */
export function spreadAsync(
  start: ts.SignatureDeclaration,
  context: TransformContext,
): Spread | { readonly problem: string } {
  const edits = new Map<string, TextEdit[]>();
  const notes: string[] = [];
  const review = new Set<string>();
  const done = new Set<ts.Node>();
  const queue: ts.SignatureDeclaration[] = [start];
  for (let declaration = queue.shift(); declaration !== undefined; declaration = queue.shift()) {
    if (done.has(declaration)) continue;
    done.add(declaration);
    if (done.size > mostFunctions)
      return {
        problem: `more than ${mostFunctions} functions would have to become asynchronous, its callers and theirs`,
      };
    const name = nameOf(declaration);
    const loop = asForOf(declaration, context);
    if (loop !== undefined) {
      const holder = enclosing(loop.call);
      const no = whyNoWait(loop.call, holder, name, context);
      if (no !== undefined) return { problem: no };
      if (!ts.isSourceFile(holder)) {
        if (!isAsync(holder)) queue.push(holder);
        if (!isAwaited(holder, context.checker))
          for (const note of callerStateNotes(holder, loop.call, context)) review.add(note);
      }
      addEdits(edits, declaration, loop.edits, name);
      notes.push(`${name} becomes the body of a \`for…of\` loop, each of whose iterations waits.`);
      continue;
    }
    const problem = whyNotAsync(declaration, context);
    if (problem !== undefined) return { problem: `${name} cannot become asynchronous: ${problem}` };
    const { calls, escapedAt, alike = [] } = usesOf(declaration, context);
    const hidden = whyNotAllKnown(declaration, name, escapedAt, context);
    if (hidden !== undefined) return { problem: hidden };
    for (const other of alike) {
      if (done.has(other)) continue;
      done.add(other);
      const no = whyNotAlike(other, context);
      if (no !== undefined) return { problem: no };
      if (isAsync(other)) continue;
      addEdits(edits, other, asyncEdits(other), nameOf(other));
      notes.push(`${nameOf(other)} (${placeText(other)}) becomes asynchronous with it.`);
    }
    let awaited = 0;
    for (const call of calls) {
      if (ts.isAwaitExpression(call.parent)) continue;
      const holder = enclosing(call);
      const no = whyNoWait(call, holder, name, context);
      if (no !== undefined) return { problem: no };
      if (!ts.isSourceFile(holder)) {
        if (!isAsync(holder)) queue.push(holder);
        if (!isAwaited(holder, context.checker))
          for (const note of callerStateNotes(holder, call, context)) review.add(note);
        if (isInLoop(call, holder))
          review.add(
            `${name} is called in a loop (${placeText(call)}), and each of its iterations waits for the call.`,
          );
      }
      addEdits(edits, call, awaitEdits(call), name);
      awaited++;
    }
    if (isAsync(declaration)) continue;
    addEdits(edits, declaration, asyncEdits(declaration), name);
    const calling = awaited === 0 ? "" : awaited === 1 ? "; 1 call awaits it" : `; ${awaited} calls await it`;
    const place = placeText(declaration);
    notes.push(`${name}${name.endsWith(place) ? "" : ` (${place})`} becomes asynchronous${calling}.`);
    if (ts.isMethodDeclaration(declaration) && !isPrivate(declaration))
      review.add(`${name} is a method: a call through a type of another package would not be seen.`);
  }
  return { edits, notes, review: [...review] };
}

/** Why a method cannot become asynchronous together with one that it overrides or implements. */
function whyNotAlike(other: FamilyMember, context: TransformContext): string | undefined {
  const isBodiless = ts.isMethodSignature(other) || other.body === undefined;
  const problem = isBodiless ? undefined : whyNotAsync(other, context);
  if (problem !== undefined) return `${nameOf(other)} cannot become asynchronous: ${problem}`;
  return whyNotAllKnown(other, nameOf(other), undefined, context);
}

function whyNotAllKnown(
  declaration: ts.SignatureDeclaration,
  name: string,
  escapedAt: ts.Node | undefined,
  context: TransformContext,
): string | undefined {
  if (isEntryPoint(declaration, context))
    return `${name} is exported by the package's entry point, so its callers are not all known`;
  if (escapedAt === declaration) return `${name} has other declarations, so not all of its callers are known`;
  if (escapedAt !== undefined)
    return `${name} is used as a value, or under another type, in ${placeText(escapedAt)}, so not all of its callers are known`;
  const outside = mentionOutside(declaration, context);
  if (outside === undefined) return undefined;
  return `${name} is mentioned in ${outside}, which is not part of the program, so its calls there could not wait (--project takes a tsconfig that includes both)`;
}

function whyNoWait(
  call: ts.CallExpression,
  holder: ts.SignatureDeclaration | ts.SourceFile,
  name: string,
  { program }: TransformContext,
): string | undefined {
  if (ts.isSourceFile(holder) && !canWaitAtTopLevel(holder, program))
    return `${name} is called at the top level of ${path.basename(holder.fileName)}, where only ES modules can wait`;
  if (isWhereNobodyWaits(call, holder)) return `${name} is called in ${placeText(call)}, where \`await\` cannot stand`;
  if (isWithinChain(call))
    return `${name} is called within an optional chain in ${placeText(call)}, which \`await\` would break in two`;
  return undefined;
}

/** As a message calls a function. */
function nameOf(declaration: ts.SignatureDeclaration): string {
  if (ts.isConstructorDeclaration(declaration)) return `The constructor in ${placeText(declaration)}`;
  const { parent, name } = declaration;
  if (name !== undefined && (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)))
    return `\`${parent.name === undefined ? "" : `${parent.name.text}.`}${name.getText()}\``;
  const known = functionName(declaration);
  return known === undefined ? `The callback in ${placeText(declaration)}` : `\`${known}\``;
}

function isPrivate({ modifiers, name }: ts.MethodDeclaration): boolean {
  return ts.isPrivateIdentifier(name) || modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true;
}

function isInLoop(call: ts.Node, holder: ts.Node): boolean {
  for (let at = call; at !== holder; at = at.parent) if (ts.isIterationStatement(at, false)) return true;
  return false;
}

/** `a?.rows().length`: what follows the call is skipped with it. */
function isWithinChain(call: ts.CallExpression): boolean {
  const { parent } = call;
  if (!ts.isOptionalChain(call)) return false;
  return ts.isOptionalChain(parent) && (parent as ts.PropertyAccessChain).expression === call;
}

function addEdits(edits: Map<string, TextEdit[]>, node: ts.Node, more: readonly TextEdit[], makesAsync: string): void {
  const file = node.getSourceFile().fileName;
  const named = more.map((edit) => ({ ...edit, makesAsync }));
  const list = edits.get(file);
  if (list === undefined) edits.set(file, named);
  else list.push(...named);
}

function asyncEdits(declaration: ts.SignatureDeclaration): TextEdit[] {
  const edits: TextEdit[] = [];
  const at = asyncPlace(declaration);
  if ("body" in declaration && declaration.body !== undefined) edits.push({ start: at, end: at, text: "async " });
  const type = declaration.type ?? ts.getJSDocReturnType(declaration);
  if (type !== undefined && !/^Promise\s*</.test(type.getText()))
    edits.push({ start: type.getStart(), end: type.end, text: `Promise<${type.getText()}>` });
  return edits.sort((a, b) => a.start - b.start);
}

/** Before `function`, before the name of a method and behind its other modifiers, before the parameters of an arrow function. */
function asyncPlace(declaration: ts.SignatureDeclaration): number {
  if (ts.isMethodDeclaration(declaration)) return declaration.name.getStart();
  const keyword =
    ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)
      ? declaration.getChildren().find((child) => child.kind === ts.SyntaxKind.FunctionKeyword)
      : undefined;
  return keyword?.getStart() ?? declaration.getStart();
}

function awaitEdits(call: ts.CallExpression): TextEdit[] {
  const { parent } = call;
  const needsParentheses =
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent) ||
      ts.isNewExpression(parent) ||
      ts.isNonNullExpression(parent)) &&
    (parent as ts.PropertyAccessExpression).expression === call;
  const isTag = ts.isTaggedTemplateExpression(parent) && parent.tag === call;
  const isPower = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
  if (!needsParentheses && !isPower && !isTag)
    return [{ start: call.getStart(), end: call.getStart(), text: "await " }];
  const opens = beginsLine(call, habitsOf(call.getSourceFile())) ? ";(" : "(";
  return [
    { start: call.getStart(), end: call.getStart(), text: `${opens}await ` },
    { start: call.end, end: call.end, text: ")" },
  ];
}

function placeText(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${path.basename(source.fileName)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
