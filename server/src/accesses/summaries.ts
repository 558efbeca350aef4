// Effect summaries of functions, by need, with a fixpoint over recursion. They live as long as the program they were made from.
import { ts } from "ts-morph";
import { cleaningUp, createBudget, untilFound, withinBudget } from "../workspace/budget.js";
import type { Access, Effect, Facts, Ref, Step, Stored, Summary } from "./access.js";
import { collectFacts } from "./collect.js";
import type { AccessContext, Summaries } from "./context.js";
import { withoutSubscripts, withSubscripts } from "./handedSubscripts.js";
import { accessKey, distinctAccesses, refKey, shortened, stepKey } from "./keys.js";
import { isOwnObstacle, unknownCall } from "./obstacles.js";
import { returnedBy } from "./refs.js";
import { createRegion, type Region } from "./region.js";
import { canThrow } from "./throwing.js";
import { declaredWithin, holdsOnlyPrimitives, isPrimitive } from "./types.js";
import { estimateWork } from "./work.js";

const nothing: Summary = { accesses: [], effects: [], returns: [], holds: [], stored: [], work: 1, mayThrow: false };
const maxRounds = 6;
const maxEntries = 400;
/** Functions that touch more places tell nothing of their subscripts. */
const mostPrecise = 40;
/** Large groups of functions that call one another would be computed again and again: from here on such a function is unknown. */
const maxAttempts = 12;
/** Calls inside of calls deeper than this are not followed: the stack of this process is finite. */
const maxDepth = 40;
/** Units of work for one function: some tens of thousands of nodes. */
const mostWork = 400_000;
/** Units of work for one question, all the functions included that have to be looked into for it. Then the rest is unknown. */
const mostForQuestion = 150_000;

/**
 * Makes the summaries of a program.
 * @param context the one that the summaries themselves will be part of
 * @param whole summaries that are taken where they are there. Then what is computed here tells of a function that holds an
 *   obstacle only the first one, and nothing else of what it does: enough to know that a loop which calls it is serial
 */
export function createSummaries(context: () => AccessContext, whole?: Summaries): Summaries {
  const summarize = whole === undefined ? compute : computeToObstacle;
  const done = new Map<ts.FunctionLikeDeclaration, Summary>();
  const running = new Map<ts.FunctionLikeDeclaration, { guess: Summary; used: boolean }>();
  const attempts = new Map<ts.FunctionLikeDeclaration, number>();
  // Depth in the stack of the outermost running function that a computation has leaned on.
  let leaning = Number.POSITIVE_INFINITY;
  let leftForQuestion = mostForQuestion;

  return { of, isDone: (declaration) => done.has(declaration) };

  function of(declaration: ts.FunctionLikeDeclaration): Summary {
    const known = done.get(declaration);
    if (known !== undefined) return known;
    if (whole?.isDone(declaration) === true) return whole.of(declaration);
    const active = running.get(declaration);
    if (active !== undefined) {
      active.used = true;
      leaning = Math.min(leaning, [...running.keys()].indexOf(declaration));
      return active.guess;
    }
    if (declaration.body === undefined) return unknownSummary(declaration);
    const tries = (attempts.get(declaration) ?? 0) + 1;
    attempts.set(declaration, tries);
    if (running.size === 0) leftForQuestion = mostForQuestion;
    if (running.size >= maxDepth || leftForQuestion < 0) return unknownSummary(declaration);
    if (tries > maxAttempts) {
      const unknown = unknownSummary(declaration);
      done.set(declaration, unknown);
      return unknown;
    }
    const depth = running.size;
    const outerLeaning = leaning;
    leaning = Number.POSITIVE_INFINITY;
    const entry = { guess: nothing, used: false };
    running.set(declaration, entry);
    // Whatever happens, nobody may ever take the guess for the result.
    const summary = cleaningUp(
      () => withinBudget(() => settle(declaration, entry)) ?? unknownSummary(declaration),
      () => running.delete(declaration),
    );
    // A result that leaned on the guess of a function further out is not final and must be computed again.
    if (leaning >= depth) done.set(declaration, summary);
    leaning = Math.min(outerLeaning, leaning < depth ? leaning : Number.POSITIVE_INFINITY);
    return summary;
  }

  function settle(declaration: ts.FunctionLikeDeclaration, entry: { guess: Summary; used: boolean }): Summary {
    // Each function has a budget of its own: what is known of it must not depend on who asks.
    const budget = createBudget(mostWork);
    const spend = (units: number) => {
      leftForQuestion -= units;
      budget.spend(units);
    };
    const own: AccessContext = { ...context(), budget: { spend } };
    let summary = summarize(declaration, own);
    for (let round = 0; entry.used && !areSame(summary, entry.guess); round++) {
      if (round === maxRounds) return unknownSummary(declaration);
      entry.guess = summary;
      summary = widened(summarize(declaration, own));
    }
    return summary;
  }
}

