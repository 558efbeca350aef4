// What is taken for plain data in a loop of JavaScript, where no type tells: lists, texts, numbers and records, whose methods are
// those of the language. Tested before the loop.
import { ts } from "ts-morph";
import type { Access, Effect, Ref } from "../accesses/access.js";
import { declaredClass } from "../accesses/classes.js";
import type { AccessContext } from "../accesses/context.js";
import { isOpaque, unalias } from "../accesses/types.js";
import type { Loop } from "../loops/loop.js";
import { isJavaScript } from "../workspace/gifts.js";
import type { Tested } from "./verdict.js";

/** The context in which the code of a loop is looked at: in JavaScript, with the presumption. Not that of the code around. */
export function inBody(loop: Loop, context: AccessContext): AccessContext {
  return isJavaScript(loop.node) ? onData(context) : context;
}

export function onData(context: AccessContext): AccessContext {
  const { presuming, seeksObstacles } = context;
  if (presuming === undefined) return context;
  return {
    ...context,
    presumesData: true,
    summaries: seeksObstacles === true ? presuming.obstacles : presuming.summaries,
  };
}

/** Takes note of what has to be plain data. */
export interface PlainData {
  /** Undefined: it is noted. Else an unknown call, for what has to be plain data cannot be named before the loop. */
  settle(presumed: Effect): Effect | undefined;
  readonly tested: ReadonlyMap<string, Noted>;
}

export interface Noted extends Tested {
  /** The variable that holds it, or whose field does; undefined: a field of `this`. */
  readonly symbol: ts.Symbol | undefined;
  readonly field: string | undefined;
  /** What is called on it, if it is no plain data. */
  readonly otherwise: Effect;
}

export function createPlainData(context: AccessContext, loop: Loop): PlainData {
  const { checker } = context;
  const tested = new Map<string, Noted>();
  return { settle, tested };

  function settle(presumed: Effect): Effect | undefined {
    const { kind, data = [], ...rest } = presumed;
    if (kind !== "presumed") return presumed;
    const otherwise: Effect = { ...rest, kind: "unknown-call" };
    const noted = data.map((ref) => noteOf(ref, otherwise));
    if (noted.includes(undefined)) return otherwise;
    for (const each of noted) if (each !== undefined) tested.set(each.name, each);
    return undefined;
  }

  function noteOf({ root, path }: Ref, otherwise: Effect): Noted | undefined {
    if (root.kind === "this") {
      const [first] = path;
      if (first?.kind !== "property" || !isOuterThis()) return undefined;
      return { name: `this.${first.name}`, node: loop.node, symbol: undefined, field: first.name, otherwise };
    }
    if (root.kind !== "variable") return undefined;
    const { symbol } = root;
    const declaration = symbol.valueDeclaration;
    // What a module or a package is, nobody takes for data.
    const isVariable =
      declaration !== undefined &&
      (ts.isParameter(declaration) || ts.isBindingElement(declaration) || ts.isVariableDeclaration(declaration));
    if (!isVariable || isRequired(declaration)) return undefined;
    const named = checker.resolveName(symbol.name, loop.node, ts.SymbolFlags.Value, false);
    if (named === undefined || unalias(named, checker) !== unalias(symbol, checker)) return undefined;
    if (!isObjectOfClass(symbol)) return { name: symbol.name, node: loop.node, symbol, field: undefined, otherwise };
    // Of such an object no more than a field can be plain data.
    const [first] = path;
    if (first?.kind !== "property") return undefined;
    return { name: `${symbol.name}.${first.name}`, node: loop.node, symbol, field: first.name, otherwise };
  }

  function isObjectOfClass(symbol: ts.Symbol): boolean {
    const type = checker.getTypeOfSymbol(symbol);
    return !isOpaque(type) && declaredClass(type, context.program) !== undefined;
  }

  /** `this` means something where the loop stands. */
  function isOuterThis(): boolean {
    for (let at: ts.Node | undefined = loop.node.parent; at !== undefined; at = at.parent)
      if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return true;
    return false;
  }
}

/** The place that is looked at before the loop holds something else later. */
export function isReplaced({ symbol, field }: Noted, writes: readonly Access[]): boolean {
  return writes.some(({ target }) => {
    if (target.kind === "variable") return target.symbol === symbol;
    const { root, path } = target.base;
    const isHolder = symbol === undefined ? root.kind === "this" : root.kind === "variable" && root.symbol === symbol;
    if (field === undefined || !isHolder || path.length > 0) return false;
    return target.step.kind === "anything" || (target.step.kind === "property" && target.step.name === field);
  });
}

function isRequired(declaration: ts.Declaration): boolean {
  const at = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  return (
    ts.isVariableDeclaration(at) && at.initializer !== undefined && /\brequire\s*\(/.test(at.initializer.getText())
  );
}
