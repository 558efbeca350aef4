// Places that each iteration has to itself: what it writes there no other iteration reads or writes. The kernel may write them:
// typed arrays directly in shared memory, everything else in its copy, from which the caller takes the values over.
import { ts } from "ts-morph";
import type { Access, Step } from "../accesses/access.js";
import { symbolKey } from "../accesses/keys.js";
import { isPrimitive, stepType } from "../accesses/types.js";
import { isTypedArray } from "../loops/findLoops.js";
import { isAssignedAt } from "../loops/iterationSpace.js";
import type { Body } from "./body.js";
import { coversReads } from "./privateArrays.js";
import { isTransferable } from "./transferable.js";

/** Writes that go together: if one of them has to be done by the caller, all have. */
export interface OwnPlaces {
  /** The variable at the beginning of the way; undefined for `this`. */
  readonly symbol: ts.Symbol | undefined;
  readonly how: "shared" | "copied";
  /** Numbers that were taken to be whole, beyond what the comparison of accesses needs. */
  readonly integers: ReadonlySet<string>;
}

export interface OwnWrites {
  readonly groups: ReadonlyMap<string, OwnPlaces>;
  /** Key of the group that an access belongs to; undefined for reads, and where the way does not begin outside of the loop. */
  groupOf(access: Access): string | undefined;
}

/** Array methods that stop at the first element that decides. */
export const endsByResult: ReadonlySet<string> = new Set(["some", "every", "find", "findIndex"]);

/**
 * @param copies also places in plain arrays and objects
 * O(writes · accesses)
 */
export function findOwnWrites(body: Body, copies: boolean): OwnWrites {
  const { accesses } = body;
  const shared = new Set<ts.Symbol>();
  const groups = new Map<string, OwnPlaces>();
  // Workers run ahead of an exit; what they write in shared memory could not be taken back.
  const isShareable = !body.units.all.some((unit) => unit.leaves) && !endsByResult.has(body.loop.kind);
  const typed = isShareable ? accesses.flatMap((access) => typedArrayOf(access, body) ?? []) : [];
  for (const symbol of typed) shared.add(symbol);
  for (const symbol of [...shared]) {
    const writes = accesses.filter((access) => access.mode === "write" && rootOf(access) === symbol);
    if (writes.every(isPlainElement) && areApart(writes))
      groups.set(`s${symbolKey(symbol)}`, { symbol, how: "shared", integers: none });
    else shared.delete(symbol);
  }
  if (copies) {
    const byKey = new Map<string, Access[]>();
    for (const access of accesses) {
      const key = groupOf(access);
      if (key === undefined || groups.has(key)) continue;
      byKey.set(key, [...(byKey.get(key) ?? []), access]);
    }
    for (const [key, writes] of byKey) {
      if (!writes.every((write) => travels(write, body))) continue;
      const symbol = rootOf(writes[0]!);
      if (areApart(writes)) groups.set(key, { symbol, how: "copied", integers: none });
      // What an iteration has written itself is all that it reads; the caller stores it, so that the last one is left.
      const isArray = symbol !== undefined && writes.every(isPlainElement);
      const integers = groups.has(key) || !isArray || !areApart(writes, symbol) ? undefined : coversReads(symbol, body);
      if (integers !== undefined) groups.set(key, { symbol, how: "copied", integers });
    }
  }
  return { groups, groupOf };

  function groupOf(access: Access): string | undefined {
    const { mode, target } = access;
    if (mode !== "write" || target.kind !== "place") return undefined;
    const { root, path } = target.base;
    if (root.kind !== "variable" && root.kind !== "this") return undefined;
    if (root.kind === "variable" && shared.has(root.symbol)) return `s${symbolKey(root.symbol)}`;
    const start = root.kind === "this" ? "this" : symbolKey(root.symbol);
    return `c${start}${[...path, target.step].map(shapeOf).join("")}`;
  }

  /** @param array elements of this array are not compared */
  function areApart(writes: readonly Access[], array?: ts.Symbol): boolean {
    const others = [...accesses, ...body.head.accesses].filter(
      (access) =>
        access.target.kind === "place" &&
        (array === undefined || access.target.base.path.length > 0 || rootOf(access) !== array),
    );
    return writes.every((write) =>
      others.every((other) => {
        const { later, earlier, unsureObject } = body.meet(write, other);
        return !later && !earlier && !unsureObject;
      }),
    );
  }
}

const none: ReadonlySet<string> = new Set();

function shapeOf(step: Step): string {
  return step.kind === "property" ? `.${step.name}` : step.kind === "element" ? "[]" : "*";
}

function rootOf({ target }: Access): ts.Symbol | undefined {
  return target.kind === "place" && target.base.root.kind === "variable" ? target.base.root.symbol : undefined;
}

/** The variable of the surroundings that holds the typed array which is written. */
function typedArrayOf({ mode, target }: Access, { nest }: Body): ts.Symbol | undefined {
  if (mode !== "write" || target.kind !== "place" || target.base.root.kind !== "variable") return undefined;
  const { root, path, type } = target.base;
  const isIt = isOwnMemory(path) && type !== undefined && isTypedArray(type) && nest.keepsVariable(root.symbol);
  return isIt && (path.length === 0 || isTypedArray(nest.context.checker.getTypeOfSymbol(root.symbol)))
    ? root.symbol
    : undefined;
}

/** The elements of the array itself, or those that a section of it shows. */
function isOwnMemory(path: readonly Step[]): boolean {
  const [first] = path;
  return first === undefined || (path.length === 1 && first.kind === "anything" && first.section !== undefined);
}

function isPlainElement({ target, viaCall }: Access): boolean {
  if (target.kind !== "place" || !isOwnMemory(target.base.path)) return false;
  if (target.step.kind === "property" || (target.step.kind === "anything" && target.base.path.length === 0))
    return false;
  // Only a function of the module can be called in a kernel.
  const callee = target.step.kind === "element" ? target.step.within?.calls.at(-1)?.callee : undefined;
  return !viaCall || (callee !== undefined && isOfModule(callee));
}

function isOfModule(callee: ts.FunctionLikeDeclaration): boolean {
  const holder = ts.findAncestor(callee.parent, (node) => ts.isFunctionLike(node) || ts.isClassLike(node));
  return holder === undefined && !ts.isMethodDeclaration(callee);
}

/** The value that is written can be handed to the caller. */
function travels({ node, target }: Access, { region }: Body): boolean {
  if (target.kind !== "place") return false;
  const { checker } = region.context;
  const type = stepType(target.base.type, target.step, checker);
  if (type !== undefined && isPrimitive(type)) return true;
  if (!isAssignedAt(node)) return false;
  let at = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (!ts.isBinaryExpression(parent) || parent.left !== at) return false;
  return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && isTransferable(parent.right, region);
}
