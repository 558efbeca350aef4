// Finds the loops of a file: the loop statements, and the array methods that are called with a function written in place.
import { ts } from "ts-morph";
import { runToEnd } from "../workspace/cancellation.js";
import { withoutOverflow } from "../workspace/overflow.js";
import { declaredType } from "./declaredType.js";
import { isCollection, isOfLibrary, isPresumedArray } from "./elementSpace.js";
import { stridedSpace } from "./iterationSpace.js";
import { type Loop, type LoopKind, type LoopNode, methodKinds } from "./loop.js";
import { holdsMatch, preorder } from "./mentions.js";

/** What every loop is written with; no keyword can be escaped, and a method's name that is is not taken for one. */
const loopWords = new RegExp(`\\b(?:for|while|do|from|${[...methodKinds].join("|")})\\b`, "g");

/**
 * Every loop of `sourceFile` in source order; `parent` and `children` link the nests. O(nodes of the file · depth of nests).
 * @param span only the loops that touch this part of the text
 */
export function findLoops(sourceFile: ts.SourceFile, checker: ts.TypeChecker, span?: ts.TextRange): readonly Loop[] {
  return runToEnd(findLoopsStepwise(sourceFile, checker, span));
}

/** How many nodes are looked at between two yields: about a millisecond. */
const stride = 4096;

/** `findLoops` for those who must give way to others in a large file. */
export function* findLoopsStepwise(
  sourceFile: ts.SourceFile,
  checker: ts.TypeChecker,
  span: ts.TextRange = sourceFile,
): Generator<void, readonly Loop[], void> {
  const loops = new Map<ts.Node, MutableLoop>();
  let count = 0;
  for (const node of preorder(sourceFile, holdsOne(sourceFile.text, span))) {
    if (++count % stride === 0) yield;
    const found = mayLoop(node) ? withoutOverflow(() => asLoop(node, checker)) : undefined;
    if (found === undefined) continue;
    const parent = loopAround(node, loops);
    let space: Loop["space"] | undefined;
    const loop: MutableLoop = {
      ...found,
      depth: parent === undefined ? 0 : parent.depth + 1,
      parent,
      children: [],
      container: containerOf(node, sourceFile),
      // Found when it is asked for: it takes the types in the head, and most loops are refused without it.
      get space() {
        space ??= withoutOverflow(() => stridedSpace(found.node, checker)) ?? tooDeep(found.node);
        return space;
      },
    };
    loops.set(node, loop);
    parent?.children.push(loop);
  }
  return [...loops.values()];
}

/** Whether a loop can stand in a node: where the text of a file has none of these words, its syntax is not looked at. */
function holdsOne(text: string, span: ts.TextRange): (node: ts.Node) => boolean {
  const holdsWord = holdsMatch(text, loopWords);
  return (node) => node.pos < span.end && span.pos < node.end && holdsWord(node);
}

/** The loop whose body the node lies in, in the same function; the callback of an array method is the body of a loop, too. */
function loopAround(node: ts.Node, loops: ReadonlyMap<ts.Node, MutableLoop>): MutableLoop | undefined {
  let child = node;
  for (let at: ts.Node | undefined = node.parent; at !== undefined; child = at, at = at.parent) {
    const isFunction = ts.isFunctionLike(at);
    const loop = loops.get(isFunction ? at.parent : at);
    if (loop !== undefined && (isFunction ? loop.body.parent === at : loop.body === child)) return loop;
    if (isFunction) return undefined;
  }
  return undefined;
}

function containerOf(node: ts.Node, sourceFile: ts.SourceFile): Loop["container"] {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent)
    if (ts.isFunctionLike(at)) return at;
  return sourceFile;
}

/** The compiler ran out of stack on the types in the head of the loop. */
function tooDeep(node: LoopNode): Loop["space"] {
  return { form: "unknown", at: node, why: "the types in its head are too deep to be followed" };
}

interface MutableLoop extends Loop {
  readonly children: Loop[];
}

/** True for the statements that repeat their body. */
export function isLoopStatement(node: ts.Node): node is Exclude<LoopNode, ts.CallExpression> {
  return ts.isIterationStatement(node, false);
}

/** Only these kinds of nodes are asked about types, which is what costs. */
function mayLoop(node: ts.Node): boolean {
  return isLoopStatement(node) || ts.isCallExpression(node);
}

function asLoop(node: ts.Node, checker: ts.TypeChecker): { kind: LoopKind; node: LoopNode; body: ts.Node } | undefined {
  if (ts.isForStatement(node)) return { kind: "for", node, body: node.statement };
  if (ts.isForOfStatement(node)) return { kind: "for-of", node, body: node.statement };
  if (ts.isForInStatement(node)) return { kind: "for-in", node, body: node.statement };
  if (ts.isWhileStatement(node)) return { kind: "while", node, body: node.statement };
  if (ts.isDoStatement(node)) return { kind: "do", node, body: node.statement };
  return asMethodLoop(node, checker);
}

function asMethodLoop(
  node: ts.Node,
  checker: ts.TypeChecker,
): { kind: LoopKind; node: LoopNode; body: ts.Node } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression: receiver } = node.expression;
  const callback = callbackOf(node);
  if (callback === undefined) return undefined;
  const { body } = callback;
  if (name.text === "from") {
    if (!ts.isIdentifier(receiver) || !(receiver.text === "Array" || typedArrays.has(receiver.text))) return undefined;
    const maker = checker.getSymbolAtLocation(receiver);
    return maker !== undefined && isOfLibrary(maker) ? { kind: "Array.from", node, body } : undefined;
  }
  if (!methodKinds.has(name.text)) return undefined;
  const isArray = (type: ts.Type | undefined) => type !== undefined && isArrayLike(type, checker);
  const isLoop = isArray(declaredType(receiver, checker)) || isOfElements(checker.getTypeAtLocation(receiver));
  return isLoop || isPresumedArray(receiver, checker) ? { kind: name.text as LoopKind, node, body } : undefined;

  function isOfElements(type: ts.Type): boolean {
    return isArray(type) || (name.text === "forEach" && isCollection(type));
  }
}

/** The function that an array method is called with, where it is written in place. */
export function callbackOf(node: ts.CallExpression): ts.ArrowFunction | ts.FunctionExpression | undefined {
  if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
  const callback = node.arguments[node.expression.name.text === "from" ? 1 : 0];
  if (callback === undefined) return undefined;
  return ts.isArrowFunction(callback) || ts.isFunctionExpression(callback) ? callback : undefined;
}

/** True for arrays, tuples and typed arrays, read-only ones included, and for the arrays that a match of a `RegExp` is. */
export function isArrayLike(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.every((part) => isArrayLike(part, checker));
  return checker.isArrayType(type) || checker.isTupleType(type) || isTypedArray(type) || isMatch(type);
}

/** What `match` and `exec` answer: an array with some more properties. */
function isMatch({ symbol }: ts.Type): boolean {
  return symbol?.name === "RegExpMatchArray" || symbol?.name === "RegExpExecArray";
}

/** Names of the eleven typed array classes. */
export const typedArrays: ReadonlySet<string> = new Set([
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
]);

/** True for the eleven typed array classes themselves; false for subclasses such as `Buffer`. */
export function isTypedArray(type: ts.Type): boolean {
  return type.symbol !== undefined && typedArrays.has(type.symbol.name);
}
