// Whether two references may name the same object. Starts from "maybe" and is refined by types, by allocation sites and by
// escape; what stays open can often be tested at run time.
import { ts } from "ts-morph";
import type { Ref, Step } from "../accesses/access.js";
import type { AccessContext } from "../accesses/context.js";
import { initialContents } from "../accesses/initialContents.js";
import { keptToItself } from "../accesses/keptToItself.js";
import { createRegion, type Region } from "../accesses/region.js";
import { typesDiffer } from "../accesses/shapes.js";
import { bare, declaredWithin, holdsOnlyPrimitives, valueSymbol } from "../accesses/types.js";
import { isNumeric } from "../loops/iterationSpace.js";
import type { Loop } from "../loops/loop.js";
import { unlimited } from "../workspace/budget.js";
import { perProgram } from "../workspace/perProgram.js";
import { isMadePerElement, keepsPlaces } from "./distinctRows.js";
import { type Escape, findEscapes, isKeptByMaker, mayPrecedeEndOf } from "./escapes.js";
import { isMadeOnce } from "./madeOnce.js";
import { mustOverlap } from "./views.js";
import { isNew, isYounger } from "./younger.js";

export type Alias =
  | { readonly kind: "never" }
  /** The same variable, so the same object at the start of the path. */
  | { readonly kind: "same" }
  /** Two variables that may hold overlapping objects; a run-time test can rule it out. */
  | { readonly kind: "guard"; readonly left: Guarded; readonly right: Guarded }
  | { readonly kind: "maybe" };

/** A variable, or the name of a field of `this`. */
export type Guarded = ts.Symbol | string;

export interface AliasOracle {
  alias(left: Ref, right: Ref): Alias;
  /** The object was made in the enclosing function and nobody outside of it has got hold of it before it returns. */
  isConfined(symbol: ts.Symbol): boolean;
  /** The same of what lies at a place: `field.data` may be an array of somebody else in an object of the function's own. */
  isConfinedAt(place: Ref): boolean;
  /** The same of the object that the variable holds, and of all that lies in it. */
  isConfinedWithin(symbol: ts.Symbol): boolean;
  /** The objects directly inside of the one that the variable holds are known to be different from one another. */
  holdsDistinctObjects(symbol: ts.Symbol): boolean;
  /** One object, made once, is all that lies in the one that the variable holds: `new Array(n).fill([])`. */
  holdsOneObject(symbol: ts.Symbol): boolean;
}

// The loops of one function ask the same questions about it, and they are looked at one after the other.
const oracles = perProgram(() => new Map<ts.Node, (loop: ts.Node) => AliasOracle>());
const mostKept = 16;

/** What the function (or file) around a loop tells of the objects that the loop uses. */
export function aliasOracleOf(
  context: AccessContext,
  { container, node }: Pick<Loop, "container" | "node">,
): AliasOracle {
  const kept = oracles(context.program);
  let oracle = kept.get(container);
  if (oracle === undefined) {
    // Not the budget of the loop that happens to ask first: the region bounds itself.
    oracle = createAliasOracle({ ...context, budget: unlimited }, container);
    kept.set(container, oracle);
    if (kept.size > mostKept) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest);
  }
  return oracle(node);
}

