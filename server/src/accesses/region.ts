// A region is a piece of code under study (the body of a loop, or of a function). It answers where objects come from: from
// outside, by a way of properties and elements, or from an expression of the region itself. Flow-insensitive, hence sound
// for any order of execution: a variable stands for everything that is ever assigned to it.
import { ts } from "ts-morph";
import type { Effect, Ref, Step, Stored } from "./access.js";
import { withAnswers } from "./accessors.js";
import { effortFor, limit, maxPath, maxRefs, widen } from "./bounds.js";
import { targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";
import { createFixpoint } from "./fixpoint.js";
import { declaredObjects, holdsValue, initialContents, storedValue } from "./initialContents.js";
import { givenBack, instantiate, instantiatePut } from "./instantiate.js";
import { onlyStores } from "./keptToItself.js";
import { areSameRefs, refKey } from "./keys.js";
import { isOfOneMoment, lasting } from "./lasting.js";
import { isLibraryGlobal, isMemoryOfView, libraryResult, viewsOf } from "./libraryResult.js";
import { findLinks, type Link, type Links, linkedAt, noLinks, shapeOf, startOf, unknownLinks } from "./linked.js";
import { namespaceVariable } from "./namespaceMembers.js";
import type { Taken } from "./patterns.js";
import {
  choicesOf,
  elementStep,
  isAllocation,
  isPlainValue,
  isPrimitiveValue,
  mayBeMadeAt,
  propertyStep,
  unknownRef,
} from "./refs.js";
import { bare, hasThis, holdsOnlyPrimitives, isPrimitive, stepType, valueSymbol } from "./types.js";
import { collectValues, indexSteps, type Store, type ValueSource } from "./values.js";

export interface Region {
  readonly context: AccessContext;
  readonly node: ts.Node;
  /** True for variables that belong to the region: nobody outside of it can see them. */
  isLocal(symbol: ts.Symbol): boolean;
  /** The objects that an expression may stand for; empty when it is a primitive. */
  origins(expression: ts.Expression): readonly Ref[];
  /** The objects that the variable may hold. */
  variableOrigins(symbol: ts.Symbol): readonly Ref[];
  /** What lies one step further inside of the objects. */
  follow(refs: readonly Ref[], step: Step, type: ts.Type | undefined): readonly Ref[];
  /** Everything that the objects may hold, themselves excluded. */
  contents(refs: readonly Ref[]): readonly Ref[];
  /** The places out of which destructuring takes what the variable holds. */
  taken(symbol: ts.Symbol): readonly Taken[];
  /** What is assigned to the variables, and what is stored into objects, in the whole region. */
  readonly values: ReadonlyMap<ts.Symbol, readonly ValueSource[]>;
  readonly stores: readonly Store[];
  /** What the code of the region, and the functions that it calls, put into objects that the region did not make. */
  stored(): readonly Link[];
  /** What becomes of a presumption: nothing more, where it is taken note of; else what it is without it. */
  readonly settle?: (presumed: Effect) => Effect | undefined;
  /**
   * The same code, where others put what they like into some of the objects that it makes.
   * @param isReached others get hold of the object that the node makes
   */
  filledByOthers(isReached: (made: ts.Node) => boolean): Region;
}

interface StoredByCall {
  readonly step: Step;
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly stored: Stored;
}

interface Put {
  readonly step: Step;
  bases(): readonly Ref[];
  values(): readonly Ref[];
}

/** What a region is made of. */
interface Parts {
  readonly sources: ReturnType<typeof collectValues>;
  /** What the functions that the region calls put into what they are given, in their own terms. */
  storedByCalls(): readonly StoredByCall[];
  links(): Links;
  isReached?(made: ts.Node): boolean;
}

/**
 * @param node the body of the loop or the function
 * @param isLocal which variables belong to the region
 * @param given values that variables get outside of `node`, such as the loop variable of a `for-of`
 * @param isApart two objects that the region did not make are known not to be one, so that what is put into the one does not
 *   lie in the other; `asked elsewhere`: what is put where is left to the one who asks
 */
export function createRegion(
  context: AccessContext,
  node: ts.Node,
  isLocal: (symbol: ts.Symbol) => boolean,
  given: ReadonlyMap<ts.Symbol, readonly ValueSource[]> = new Map(),
  isApart: ((left: Ref, right: Ref) => boolean) | "asked elsewhere" = () => false,
): Region {
  const sources = collectValues(node, context);
  let byCalls: readonly StoredByCall[] | undefined;
  let found: Links | undefined = isApart === "asked elsewhere" || context.seeksObstacles === true ? noLinks : undefined;
  const withLinks = (links: () => Links) =>
    regionOf(context, node, isLocal, given, isApart === "asked elsewhere" ? () => false : isApart, {
      sources,
      storedByCalls: () => (byCalls ??= storedByCalls()),
      links,
    });
  return withLinks(() => (found ??= findLinks((links) => withLinks(() => links).stored(), unknownRef(node))));

  function storedByCalls(): readonly StoredByCall[] {
    if (context.seeksObstacles === true) return [];
    return sources.calls.flatMap((call) =>
      targetsOf(call, context).flatMap((target) =>
        target.kind === "function"
          ? context.summaries.of(target.declaration).stored.map((stored) => ({ step: stored.step, call, stored }))
          : [],
      ),
    );
  }
}

function regionOf(
  context: AccessContext,
  node: ts.Node,
  isLocal: (symbol: ts.Symbol) => boolean,
  given: ReadonlyMap<ts.Symbol, readonly ValueSource[]>,
  isApart: (left: Ref, right: Ref) => boolean,
  parts: Parts,
): Region {
  const { checker } = context;
  const { values, stores } = parts.sources;
  const questions = createFixpoint<readonly Ref[]>({ bottom: [], top: [unknownRef(node)], isSame: areSameRefs, widen });
  let effort = effortFor(values.size + stores.length, parts.sources.calls.length);
  const toLasting = (ref: Ref) => lasting(ref, node, checker);
  const guards = new Map<object | string, Map<string, object>>();
  let calledAt: ((step: Step) => readonly StoredByCall[]) | undefined;
  const storesAt = indexSteps(stores.filter(({ value }) => holdsValue(value, checker)));
  const region: Region = {
    context,
    node,
    isLocal,
    origins,
    variableOrigins,
    follow,
    contents: (refs) => deepContents(refs),
    taken,
    values,
    stores,
    stored,
    filledByOthers: (isReached) => regionOf(context, node, isLocal, given, isApart, { ...parts, isReached }),
  };
  return region;

  function stored(): readonly Link[] {
    if (effort <= 0) return unknownLinks(unknownRef(node));
    return putsAt({ kind: "anything" }).flatMap(({ step, bases, values: put }): readonly Link[] => {
      const values = limit(put(), node);
      if (values.length === 0) return [];
      const outer = limit(bases(), node).filter(({ root, path }) => root.kind !== "fresh" || path.length > 0);
      return outer.length === 0 ? [] : [{ step, bases: outer, values }];
    });
  }

  function origins(expression: ts.Expression): readonly Ref[] {
    const inner = bare(expression);
    return once(inner, inner, () =>
      limit(
        compute(inner).map((ref) => withType(ref, inner)),
        inner,
      ),
    );
  }

  /** When the effort is spent everything is unknown, so that no code takes forever. */
  function once(key: object, at: ts.Node, answer: () => readonly Ref[]): readonly Ref[] {
    return questions.answer(key, () => (--effort < 0 ? [unknownRef(at)] : answer()));
  }

  function withType(ref: Ref, at: ts.Expression): Ref {
    return ref.type === undefined && ref.root.kind !== "unknown"
      ? { ...ref, type: checker.getTypeAtLocation(at) }
      : ref;
  }

  function compute(node: ts.Expression): readonly Ref[] {
    if (isPlainValue(node)) return [];
    const choices = choicesOf(node);
    if (choices !== undefined) return choices.flatMap(origins);
    if (ts.isIdentifier(node)) return identifierOrigins(node);
    if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) {
      const type = checker.getTypeAtLocation(node);
      return [hasThis(region.node, node) ? { root: { kind: "this" }, path: [], type } : { ...unknownRef(node), type }];
    }
    const type = checker.getTypeAtLocation(node);
    if (isPrimitive(type)) return [];
    const member = namespaceVariable(node, context);
    if (member !== undefined) return variableOrigins(member);
    if (isMemoryOfView(node, checker)) return viewsOf(origins(node.expression), type, region);
    if (ts.isPropertyAccessExpression(node))
      return withAnswers(node, follow(origins(node.expression), propertyStep(node.name.text), type), region);
    if (ts.isElementAccessExpression(node))
      return follow(origins(node.expression), elementStep(node.argumentExpression, checker), type);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return callOrigins(node, type);
    if (isAllocation(node)) return [{ root: { kind: "fresh", node }, path: [], type }];
    return [unknownRef(node)];
  }

  function identifierOrigins(node: ts.Identifier): readonly Ref[] {
    const symbol = valueSymbol(node, checker);
    if (isPrimitive(checker.getTypeAtLocation(node))) return [];
    // `arguments` holds whatever the function was called with.
    if (symbol === undefined || (node.text === "arguments" && symbol.declarations === undefined))
      return [unknownRef(node)];
    return isLibraryGlobal(symbol, context) ? [] : variableOrigins(symbol);
  }

  function variableOrigins(symbol: ts.Symbol): readonly Ref[] {
    const declaration = symbol.valueDeclaration;
    const own: Ref[] = isLocal(symbol) ? declaredObjects(symbol, region) : [];
    if (declaration !== undefined && ts.isParameter(declaration) && declaration.parent === node) {
      own.push({ root: { kind: "argument", parameter: declaration }, path: [], type: checker.getTypeOfSymbol(symbol) });
    } else if (!isLocal(symbol)) {
      return [{ root: { kind: "variable", symbol }, path: [], type: declaration && checker.getTypeOfSymbol(symbol) }];
    }
    const assigned = once(symbol, node, () => {
      const refs = sourcesOf(symbol).flatMap(sourceOrigins);
      return limit(isOfOneMoment(symbol, values.get(symbol) ?? []) ? refs : refs.map(toLasting), node);
    });
    return [...own, ...assigned];
  }

  function sourcesOf(symbol: ts.Symbol): readonly ValueSource[] {
    return [...(given.get(symbol) ?? []), ...(values.get(symbol) ?? [])];
  }

  function taken(symbol: ts.Symbol): readonly Taken[] {
    return sourcesOf(symbol).flatMap((source) => {
      const step = source.steps.at(-1);
      return step === undefined
        ? []
        : sourceOrigins({ ...source, steps: source.steps.slice(0, -1) }).map((base) => ({ base, step }));
    });
  }

  function sourceOrigins(source: ValueSource): readonly Ref[] {
    if (source.expression === undefined) return [unknownRef(source.node)];
    let refs: readonly Ref[];
    if (ts.isParameter(source.expression)) {
      refs =
        source.expression.parent === node
          ? [{ root: { kind: "argument", parameter: source.expression }, path: [], type: undefined }]
          : [unknownRef(source.expression)];
    } else {
      if (source.steps.length === 0 && isPrimitiveValue(source.expression, checker)) return [];
      refs = origins(source.expression);
    }
    for (const step of source.steps) refs = follow(refs, step, undefined);
    return refs;
  }

  function callOrigins(call: ts.CallExpression | ts.NewExpression, type: ts.Type): readonly Ref[] {
    return targetsOf(call, context).flatMap((target): readonly Ref[] => {
      if (target.kind === "unknown") return [unknownRef(call)];
      if (target.kind === "builtin") return libraryResult(call, target.builtin, type, region);
      const made: Ref = { root: { kind: "fresh", node: call }, path: [], type };
      // A constructor may give back another object than the new one.
      const given = givenBack(target.declaration, call, region);
      return ts.isNewExpression(call) ? [made, ...given] : given;
    });
  }

  function follow(refs: readonly Ref[], step: Step, type: ts.Type | undefined): readonly Ref[] {
    const out: Ref[] = [];
    effort -= refs.length >> 3;
    for (const ref of refs) {
      if (out.length > 2 * maxRefs) return [unknownRef(node)];
      if (ref.root.kind === "fresh" && ref.path.length === 0) out.push(...held(ref.root.node, step));
      else if (ref.path.at(-1)?.kind === "anything") out.push({ ...ref, type });
      else if (ref.path.length >= maxPath) out.push({ ...ref, path: [...ref.path, { kind: "anything" }], type });
      else out.push({ ...ref, path: [...ref.path, step], type: type ?? stepType(ref.type, step, checker) });
      if (ref.root.kind !== "fresh" || ref.path.length > 0) out.push(...linked(ref, step));
    }
    return limit(out, node);
  }

  /** What the region puts at the place of an object that it did not make. */
  function linked(ref: Ref, step: Step): readonly Ref[] {
    const { root, path } = ref;
    if (root.kind === "unknown") return [];
    const links = parts.links()(step);
    if (links.length === 0) return [];
    const guard = guardOf(startOf(root), [...path, step].map(shapeOf).join());
    return once(guard, node, () => limit(linkedAt(ref, step, links, checker, isApart), node));
  }

  /** Stands for a question about a way from an object, until it is answered and afterwards. */
  function guardOf(start: object | string, way: string): object {
    const ways = guards.get(start) ?? guards.set(start, new Map()).get(start)!;
    return ways.get(way) ?? ways.set(way, {}).get(way)!;
  }

  /** The stores and calls that may put something at the step of an object; what and where is asked for by need. */
  function putsAt(step: Step): readonly Put[] {
    calledAt ??= indexSteps(parts.storedByCalls());
    return [
      ...storesAt(step).map(putBy),
      ...calledAt(step).map(({ call, stored }) => ({
        step: stored.step,
        bases: () => ofCall("base", stored.base, call, instantiate),
        values: () => stored.values.flatMap((ref) => ofCall("put", ref, call, instantiatePut)),
      })),
    ];
  }

  function putBy(store: Store): Put {
    return { step: store.step, bases: () => origins(store.base), values: () => storedValue(store, region) };
  }

  function ofCall(kind: string, ref: Ref, call: StoredByCall["call"], translate: typeof instantiate): readonly Ref[] {
    return once(guardOf(call, `${kind} ${refKey(ref)}`), call, () => limit(translate(ref, call, region), call));
  }

  /** What a place inside of an object made by the region may hold: all that the region ever puts into it. */
  function held(made: ts.Node, step: Step): readonly Ref[] {
    if (ts.isExpression(made) && holdsOnlyPrimitives(checker.getTypeAtLocation(made), checker, 0)) return [];
    return once(guardOf(made, shapeOf(step)), made, () => heldOnce(made, step));
  }

  function heldOnce(made: ts.Node, step: Step): readonly Ref[] {
    const out: Ref[] = [...initialContents(made, step, region)];
    const puts = onlyStores(storesAt(step), made, node, context)?.map(putBy) ?? putsAt(step);
    effort -= puts.length >> 1;
    for (const { bases, values } of puts) {
      if (bases().some((base) => mayBeMadeAt(base, made, checker))) out.push(...values());
    }
    if (parts.isReached?.(made) === true) out.push(unknownRef(made));
    return limit(out.map(toLasting), made);
  }

  function deepContents(refs: readonly Ref[]): readonly Ref[] {
    const out: Ref[] = [];
    const seen = new Set<ts.Node>();
    const visit = (ref: Ref): void => {
      if (ref.root.kind !== "fresh" || ref.path.length > 0) {
        out.push(...follow([ref], { kind: "anything" }, undefined));
        return;
      }
      if (seen.has(ref.root.node)) return;
      seen.add(ref.root.node);
      for (const inner of held(ref.root.node, { kind: "anything" })) {
        out.push(inner);
        visit(inner);
      }
    };
    refs.forEach(visit);
    return limit(out, node);
  }
}
