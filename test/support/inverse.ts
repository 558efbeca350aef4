// The inverse on small projects: every call of the runner in the first file is taken back, one after the other.
import assert from "node:assert/strict";
import path from "node:path";
import { runnerCalls } from "../../server/src/transforms/inverse/callSite.js";
import { planInline } from "../../server/src/transforms/inverse/inlineCall.js";
import type { TransformPlan } from "../../server/src/transforms/transform.js";
import { checkerOf } from "../../server/src/workspace/checker.js";
import { edited, type Files, openFiles, typeErrors, valueIn } from "./rewriteProject.js";

/** The plan for the first call of the first file. */
export function planOf(files: Files): TransformPlan {
  const opened = openFiles(files);
  const program = opened.workspace.program();
  const sourceFile = program.getSourceFile(path.join(opened.folder, Object.keys(files)[0]!))!;
  const site = { workspace: opened.workspace, program, checker: checkerOf(program), sourceFile };
  const answer = planInline(site, runnerCalls(sourceFile)[0]!.call);
  return answer.kind === "offered" ? answer.plan : assert.fail(answer.reason);
}

/** The files without the calls of the runner, or the sentence why one of them cannot be taken back. */
export function inlined(files: Files, options: Readonly<Record<string, unknown>> = {}): Files | string {
  const [main] = Object.keys(files);
  let now = files;
  for (let most = 20; most > 0; most--) {
    const { "package.json": _, ...sources } = now;
    const opened = openFiles(sources, options);
    const program = opened.workspace.program();
    const sourceFile = program.getSourceFile(path.join(opened.folder, main!));
    assert.ok(sourceFile !== undefined);
    const [first] = runnerCalls(sourceFile);
    if (first === undefined) return now;
    const site = { workspace: opened.workspace, program, checker: checkerOf(program), sourceFile };
    const answer = planInline(site, first.call);
    if (answer.kind === "disabled") return answer.reason;
    now = edited({ ...opened, context: undefined as never }, answer.plan.files);
  }
  return assert.fail("the calls do not come to an end");
}

/** Takes all calls back; the program type-checks and computes the same. */
export async function checkInverse(files: Files, expression: string, expected?: unknown): Promise<Files> {
  const [main] = Object.keys(files);
  const { "package.json": _, ...sources } = files;
  const opened = openFiles(sources);
  const project = { ...opened, context: { workspace: opened.workspace } as never };
  assert.deepEqual(typeErrors(project, sources), [], "the program is correct before");
  const manifest = { "package.json": opened.files["package.json"]! };
  const before = expected ?? (await valueIn(project, { ...sources, ...manifest }, main!, expression));
  const after = inlined(sources);
  if (typeof after === "string") return assert.fail(after);
  const shown = Object.entries(after)
    .map(([name, text]) => `--- ${name}\n${text}`)
    .join("\n");
  assert.deepEqual(typeErrors({ ...project, files: after }, after), [], shown);
  assert.deepEqual(await valueIn(project, { ...after, ...manifest }, main!, expression), before, shown);
  return after;
}
