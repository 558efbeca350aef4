// The variables of one loop by what becomes of them when it runs on all cores: live-in, private or carried, with their places
// and with the bytes that are known to travel.
import { ts } from "ts-morph";
import { valueSymbol } from "../accesses/types.js";
import type { LoopAnalysis } from "../legality/loopAnalysis.js";
import { type CancellationToken, neverCancelled } from "../workspace/cancellation.js";
import { checkerOf } from "../workspace/checker.js";
import type { Workspace } from "../workspace/workspace.js";
import { analysed } from "./analysed.js";
import { withReasons } from "./facade.js";
import type { Position } from "./loopReport.js";
import { positionIn } from "./position.js";

/** `live-in`: travels to the workers; `private`: every iteration has its own; `carried`: one iteration reads what another has written, or the caller does it in order. */
export type VariableClass = "live-in" | "private" | "carried";

export interface LoopVariable {
  readonly name: string;
  readonly class: VariableClass;
  /** Bytes of a live-in that each worker gets, where its type tells; null where only the run does. */
  readonly bytes: number | null;
  /** Where it stands within the loop, in the order of the text. */
  readonly places: readonly Position[];
}

export interface LoopVariables extends Position {
  readonly endLine: number;
  readonly variables: readonly LoopVariable[];
  /** Bytes that come back from each iteration; null where only the run tells, or where the loop has to run in order. */
  readonly bytesBack: number | null;
}

/**
 * The variables of the last loop whose start `isMeant`, in the order of their first mention; imports, functions, types and globals
 * are none. Linear in the size of the loop once it has been analysed.
 */
export function* loopVariables(
  workspace: Workspace,
  file: string,
  isMeant: (start: Position, endLine: number) => boolean,
  token: CancellationToken = neverCancelled,
): Generator<void, LoopVariables | undefined, void> {
  const found = yield* analysed(workspace, file, token, "verdicts");
  if (found === undefined) return undefined;
  const { sourceFile, program } = found;
  const at = (offset: number) => positionIn(sourceFile, offset);
  const known = found.analyses.findLast(({ loop }) => isMeant(at(loop.node.getStart()), at(loop.node.end).line));
  if (known === undefined) return undefined;
  const analysis = yield* withReasons(found, known, token);
  const checker = checkerOf(program);
  const classOf = classifier(analysis, checker);
  const variables = [...mentions(analysis.loop.node, checker)].map(([symbol, places]): LoopVariable => {
    const kind = classOf(symbol);
    const bytes = kind === "live-in" ? bytesOf(checker.getTypeOfSymbol(symbol)) : null;
    return { name: symbol.name, class: kind, bytes, places: places.map((node) => at(node.getStart())) };
  });
  const bytesBack = analysis.verdict.kind === "parallel" ? (analysis.profit.bytesMoved ?? null) : null;
  return { ...at(known.loop.node.getStart()), endLine: at(known.loop.node.end).line, variables, bytesBack };
}

/** Every variable and parameter of the program that the loop names. */
function mentions(root: ts.Node, checker: ts.TypeChecker): ReadonlyMap<ts.Symbol, readonly ts.Identifier[]> {
  const found = new Map<ts.Symbol, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const symbol = valueSymbol(node, checker);
      if (symbol !== undefined && isVariable(symbol)) {
        const places = found.get(symbol);
        if (places === undefined) found.set(symbol, [node]);
        else places.push(node);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function isVariable({ valueDeclaration: declaration }: ts.Symbol): boolean {
  if (declaration === undefined || declaration.getSourceFile().isDeclarationFile) return false;
  if (ts.isParameter(declaration) || ts.isBindingElement(declaration)) return true;
  // A function under a constant name is code, which is imported or moved, not sent.
  const { initializer } = declaration as ts.VariableDeclaration;
  return (
    ts.isVariableDeclaration(declaration) &&
    !(initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)))
  );
}

function classifier(analysis: LoopAnalysis, checker: ts.TypeChecker): (symbol: ts.Symbol) => VariableClass {
  const { loop, verdict, dependences, scalars } = analysis;
  const { node } = loop;
  const split = verdict.kind === "parallel" ? verdict.split : undefined;
  const own = new Set<ts.Symbol>([
    ...(split?.privates ?? []),
    ...(split?.scratch ?? []),
    ...(split?.advanced.map(({ symbol }) => symbol) ?? []),
  ]);
  const byScalar = new Map(scalars.map((scalar) => [scalar.name, scalar.class]));
  // A dependence names a place as the author wrote it; what it begins with is the variable.
  const carried = new Set(
    dependences.flatMap(({ variable, carriedBy }) =>
      carriedBy === undefined ? [] : [/^[\w$]+/.exec(variable)?.[0] ?? ""],
    ),
  );
  const taken = new Set(split?.liveIns.map(({ symbol }) => symbol) ?? []);
  const committed = [...(split?.commit ?? [])];
  return (symbol) => {
    const declaration = symbol.valueDeclaration!;
    if (node.pos <= declaration.pos && declaration.end <= node.end) return "private";
    if (own.has(symbol) || ["private", "induction"].includes(byScalar.get(symbol.name) ?? "")) return "private";
    if (taken.has(symbol)) return "live-in";
    if (["carried", "reduction", "lastprivate"].includes(byScalar.get(symbol.name) ?? "")) return "carried";
    const inOrder = committed.some((statement) => mentions(statement, checker).has(symbol));
    return carried.has(symbol.name) || inOrder ? "carried" : "live-in";
  };
}

const byteOf: readonly (readonly [flags: ts.TypeFlags, bytes: number])[] = [
  [ts.TypeFlags.NumberLike, 8],
  [ts.TypeFlags.BooleanLike, 1],
];

function bytesOf(type: ts.Type): number | null {
  return byteOf.find(([flags]) => (type.flags & flags) !== 0)?.[1] ?? null;
}
