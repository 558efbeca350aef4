// What a loop calls where a kernel module cannot reach it, as functions at the top of the file: methods of its own class, and
// functions declared inside of others. From there they move to the kernel module like any other.
import { ts } from "ts-morph";
import type { LoopAnalysis } from "../../legality/loopAnalysis.js";
import { preorder } from "../../loops/mentions.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { liftedMethods } from "./liftedMethods.js";
import { liftedNested } from "./liftedNested.js";
import type { Preparation } from "./prepared.js";
import { closeGaps, editedPart, fullRange, habitsOf, reindent } from "./text.js";

/** What it takes to have functions at the top of the file. */
export interface Lifting {
  /** The functions, not indented. */
  readonly functions: readonly string[];
  /** Edits of the file: calls, and what is left where the functions were. */
  readonly edits: readonly TextEdit[];
}

/** The loop with such functions lifted; undefined where it calls none, or one that is bound to its place. O(size of the file). */
export function liftedForm(context: TransformContext): Preparation | undefined {
  const { analysis, sourceFile } = context;
  const { node } = analysis.loop;
  const parts = kernelParts(analysis);
  const liftings = [liftedMethods(parts, context), liftedNested(parts, context)].filter((each) => each !== undefined);
  if (liftings.length === 0) return undefined;
  const [start, end] = [node.getStart(), node.end];
  const edits = liftings.flatMap((each) => each.edits);
  const isInLoop = (edit: TextEdit) => start <= edit.start && edit.end <= end;
  const others = edits.filter((edit) => !isInLoop(edit)).sort((a, b) => a.start - b.start || a.end - b.end);
  const top = ts.findAncestor(node, (each) => ts.isSourceFile(each.parent))!;
  const at = fullRange(top, sourceFile.text).start;
  const { newline } = habitsOf(sourceFile);
  const functions = liftings.flatMap((each) => each.functions).map((each) => reindent(each, "").trim());
  const inserted = { start: at, end: at, text: functions.map((each) => each + newline + newline).join("") };
  return {
    start,
    end,
    text: editedPart(sourceFile.text, start, end, edits),
    loopAt: 0,
    judged: "anew",
    elsewhere: [inserted, ...closeGaps(others, sourceFile.text)],
  };
}

/** What the workers evaluate: all of the loop but the caller's statements, and of these the values that it is handed. */
function kernelParts({ loop, verdict }: LoopAnalysis): readonly ts.Node[] {
  if (verdict.kind === "serial") return [];
  const { commit, channels, failing } = verdict.split;
  const values = channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : []));
  const found = values.flatMap((value) => [...preorder(value)]);
  const visit = (node: ts.Node): void => {
    const isOfCaller = (commit as ReadonlySet<ts.Node>).has(node) && !(failing as ReadonlySet<ts.Node>).has(node);
    if (isOfCaller) return;
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(loop.node);
  return found;
}
