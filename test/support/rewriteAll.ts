// All loops of a file rewritten one after the other, outer loops only, in a project with settings of its own.
import assert from "node:assert/strict";
import type { Loop } from "../../server/src/loops/loop.js";
import { parallelMapSync } from "../../server/src/transforms/parallelMapSync.js";
import { edited, type Files, openAt, openProject, typeErrors, valueIn } from "./rewriteProject.js";

export interface Settings {
  /** The first is the one whose loops are rewritten. */
  readonly files: Files;
  /** In the scope of the first file; undefined: it cannot be run here. */
  readonly expression: string | undefined;
  readonly options?: Readonly<Record<string, unknown>>;
  /** The package has no `"type": "module"`. */
  readonly isCommonJs?: boolean;
}

const dependencies = '"dependencies": { "@loopsmith/runner": "*" }';

/** The files afterwards; they type-check as before, and the expression computes the same. */
export async function rewriteAll({ files, expression, options, isCommonJs = false }: Settings): Promise<Files> {
  // The dependency is there already, so that one workspace serves all steps.
  const manifest = isCommonJs ? `{ ${dependencies} }` : `{ "type": "module", ${dependencies} }`;
  const main = Object.keys(files)[0]!;
  const project = openProject(files, options, manifest);
  assert.deepEqual(typeErrors(project, project.files), [], "the program is correct before");
  const before = expression === undefined ? undefined : await valueIn(project, project.files, main, expression);
  let after: Files = project.files;
  let outer = 0;
  const isOuter = ({ parent }: Loop) => parent === undefined;
  openAt(files, options ?? {}, manifest, (loop) => isOuter(loop) && outer++ < 0);
  // From the last to the first: what was rewritten stands behind the loop that is analysed, and the whole runner behind that.
  for (let place = outer - 1; place >= 0; place--) {
    const { "package.json": _, ...sources } = after;
    let seen = 0;
    const now = openAt(sources, options ?? {}, manifest, (loop) => isOuter(loop) && seen++ === place);
    const answer = now?.context.analysis.verdict.kind === "parallel" ? parallelMapSync.plan(now.context) : undefined;
    if (now !== undefined && answer?.kind === "offered") after = edited(now, answer.plan.files);
  }
  const shown = Object.entries(after)
    .map(([name, text]) => `--- ${name}\n${text}`)
    .join("\n");
  assert.deepEqual(typeErrors(project, after), [], shown);
  if (expression !== undefined) assert.deepEqual(await valueIn(project, after, main, expression), before, shown);
  return after;
}
