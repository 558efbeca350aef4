// The inverse action as plain data: which call of the runner is meant, whether it can be taken back, and the edit.
import type { ts } from "ts-morph";
import { callAt, inlineTitle, planInline } from "../transforms/inverse/inlineCall.js";
import type { TransformAnswer } from "../transforms/transform.js";
import { checkerOf } from "../workspace/checker.js";
import { withoutOverflow } from "../workspace/overflow.js";
import type { Workspace } from "../workspace/workspace.js";

export { inlineId } from "../transforms/inverse/inlineCall.js";

export interface InlineAction {
  readonly title: string;
  /** Offset of the call's first character: what `planInlineAt` wants back. */
  readonly callOffset: number;
  /** Why it is not offered; null when it is. */
  readonly disabledReason: string | null;
  readonly safety: "safe" | "needs-review";
}

/** The action for the call of the runner at an offset; undefined where there is none. */
export function* inlineActionAt(
  workspace: Workspace,
  file: string,
  offset: number,
): Generator<void, InlineAction | undefined, void> {
  const found = callIn(workspace, file, offset);
  if (found === undefined) return undefined;
  yield;
  const answer = withoutOverflow(() => planInline(found.site, found.call));
  if (answer === undefined) return undefined;
  const disabledReason = answer.kind === "disabled" ? answer.reason : null;
  const safety = answer.kind === "offered" ? answer.plan.safety : "safe";
  return { title: inlineTitle, callOffset: found.call.getStart(), disabledReason, safety };
}

export type InlineAnswer = TransformAnswer | { readonly kind: "stale" } | { readonly kind: "none" };

/**
 * The edit that makes the call at an offset a loop.
 * @param version version of the document that the action was offered for; another one now is answered `stale`
 */
export function* planInlineAt(
  workspace: Workspace,
  file: string,
  offset: number,
  version?: number,
): Generator<void, InlineAnswer, void> {
  if (version !== undefined && workspace.documentVersion(file) !== version) return { kind: "stale" };
  const found = callIn(workspace, file, offset);
  yield;
  return (found && withoutOverflow(() => planInline(found.site, found.call))) ?? { kind: "none" };
}

function callIn(workspace: Workspace, file: string, offset: number) {
  const program = workspace.program();
  const sourceFile: ts.SourceFile | undefined = program.getSourceFile(file);
  const call = sourceFile && callAt(sourceFile, offset);
  if (sourceFile === undefined || call === undefined) return undefined;
  return { call, site: { workspace, program, checker: checkerOf(program), sourceFile } };
}
