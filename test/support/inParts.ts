// Rewrites by partial results, as the tests of several units ask for them.
import assert from "node:assert/strict";
import { checkRewrite, openProject, planIn } from "./rewriteProject.js";

/** Rewrites the marked loop of the text, runs both versions, and looks for pieces of code in the file and its kernels. */
export async function checkInParts(
  text: string,
  expression: string,
  inFile: readonly string[],
  inKernels: readonly string[] = [],
) {
  return await checkRewrite(
    { "a.ts": text },
    { transform: "reassociate-sync", expression, contains: { "a.ts": inFile, "a.kernels.ts": inKernels } },
  );
}

export function planInParts(text: string) {
  return planIn(openProject({ "a.ts": text }), "reassociate-sync");
}

/** The reason for which the action is there, but disabled. */
export function refusalInParts(text: string): string {
  const answer = planInParts(text);
  if (answer?.kind !== "disabled") assert.fail(answer === undefined ? "it does not concern the loop" : "it is offered");
  return answer.reason;
}

export function checkNotInParts(text: string): void {
  const answer = planInParts(text);
  assert.ok(answer === undefined || answer.kind === "disabled", "it is offered");
}

export function offeredInParts(text: string) {
  const answer = planInParts(text);
  if (answer?.kind !== "offered") assert.fail(answer === undefined ? "it does not concern the loop" : answer.reason);
  return answer.plan;
}