/** Ways longer than this are cut in a recursive function: each level of the recursion would make them longer. */
const maxRecursivePath = 2;

/** What a recursion reaches step by step, `node.left.left…`, is everything from there on. */
function widened(summary: Summary): Summary {
  const cut = (ref: Ref): Ref => shortened(ref, maxRecursivePath);
  const cutTarget = (access: Access): Access =>
    access.target.kind === "variable"
      ? access
      : withoutSubscripts({ ...access, target: { ...access.target, base: cut(access.target.base) } });
  return {
    ...summary,
    accesses: distinctAccesses(summary.accesses.map(cutTarget)),
    effects: dedupeEffects(
      summary.effects.map((effect) => ({
        ...effect,
        ...(effect.handed && { handed: { ...effect.handed, given: effect.handed.given.map(cut) } }),
        ...(effect.data && { data: effect.data.map(cut) }),
      })),
    ),
    returns: dedupeRefs(summary.returns.map(cut)),
    holds: dedupeRefs(summary.holds.map(cut)),
    stored: dedupeStored(
      summary.stored.map(({ base, step, values }) => ({ base: cut(base), step, values: values.map(cut) })),
    ),
  };
}

/** Not the numbers of their parts are compared: cutting ways makes one of two that differ, while another is found. */
function areSame(a: Summary, b: Summary): boolean {
  const [one, other] = [keysOf(a), keysOf(b)];
  return one.size === other.size && [...one].every((key) => other.has(key));
}

function keysOf({ accesses, effects, returns, holds, stored, mayThrow }: Summary): ReadonlySet<string> {
  return new Set([
    ...accesses.map(accessKey),
    ...effects.flatMap(({ kind, name, handed, data = [] }) => [
      `${kind} ${name}`,
      ...data.map((ref) => `data ${refKey(ref)}`),
      ...(handed?.given.map((ref) => `handed ${handed.parameter.pos} ${refKey(ref)}`) ?? []),
    ]),
    ...returns.map((ref) => `returns ${refKey(ref)}`),
    ...holds.map((ref) => `holds ${refKey(ref)}`),
    ...stored.flatMap(({ base, step, values }) =>
      values.map((ref) => `stored ${refKey(base)} ${stepKey(step)} ${refKey(ref)}`),
    ),
    `throws ${mayThrow}`,
  ]);
}

function unknownSummary(node: ts.FunctionLikeDeclaration): Summary {
  return {
    ...nothing,
    effects: [{ kind: "unknown-call", node, name: node.name?.getText() ?? "function" }],
    mayThrow: true,
  };
}

function computeToObstacle(declaration: ts.FunctionLikeDeclaration, context: AccessContext): Summary {
  let summary = nothing;
  const obstacle =
    unknownCall(declaration.body!, context) ??
    untilFound<Effect>((found) => {
      summary = compute(declaration, context, (effect) => {
        if (isOwnObstacle(effect)) found(effect);
      });
    });
  return obstacle === undefined ? summary : { ...nothing, effects: [obstacle], mayThrow: true };
}

function compute(
  declaration: ts.FunctionLikeDeclaration,
  context: AccessContext,
  added?: (effect: Effect) => void,
): Summary {
  const region = createRegion(context, declaration, (symbol) => declaredWithin(symbol, declaration, true));
  const parts: ts.Node[] = [...declaration.parameters.flatMap(defaultsOf), declaration.body!];
  const facts = [...declaration.parameters, declaration.body!].map((part) => collectFacts(part, region, added));
  const returns = dedupeRefs(returnedBy(declaration).flatMap((value) => region.origins(value)));
  const visible = facts.flatMap((part) => part.accesses).filter((access) => isVisible(access, region));
  const precise = distinctAccesses(visible.map(withSubscripts));
  const accesses = precise.length <= mostPrecise ? precise : distinctAccesses(visible.map(withoutSubscripts));
  const effects = dedupeEffects(facts.flatMap((part) => [...part.effects, ...destructuredParameters(declaration)]));
  const links = context.seeksObstacles === true ? [] : region.stored();
  const stored = dedupeStored(
    links
      .flatMap(({ step, bases, values }) => bases.map((base) => ({ base, step, values })))
      .filter(({ base }) => base.root.kind !== "fresh"),
  );
  if (accesses.length > maxEntries || stored.length > maxEntries) return unknownSummary(declaration);
  return {
    accesses,
    effects,
    returns,
    holds: dedupeRefs(holds(returns, facts, declaration, region)),
    stored,
    work: Math.max(
      1,
      parts.reduce((sum, part) => sum + estimateWork(part, context), 0),
    ),
    mayThrow: parts.some((part) => canThrow(part, context)),
  };
}

