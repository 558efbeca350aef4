// Plays the benchmark's part in small: records the live-ins of a loop in the running program, replays it in both versions.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { planReplay } from "../../server/src/transforms/replay.js";
import { edited, type Project, valueIn, writeCopy } from "./rewriteProject.js";

export type Replayed =
  | { readonly kind: "refused"; readonly reason: string; readonly help: string }
  | {
      readonly kind: "replayed";
      readonly serial: Readonly<Record<string, unknown>>;
      readonly parallel: Readonly<Record<string, unknown>>;
      readonly liveIns: Readonly<Record<string, unknown>>;
      readonly text: string;
    };

/** @param expression makes the program enter the loop, in the scope of its file */
export async function replayOf(project: Project, expression: string): Promise<Replayed> {
  const answer = planReplay(project.context);
  if (answer.kind === "refused") return answer;
  const { plan } = answer;
  const files = edited(project, plan.files);
  const main = path.relative(project.folder, project.context.sourceFile.fileName);
  let recorded: Record<string, unknown> | undefined;
  const hook = { __loopsmithRecord: (liveIns: Record<string, unknown>) => (recorded ??= structuredClone(liveIns)) };
  Object.assign(globalThis, hook);
  await valueIn(project, files, main, expression);
  delete (globalThis as Partial<typeof hook>).__loopsmithRecord;
  if (recorded === undefined) assert.fail("the loop was not entered");
  assert.deepEqual(Object.keys(recorded), plan.liveIns);
  const module = path.relative(project.folder, plan.replayModule);
  const file = path.join(writeCopy(project, files), module);
  const load = file.endsWith(".cjs") ? createRequire(file) : (name: string) => import(pathToFileURL(name).href);
  const { serial, parallel } = (await load(file)) as Record<"serial" | "parallel", (liveIns: object) => object>;
  const liveIns = recorded;
  const run = (version: (given: object) => object) => ({ ...version(structuredClone(liveIns)) });
  return { kind: "replayed", serial: run(serial), parallel: run(parallel), liveIns, text: files[module]! };
}