/** @param container the function (or file) around the loops */
function createAliasOracle(
  context: AccessContext,
  container: ts.SignatureDeclaration | ts.SourceFile,
): (loop: ts.Node) => AliasOracle {
  const isLocal = (symbol: ts.Symbol) => declaredWithin(symbol, container, true);
  // Most loops never ask, and the function around them may be long.
  let own: Region | undefined;
  const ownRegion = (): Region => {
    // Which objects get into others is asked of the escapes, which know the order of the text.
    own ??= createRegion(context, container, isLocal, new Map(), "asked elsewhere");
    return own;
  };
  let filled: Region | undefined;
  // Into what has got out, others may put what they like.
  const region = (): Region => (filled ??= ownRegion().filledByOthers((made) => escapesFrom(made)));
  const lifted = new WeakMap<Ref, readonly Ref[]>();
  let escapes: readonly Escape[] | undefined;
  return (loop) => ({
    alias: (left, right) => alias(left, right, loop),
    isConfined,
    isConfinedAt: (place) => areConfined(lift(place)),
    isConfinedWithin,
    holdsDistinctObjects,
    holdsOneObject,
  });

  function alias(left: Ref, right: Ref, loop: ts.Node): Alias {
    if (left.root.kind === "variable" && right.root.kind === "variable" && left.root.symbol === right.root.symbol)
      return { kind: "same" };
    const isOfThis = left.root.kind === "this" && right.root.kind === "this";
    // Two fields may hold one object, but that can be tested.
    if (isOfThis && !areFields(left.path[0], right.path[0])) return { kind: "same" };
    if (left.root.kind === "fresh" && right.root.kind === "fresh")
      return left.root.node === right.root.node ? { kind: "same" } : { kind: "never" };
    if (left.root.kind === "unknown" || right.root.kind === "unknown") return { kind: "maybe" };
    if (left.root.kind === "fresh" || right.root.kind === "fresh") return { kind: "never" };
    if (typesDiffer(left.type, right.type, context.checker)) return { kind: "never" };
    const lefts = lift(left);
    const rights = lift(right);
    if (lefts.length > 0 && rights.length > 0 && lefts.every((a) => rights.every((b) => areApart(a, b, loop))))
      return { kind: "never" };
    if (isSealed(left, context) || isSealed(right, context)) return { kind: "never" };
    if (isYounger(left, right, context) || isYounger(right, left, context)) return { kind: "never" };
    if (areOne(lefts, rights)) return { kind: "same" };
    // Nor where both are what one expression has made.
    if (isMadeOnce(lefts, rights, container)) return { kind: "maybe" };
    // A test could never come out well where one of them goes to the end of the memory that both lie in.
    if (mustOverlap(left, right, context.checker)) return { kind: "maybe" };
    // Nor where one of them is in the other: `const row = rows[k]` beside `rows`.
    if (isPartOf(lift(rootOf(left)), lift(rootOf(right)))) return { kind: "maybe" };
    const [first, second] = [guardOf(left), guardOf(right)];
    return first === undefined || second === undefined
      ? { kind: "maybe" }
      : { kind: "guard", left: first, right: second };
  }

  /** `this` itself may hold anything, and mostly does hold what is compared; one field of it can be tested. */
  function guardOf({ root, path: [first] }: Ref): Guarded | undefined {
    if (root.kind === "variable") return root.symbol;
    return root.kind === "this" && first?.kind === "property" ? first.name : undefined;
  }

  /** The reference in terms of the whole function: where its objects were made. */
  function lift(ref: Ref): readonly Ref[] {
    const known = lifted.get(ref) ?? liftOnce(ref);
    lifted.set(ref, known);
    return known;
  }

  function liftOnce(ref: Ref): readonly Ref[] {
    if (ref.root.kind !== "variable") return [ref];
    let refs = region().variableOrigins(ref.root.symbol);
    for (const step of ref.path)
      refs = region().follow(refs, step.kind === "element" ? { kind: "element", index: undefined } : step, undefined);
    return refs;
  }

  function areApart(a: Ref, b: Ref, loop: ts.Node): boolean {
    if (a.root.kind === "fresh" && b.root.kind === "fresh") {
      const [one, other] = [a.root.node, b.root.node];
      return one !== other && !mayGiveBack(one, other) && !mayGiveBack(other, one);
    }
    if (a.root.kind === "fresh") return b.root.kind !== "unknown" && !escapesFrom(a.root.node, loop);
    if (b.root.kind === "fresh") return a.root.kind !== "unknown" && !escapesFrom(b.root.node, loop);
    return false;
  }

  /** The one is a call of a function that keeps what it makes and gives back, which may be what the other makes, inside of a function. */
  function mayGiveBack(call: ts.Node, made: ts.Node): boolean {
    let at = made.parent;
    while (at !== container && !ts.isFunctionLike(at)) at = at.parent;
    return at !== container && isKeptByMaker(call, ownRegion());
  }

  function isConfined(symbol: ts.Symbol): boolean {
    return areConfined(region().variableOrigins(symbol));
  }

  function isConfinedWithin(symbol: ts.Symbol): boolean {
    const refs = region().variableOrigins(symbol);
    return areConfined([...refs, ...region().contents(refs)]);
  }

  function areConfined(refs: readonly Ref[]): boolean {
    return (
      refs.length > 0 &&
      refs.every((ref) => ref.root.kind === "fresh" && ref.path.length === 0 && !escapesFrom(ref.root.node))
    );
  }

  /**
   * True when the object may be reached through something that was not made in the function.
   * @param before a loop: only what may have happened by its end counts
   */
  function escapesFrom(made: ts.Node, before?: ts.Node): boolean {
    const mayPrecede = (way: ts.Node) => before === undefined || mayPrecedeEndOf(before, way, container);
    if (keptToItself(made, container, context)?.leaks.some(mayPrecede) === false) return false;
    if (isKeptByMaker(made, ownRegion())) return true;
    escapes ??= findEscapes(container, ownRegion());
    return escapes.some((way) => mayPrecede(way.at) && way.leads(made));
  }

  function holdsDistinctObjects(symbol: ts.Symbol): boolean {
    const [made] = region().variableOrigins(symbol);
    if (made?.root.kind !== "fresh") return false;
    const array = made.root.node;
    const isOwn = ({ root, path }: Ref) =>
      root.kind === "fresh" && path.length === 0 && isMadePerElement(root.node, array, symbol, context);
    const rows = elementsOf(symbol, isOwn);
    return rows.length > 0 && rows.every(isOwn) && keepsPlaces(symbol, array, container, region());
  }

  function holdsOneObject(symbol: ts.Symbol): boolean {
    const rows = elementsOf(symbol, (row) => isMadeOnce([row], [row], container));
    return rows.length > 0 && rows.every((row) => isMadeOnce(rows.slice(0, 1), [row], container));
  }

  /**
   * What lies in an array that only one expression of the function makes.
   * @param isFit what is asked of all of them; where one that lies there from the beginning is not fit, none is told
   */
  function elementsOf(symbol: ts.Symbol, isFit: (row: Ref) => boolean): readonly Ref[] {
    const [made, ...others] = region().variableOrigins(symbol);
    if (made?.root.kind !== "fresh" || others.length > 0) return [];
    const step: Step = { kind: "element", index: undefined };
    // What is put there later takes longer to find out.
    if (made.path.length === 0 && !initialContents(made.root.node, step, region()).every(isFit)) return [];
    return region().follow([made], step, undefined);
  }
}

