// The function of the source that a node of the call tree stands for, and the loops that its lines and its calls belong to.
import path from "node:path";
import type { ProfiledScript } from "@loopsmith/runner/bench";
import type { ProfileNode, ThreadTimes } from "./cpuProfile.js";
import type { Places, SourcePoint } from "./places.js";
import type { FunctionSpan, LoopSpan, SourceText } from "./sourceText.js";

export interface Place {
  readonly text: SourceText;
  readonly span: FunctionSpan;
  readonly script: ProfiledScript;
}

/** Loops that a stack is in, the outermost first, each with the part of the time that is its own: below 1 where several call the same function. */
export type Active = ReadonlyMap<LoopSpan, number>;

export const none: Active = new Map();

/** The function of the source that a node stands for. */
export function findPlace(
  node: ProfileNode,
  { scripts }: ThreadTimes,
  places: Places,
  textOf: (file: string) => SourceText | undefined,
): Place | undefined {
  if (node.url === "") return undefined;
  const script = scriptOf(node, scripts);
  const points = places.begin(script, node.line, node.column);
  let best: Place | undefined;
  for (const point of points) {
    const text = textOf(point.file);
    if (text === undefined) continue;
    const at = offsetOf(text, point);
    // A module's own code begins at its first character, which is where its first function may begin, too.
    const isModule = node.line === 0 && node.column === 0 && node.name === "";
    for (const span of isModule ? text.functions.slice(0, 1) : text.functions.slice(1)) {
      if (!isModule && !(span.start <= at && at <= span.bodyStart)) continue;
      if (best === undefined || better(span, best.span, node.name)) best = { text, span, script };
    }
  }
  if (best !== undefined) return best;
  // The beginning of a module often is code that the compiler added; its lines still tell the file.
  const own = node.name === "" ? node.lines.flatMap(({ line }) => places.line(script, line, 0))[0] : undefined;
  const text = own && textOf(own.file);
  return text === undefined ? undefined : { text, span: text.functions[0]!, script };
}

function better(span: FunctionSpan, than: FunctionSpan, name: string): boolean {
  const wanted = name.slice(name.lastIndexOf(".") + 1);
  if ((span.name === wanted) !== (than.name === wanted)) return span.name === wanted;
  return span.end - span.start < than.end - than.start;
}

function scriptOf({ scriptId, url }: ProfileNode, scripts: ThreadTimes["scripts"]) {
  return scripts.get(scriptId) ?? { scriptId, url, sourceMapUrl: "" };
}

function offsetOf({ lineStarts, text }: SourceText, { line, column }: SourcePoint): number {
  const start = lineStarts[line] ?? text.length;
  if (column !== undefined) return start + column;
  return start + /^\s*/.exec(text.slice(start, lineStarts[line + 1] ?? text.length))![0].length;
}

/**
 * Loops of the function itself that code on a line of the text that ran belongs to.
 * @returns undefined when there is no code of the function on that line
 */
export function loopsOnLine(
  { text, span, script }: Place,
  line: number,
  fromColumn: number,
  places: Places,
): readonly LoopSpan[] | undefined {
  const found = new Set<LoopSpan>();
  let isThere = false;
  for (const point of places.line(script, line, fromColumn)) {
    if (point.file !== text.file) continue;
    const from = offsetOf(text, point);
    const to = point.column === undefined ? (text.lineStarts[point.line + 1] ?? text.text.length + 1) - 1 : from + 1;
    isThere ||= span.start < to && from < span.end;
    for (const loop of text.loops) {
      const isHead = loop.before.some(({ start, end }) => start <= from && to <= end);
      if (loop.container === span && loop.start < to && from < loop.end && !isHead) found.add(loop);
    }
  }
  return isThere ? inOneChain([...found]) : undefined;
}

/** Of loops inside of one another all count; of loops beside one another nobody knows which is meant, only what is around them. */
function inOneChain(loops: readonly LoopSpan[]): readonly LoopSpan[] {
  return loops.filter((loop) => loops.every((other) => contains(loop, other) || contains(other, loop)));
}

function contains(outer: LoopSpan, inner: LoopSpan): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/**
 * Whether what stands in a loop's text runs once, before the first iteration: `for (const x of sorted(xs))`.
 * @param isOver what is called there has ended when the call has: it is a function that is known, and no generator
 */
export function isBefore({ before }: LoopSpan, at: number, isOver: boolean): boolean {
  return before.some((part) => part.start <= at && at <= part.end && (isOver || part.isOver));
}

/** The loops of the caller in which it calls the node: by the name of what is called, as V8 does not tell the line. */
export function callersLoops(caller: Place | undefined, calleeName: string, calleePlace: Place | undefined): Active {
  if (caller === undefined) return none;
  const { text, span } = caller;
  const own = text.loops.filter((loop) => loop.container === span);
  if (own.length === 0) return none;
  // A function of the caller's own text, such as a callback, is found by where it stands.
  if (calleePlace?.text === text && span.start <= calleePlace.span.start && calleePlace.span.end <= span.end) {
    const around = own.filter((loop) => loop.start <= calleePlace.span.start && calleePlace.span.end <= loop.end);
    if (around.length > 0) return none;
  }
  const names = new Set([calleeName.slice(calleeName.lastIndexOf(".") + 1), calleePlace?.span.name ?? ""]);
  const start = calleePlace?.span.start;
  const resolved = span.calls.filter(
    ({ target }) =>
      typeof target === "object" && target.start === start && path.normalize(target.file) === calleePlace?.text.file,
  );
  const named = resolved.length > 0 ? resolved : span.calls.filter(({ name }) => name !== "" && names.has(name));
  const calls = named.length > 0 ? named : span.calls;
  const isOver = calleePlace !== undefined && !calleePlace.span.isGenerator;
  const isOnce = (loop: LoopSpan, at: number) => named.length > 0 && isBefore(loop, at, isOver);
  const chains = calls.map(({ at }) => own.filter((loop) => loop.start <= at && at <= loop.end && !isOnce(loop, at)));
  // A call inside of a loop is made more often than the same call outside.
  const inLoops = named.length > 0 ? chains.filter((chain) => chain.length > 0) : chains;
  const active = new Map<LoopSpan, number>();
  for (const chain of inLoops) for (const loop of chain) active.set(loop, (active.get(loop) ?? 0) + 1 / inLoops.length);
  // Without a name that fits, only what is around all calls is sure.
  for (const [loop, weight] of active) {
    if (weight > 1 - 1e-9) active.set(loop, 1);
    else if (named.length === 0) active.delete(loop);
  }
  return active;
}
