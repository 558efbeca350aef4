// Which entry into a loop takes longest: the command runs to its end in a copy of its own, in which the loop is timed.
import fs from "node:fs";
import path from "node:path";
import type { Report, Weights } from "@loopsmith/runner/bench";
import type { BenchProblem, BenchStep } from "./benchRequest.js";
import { runChild } from "./childProcess.js";
import { childEnvironment, intoShadow } from "./environment.js";
import type { FoundLoop } from "./findLoop.js";
import { aborted, whyNothing } from "./record.js";
import { createShadowCopy, type ShadowCopy } from "./shadowCopy.js";
import { instrument } from "./trace/instrument.js";
import { createSites } from "./trace/traceSites.js";
import type { UserNode } from "./userNode.js";

export interface HeaviestRequest {
  readonly file: string;
  readonly root: string;
  readonly cwd: string;
  readonly command: readonly string[];
  readonly runnerFolder: string;
  /** `file:line` as the user sees it, for messages. */
  readonly place: string;
  /** The text of the file in which the loop says when it is entered and left. */
  readonly text: string;
  readonly documents?: ReadonlyMap<string, string>;
  /** How long the command may run; what is known by then counts. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly node?: UserNode | undefined;
  readonly onProgress?: ((step: BenchStep) => void) | undefined;
}

/** The loop's file, in which the loop is timed and nothing else is changed. */
export function onlyTimed({ sourceFile, analysis, context }: FoundLoop): string {
  return instrument(sourceFile, {
    checker: context.checker,
    sites: createSites(),
    tracked: new Map(),
    loop: analysis.loop,
    isOnTrial: () => false,
    part: "all",
    onlyTimes: true,
  });
}

/** Documents from outside of the project are none of the program's. */
export function writeDocuments(documents: ReadonlyMap<string, string>, shadow: ShadowCopy): void {
  for (const [document, text] of documents) {
    if (fs.existsSync(shadow.of(document))) fs.writeFileSync(shadow.own(document), text);
  }
}

/**
 * Entries are counted for each process and thread by itself, as the recording counts them.
 * @throws the file system's error, e.g. `ENOSPC`, and the signal's reason when aborted; nothing is left behind.
 */
export async function findHeaviest(
  request: HeaviestRequest,
): Promise<NonNullable<Report["input"]["entry"]> | BenchProblem> {
  const { file, root, cwd, command, runnerFolder, text, timeoutMs, signal, onProgress } = request;
  onProgress?.({ message: "copying the project", done: null });
  const shadow = await createShadowCopy({ root, runnerFolder, signal });
  try {
    writeDocuments(request.documents ?? new Map(), shadow);
    fs.writeFileSync(shadow.own(file), text);
    const folder = path.join(shadow.folder, "weights");
    fs.mkdirSync(folder);
    onProgress?.({ message: "looking for the heaviest entry", done: null });
    const environment = childEnvironment(shadow, root, cwd, request.node);
    const hook = path.join(runnerFolder, "dist", "recordHook.cjs");
    const end = await runChild(
      command.map((argument) => intoShadow(argument, shadow, root)),
      {
        cwd: shadow.of(cwd),
        env: {
          ...environment,
          NODE_OPTIONS: `${environment["NODE_OPTIONS"] ?? ""} --require ${JSON.stringify(hook)}`.trim(),
          LOOPSMITH_WEIGH_FOLDER: folder,
        },
        signal,
        timeoutMs,
      },
    );
    if (end.why === "aborted") return aborted();
    const heaviest = readHeaviest(folder);
    if (heaviest === undefined) return whyNothing(end, { ...request, entry: 1 });
    return { number: heaviest.heaviest, heaviest: { of: heaviest.entries, ms: heaviest.ms } };
  } finally {
    await shadow.remove();
  }
}

function readHeaviest(folder: string): Weights | undefined {
  const all = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")) as Weights)
    .filter(({ heaviest }) => heaviest > 0);
  return all.length === 0 ? undefined : all.reduce((a, b) => (a.ms < b.ms ? b : a));
}
