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

type Version = (given: object) => object;

export type ReplayModules =
  | Extract<Replayed, { kind: "refused" }>
  | {
      readonly kind: "loaded";
      readonly module: Readonly<Record<"serial" | "parallel", Version>>;
      readonly liveIns: Readonly<Record<string, unknown>>;
      readonly liveOuts: readonly string[];
      /** The text of the replay module. */
      readonly text: string;
    };

/**
 * @param expression makes the program enter the loop, in the scope of its file
 * @param change what is done to the text of each module that the plan creates
 */
export async function loadReplay(
  project: Project,
  expression: string,
  change: (text: string) => string = (text) => text,
): Promise<ReplayModules> {
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
  const changed = { ...files };
  for (const { file, created } of plan.files)
    if (created) {
      const name = path.relative(project.folder, file);
      changed[name] = change(files[name]!);
    }
  const replay = path.relative(project.folder, plan.replayModule);
  const file = path.join(writeCopy(project, changed), replay);
  const load = file.endsWith(".cjs") ? createRequire(file) : (name: string) => import(pathToFileURL(name).href);
  const module = (await load(file)) as Record<"serial" | "parallel", Version>;
  return { kind: "loaded", module, liveIns: recorded, liveOuts: plan.liveOuts, text: changed[replay]! };
}

/** Both versions, run once each. */
export async function replayOf(project: Project, expression: string): Promise<Replayed> {
  const loaded = await loadReplay(project, expression);
  if (loaded.kind === "refused") return loaded;
  const { module, liveIns, text } = loaded;
  const run = (version: Version) => ({ ...version(structuredClone(liveIns)) });
  return { kind: "replayed", serial: run(module.serial), parallel: run(module.parallel), liveIns, text };
}
