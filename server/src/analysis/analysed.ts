// The loops of a file with their verdicts, kept for the program in which they were found.
import type { ts } from "ts-morph";
import { analyseFile, createAnalysisContext, type Detail, surveyFile } from "../legality/analyseFile.js";
import type { LoopAnalysis, UnaskedLoop } from "../legality/loopAnalysis.js";
import type { CancellationToken } from "../workspace/cancellation.js";
import type { Workspace } from "../workspace/workspace.js";

export interface Analysed {
  /** The program that the nodes belong to: while the work gives way, the workspace may get a newer one. */
  readonly program: ts.Program;
  readonly sourceFile: ts.SourceFile;
  /** With `verdicts`, those that cannot be worth the trouble have none. */
  readonly analyses: readonly (LoopAnalysis | UnaskedLoop)[];
  readonly detail: Detail;
}

// A program object lives as long as nothing of it has changed, so it is the version of everything that was found in it.
const cache = new WeakMap<ts.Program, Record<Detail, Map<string, Analysed>>>();

/** Files of one program whose analyses are kept: more than an editor shows at a time. */
const mostKept = 32;

export function* analysed(
  workspace: Workspace,
  file: string,
  token: CancellationToken,
  detail: Detail = "reasons",
): Generator<void, Analysed | undefined, void> {
  const program = workspace.program();
  const kept = cache.get(program) ?? { reasons: new Map(), verdicts: new Map() };
  cache.set(program, kept);
  const known = kept[detail];
  const found = known.get(file) ?? kept.reasons.get(file);
  if (found !== undefined) return found;
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) return undefined;
  yield;
  const context = createAnalysisContext(program, token);
  const analyses =
    detail === "reasons" ? yield* analyseFile(context, sourceFile) : yield* surveyFile(context, sourceFile);
  const result = { program, sourceFile, analyses, detail };
  known.set(file, result);
  // A check goes through thousands of files, each of which it looks at once.
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - mostKept))) known.delete(oldest);
  return result;
}

/** What is known of the file in this state of the program, without any work. */
export function knownOf(program: ts.Program, file: string): Analysed | undefined {
  const kept = cache.get(program);
  return kept?.reasons.get(file) ?? kept?.verdicts.get(file);
}