/** The default of a parameter, and those in the pattern that stands for it. */
function defaultsOf({ name, initializer }: ts.ParameterDeclaration | ts.BindingElement): readonly ts.Expression[] {
  const own = initializer === undefined ? [] : [initializer];
  if (ts.isIdentifier(name)) return own;
  return [...own, ...name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : defaultsOf(element)))];
}

function destructuredParameters(declaration: ts.FunctionLikeDeclaration): Effect[] {
  const nested = declaration.parameters.find(
    (parameter) =>
      !ts.isIdentifier(parameter.name) &&
      parameter.name.elements.some((element) => !ts.isOmittedExpression(element) && !ts.isIdentifier(element.name)),
  );
  return nested === undefined ? [] : [{ kind: "unsupported", node: nested, name: "a nested destructuring pattern" }];
}

function holds(
  returns: readonly Ref[],
  facts: readonly Facts[],
  declaration: ts.FunctionLikeDeclaration,
  region: Region,
): readonly Ref[] {
  const { checker } = region.context;
  const inReturned = () => region.contents(returns.filter((ref) => ref.root.kind === "fresh"));
  if (!ts.isConstructorDeclaration(declaration)) {
    if (returnedBy(declaration).every((value) => holdsOnlyPrimitives(checker.getTypeAtLocation(value), checker, 0)))
      return [];
    const inside = inReturned();
    // Objects of its own in between stand for the result: what lies in them is found there.
    return inside.every((ref) => ref.root.kind === "fresh") ? [] : inside;
  }
  // A new object may hold every object that its constructor got or read.
  const given: Ref[] = declaration.parameters
    .filter((parameter) => !isPrimitive(checker.getTypeAtLocation(parameter)))
    .map((parameter) => ({ root: { kind: "argument", parameter }, path: [], type: undefined }));
  const read = facts
    .flatMap((part) => part.accesses)
    .flatMap((access): Ref[] => {
      if (access.target.kind !== "variable" || region.isLocal(access.target.symbol)) return [];
      return [
        { root: { kind: "variable", symbol: access.target.symbol }, path: [{ kind: "anything" }], type: undefined },
      ];
    });
  return [...given, ...read, ...inReturned()];
}

function isVisible(access: Access, region: Region): boolean {
  const { target } = access;
  if (target.kind === "variable") return !region.isLocal(target.symbol);
  return target.base.root.kind !== "fresh";
}

function dedupeRefs(refs: readonly Ref[]): readonly Ref[] {
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}

/** One entry for each place; an index of the function's own means nothing to its callers. */
function dedupeStored(all: readonly Stored[]): readonly Stored[] {
  const found = new Map<string, Stored>();
  for (const { base, step, values } of all) {
    const key = `${refKey(base)} ${stepKey(step)}`;
    const place: Step = step.kind === "element" ? { kind: "element", index: undefined } : step;
    found.set(key, { base, step: place, values: dedupeRefs([...(found.get(key)?.values ?? []), ...values]) });
  }
  return [...found.values()];
}

function dedupeEffects(effects: readonly Effect[]): readonly Effect[] {
  const found = new Map<string, Effect>();
  for (const effect of effects) {
    const { handed } = effect;
    const parameter = handed && `${handed.parameter.getSourceFile().fileName} ${handed.parameter.pos}`;
    const key = `${effect.kind} ${parameter ?? effect.name}`;
    const before = found.get(key);
    const given = dedupeRefs([...(before?.handed?.given ?? []), ...(handed?.given ?? [])]);
    const data = dedupeRefs([...(before?.data ?? []), ...(effect.data ?? [])]);
    found.set(key, {
      ...effect,
      ...(handed && { handed: { ...handed, given } }),
      ...(effect.data && { data }),
    });
  }
  return [...found.values()];
}