/** Both names stand for one object and nothing else: `const same = values`. */
function areOne(lefts: readonly Ref[], rights: readonly Ref[]): boolean {
  const [left, right] = [lefts[0], rights[0]];
  if (lefts.length !== 1 || rights.length !== 1 || left === undefined || right === undefined) return false;
  if (left.path.length !== right.path.length || !isSameRoot(left.root, right.root)) return false;
  return left.path.every((step, depth) => {
    const other = right.path[depth];
    return step.kind === "property" && other?.kind === "property" && step.name === other.name;
  });
}

/** The way to one of the objects is the beginning of the way to the other, so the test, which looks inside, finds it there. */
function isPartOf([left, ...others]: readonly Ref[], [right, ...more]: readonly Ref[]): boolean {
  if (left === undefined || right === undefined || others.length + more.length > 0) return false;
  if (left.path.length === right.path.length || !isSameRoot(left.root, right.root)) return false;
  const [outer, inner] = left.path.length < right.path.length ? [left, right] : [right, left];
  return outer.path.every((step, depth) => {
    const other = inner.path[depth]!;
    return step.kind === "property" && other.kind === "property" && step.name === other.name;
  });
}

function areFields(left: Step | undefined, right: Step | undefined): boolean {
  return left?.kind === "property" && right?.kind === "property" && left.name !== right.name;
}

/** The variable that would be tested. */
function rootOf(ref: Ref): Ref {
  return ref.root.kind === "variable" ? { root: ref.root, path: [], type: undefined } : ref;
}

function isSameRoot(left: Ref["root"], right: Ref["root"]): boolean {
  if (left.kind === "variable" && right.kind === "variable") return left.symbol === right.symbol;
  if (left.kind === "argument" && right.kind === "argument") return left.parameter === right.parameter;
  return left.kind === "this" && right.kind === "this";
}

const sealed = new WeakMap<ts.Symbol, boolean>();

/**
 * A constant of a module, made there, that is only ever mentioned to get at its elements, which are primitives: `table[i]`.
 * Nobody has it under another name.
 */
function isSealed({ root }: Ref, context: AccessContext): boolean {
  const { checker } = context;
  if (root.kind !== "variable") return false;
  const known = sealed.get(root.symbol);
  if (known !== undefined) return known;
  const declaration = root.symbol.valueDeclaration;
  const result =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isVariableDeclarationList(declaration.parent) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
    ts.isSourceFile(declaration.parent.parent.parent) &&
    ts.isExternalModule(declaration.getSourceFile()) &&
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) === 0 &&
    declaration.initializer !== undefined &&
    isNew(bare(declaration.initializer), context) &&
    holdsOnlyPrimitives(checker.getTypeOfSymbol(root.symbol), checker, 0) &&
    namesOf(root.symbol, declaration.getSourceFile(), checker).every(
      (name) =>
        name.parent === declaration ||
        (ts.isElementAccessExpression(name.parent) &&
          name.parent.expression === name &&
          // By a name in brackets it may be a method.
          isNumeric(checker.getTypeAtLocation(name.parent.argumentExpression))),
    );
  sealed.set(root.symbol, result);
  return result;
}

function namesOf(symbol: ts.Symbol, root: ts.Node, checker: ts.TypeChecker): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === symbol.name && valueSymbol(node, checker) === symbol) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
