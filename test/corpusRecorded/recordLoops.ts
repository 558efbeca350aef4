// Records the loops of the corpus where they run, replays them from the recording in both versions, and compares all three.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ts } from "ts-morph";
import { differences } from "../../runner/src/bench/equality.js";
import { decode, encode } from "../../runner/src/bench/recording.js";
import { seedChanceAndTime } from "../../runner/src/bench/seeded.js";
import { analyseFile, createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import type { LoopAnalysis } from "../../server/src/legality/loopAnalysis.js";
import { planReplay, type ReplayPlan } from "../../server/src/transforms/replay.js";
import { applyTextEdits } from "../../server/src/transforms/support/applyEdits.js";
import { runToEnd } from "../../server/src/workspace/cancellation.js";
import { isProblem, openWorkspace } from "../../server/src/workspace/workspace.js";
import { installRunner } from "../support/rewriteProject.js";
import { inputsFor } from "./inputs.js";

/** `not-run`: nobody knows how to call it, it does not reach the loop, or it fails with the arguments that were made up. */
export interface RecordedLoop {
  readonly place: string;
  readonly outcome: "equal" | "different" | "not-planned" | "not-run" | "not-recorded";
  readonly why: string;
}

interface Planned {
  readonly place: string;
  readonly analysis: LoopAnalysis;
  readonly plan: ReplayPlan;
  readonly sourceFile: ts.SourceFile;
  readonly name: string;
  readonly args: unknown[];
}

const restart = seedChanceAndTime();

/** @param wanted asked of each place, `file:line`, before anything is done for it */
export async function recordCorpus(
  folder: string,
  wanted: (place: string) => boolean,
): Promise<readonly RecordedLoop[]> {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => path.join(folder, name));
  const workspace = openWorkspace({ cwd: folder, files });
  if (isProblem(workspace)) throw new Error(workspace.message);
  const program = workspace.program();
  const context = createAnalysisContext(program);
  const { checker } = context;
  const found: RecordedLoop[] = [];
  const ground = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-recorded-"));
  fs.writeFileSync(path.join(ground, "package.json"), '{ "type": "module" }');
  installRunner(path.join(ground, "node_modules/@loopsmith/runner"));
  try {
    for (const file of files) {
      const sourceFile = program.getSourceFile(file)!;
      for (const analysis of runToEnd(analyseFile(context, sourceFile))) {
        const { loop, verdict } = analysis;
        const line = sourceFile.getLineAndCharacterOfPosition(loop.node.getStart()).line + 1;
        const place = `${path.relative(folder, file)}:${line}`;
        if (verdict.kind !== "parallel" || !wanted(place)) continue;
        const answer = planReplay({ workspace, program, checker, sourceFile, analysis });
        const say = (outcome: RecordedLoop["outcome"], why: string) => found.push({ place, outcome, why });
        if (answer.kind === "refused") {
          say("not-planned", answer.reason);
          continue;
        }
        const around = exportedAround(loop.node);
        const types = around?.parameters.map((parameter) => checker.getTypeAtLocation(parameter));
        const args = types && inputsFor(types, checker);
        if (around === undefined || args === undefined) {
          say("not-run", around === undefined ? "no exported function" : "arguments that cannot be made up");
          continue;
        }
        const { plan } = answer;
        const planned = { place, analysis, plan, sourceFile, name: around.name!.text, args };
        const { outcome, why } = await recorded(planned, folder, path.join(ground, String(found.length)));
        say(outcome, why);
      }
    }
  } finally {
    fs.rmSync(ground, { recursive: true, force: true });
  }
  return found;
}

/** A recording that the program does not change any more: memory under typed arrays is the program's own until it is written down. */
function snapshot(values: Values): ReturnType<typeof encode> {
  const recording = encode(values);
  return "status" in recording ? recording : { ...recording, memory: recording.memory.map((bytes) => bytes.slice()) };
}

function exportedAround(node: ts.Node): ts.FunctionDeclaration | undefined {
  let at: ts.Node = node.parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  if (!ts.isFunctionDeclaration(at) || at.name === undefined || !ts.isSourceFile(at.parent)) return undefined;
  return at.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ? at : undefined;
}

type Values = Record<string, unknown>;

async function recorded(planned: Planned, corpus: string, copy: string): Promise<Omit<RecordedLoop, "place">> {
  const { analysis, plan, sourceFile, name, args } = planned;
  const target = (file: string) => path.join(copy, path.relative(corpus, file));
  fs.cpSync(path.dirname(sourceFile.fileName), path.dirname(target(sourceFile.fileName)), { recursive: true });
  const node = analysis.loop.node;
  const isValue = ts.isExpression(node);
  const keep = isValue
    ? [
        { start: node.getStart(), end: node.getStart(), text: "(globalThis as any).__loopsmithKeep(" },
        { start: node.end, end: node.end, text: ")" },
      ]
    : [
        {
          start: node.end,
          end: node.end,
          text: `;(globalThis as any).__loopsmithAfter?.({ ${plan.liveOuts.join(", ")} });`,
        },
      ];
  for (const { file, created, edits } of plan.files) {
    const before = created ? "" : fs.readFileSync(target(file), "utf8");
    const more = file === sourceFile.fileName ? keep : [];
    fs.mkdirSync(path.dirname(target(file)), { recursive: true });
    fs.writeFileSync(target(file), applyTextEdits(before, [...edits, ...more]));
  }
  let before: ReturnType<typeof encode> | undefined;
  let behind: ReturnType<typeof encode> | undefined;
  const after = (values: Values) => {
    if (before !== undefined) behind ??= snapshot(values);
  };
  Object.assign(globalThis, {
    __loopsmithRecord(values: Values) {
      before ??= snapshot(values);
      restart();
    },
    __loopsmithAfter: after,
    __loopsmithKeep(value: unknown) {
      after({ loopsmithResult: value });
      return value;
    },
  });
  try {
    const module = (await import(pathToFileURL(target(sourceFile.fileName)).href)) as Record<string, unknown>;
    await (module[name] as (...given: unknown[]) => unknown)(...args);
  } catch (error) {
    return { outcome: "not-run", why: String(error) };
  }
  if (before === undefined || behind === undefined) return { outcome: "not-run", why: "the loop is not reached" };
  if ("status" in before) return { outcome: "not-recorded", why: before.message };
  if ("status" in behind) return { outcome: "not-recorded", why: behind.message };
  const expected = decode(behind);
  try {
    const replay = (await import(pathToFileURL(target(plan.replayModule)).href)) as Record<
      "serial" | "parallel",
      (liveIns: Values) => Values
    >;
    for (const version of ["serial", "parallel"] as const) {
      restart();
      const result = replay[version](decode(before));
      const values = Object.fromEntries(Object.keys(expected).map((key) => [key, result[key]]));
      const [first] = differences(expected, values, { name: "after", limit: 1 });
      if (first !== undefined)
        return { outcome: "different", why: `${version}: ${first.path} ${first.left} ${first.right}` };
    }
  } catch (error) {
    return { outcome: "different", why: String(error) };
  }
  return { outcome: "equal", why: "" };
}
