// The scan of the workspace for the view of all loops: file by file, behind whatever somebody waits for, results as they come.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CancellationToken } from "vscode-languageserver";
import { loopReports } from "../analysis/facade.js";
import type { LoopReport } from "../analysis/loopReport.js";
import type { Detail } from "../legality/analyseFile.js";
import { readSourceFolder, type SourceFolder } from "../workspace/sourceFolders.js";
import type { Workspace } from "../workspace/workspace.js";
import type { Guard } from "./guard.js";
import type { ScannedFile, ScannedLoop, ScanParams, ScanProgress, ScanResult } from "./protocol.js";
import type { Workspaces } from "./workspaces.js";

export interface ScanHost {
  readonly workspaces: Workspaces;
  /** Runs each step; one that fails is logged and leaves its file out. */
  readonly background: Guard;
  readonly notify: (progress: ScanProgress) => void;
}

/** Results are sent together when so many milliseconds have passed: a message for each of a thousand files would be noise. */
const batchMs = 100;
const longestText = 120;

/** @returns how far it came; the loops themselves have been sent by then */
export async function runScan(params: ScanParams, token: CancellationToken, host: ScanHost): Promise<ScanResult> {
  const { workspaces, background, notify } = host;
  const files = params.files?.map((uri) => fileURLToPath(uri)) ?? (await filesBelow(params.folders, token, background));
  const progress = createProgress(params.id, files.length, notify);
  for (const { workspace, files: own } of workspaces.programsOf(files)) {
    for (const file of own) {
      if (token.isCancellationRequested) break;
      const loops = await background("scan", token, undefined, () => scanFile(workspace, file, token, params.detail));
      if (!token.isCancellationRequested) progress.add({ uri: pathToFileURL(file).href, loops: loops ?? [] });
    }
  }
  progress.send();
  return { files: progress.done(), total: files.length };
}

function* scanFile(
  workspace: Workspace,
  file: string,
  token: CancellationToken,
  detail: Detail,
): Generator<void, readonly ScannedLoop[], void> {
  const reports = yield* loopReports(workspace, file.replaceAll("\\", "/"), token, detail);
  if (reports.length === 0) return [];
  const lines = (workspace.readFile(file) ?? "").split(/\r\n|\r|\n/);
  return reports.map((report) => toScanned(report, lines[report.line - 1] ?? ""));
}

function toScanned(report: LoopReport, text: string): ScannedLoop {
  const { line, column, endLine, verdict, pattern, profit, reasons, transforms } = report;
  return {
    line,
    column,
    endLine,
    function: report.function,
    text: text
      .slice(column - 1)
      .trim()
      .slice(0, longestText),
    verdict,
    pattern,
    promising: verdict === "parallel" && profit.promising,
    why: profit.why,
    workPerIteration: profit.workPerIteration,
    canRewrite: transforms.some(({ disabledReason }) => disabledReason === null),
    reasons: reasons.map(({ id, message }) => ({ id, message })),
  };
}

async function filesBelow(
  folders: readonly string[],
  token: CancellationToken,
  background: Guard,
): Promise<readonly string[]> {
  const nothing: SourceFolder = { files: [], folders: [] };
  // A folder of the workspace may lie in another one.
  const found = new Set<string>();
  const waiting = folders.map((uri) => fileURLToPath(uri));
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const wanted = folder;
    // biome-ignore lint/correctness/useYield: one folder is one step.
    const read = await background("scan", token, nothing, function* () {
      return readSourceFolder(wanted);
    });
    for (const file of read.files) found.add(file);
    waiting.push(...read.folders);
  }
  return [...found].sort((a, b) => path.dirname(a).localeCompare(path.dirname(b)) || a.localeCompare(b));
}

function createProgress(id: number, total: number, notify: ScanHost["notify"]) {
  let done = 0;
  let waiting: ScannedFile[] = [];
  let sent = performance.now();
  return { add, send, done: () => done };

  function add(file: ScannedFile): void {
    done++;
    waiting.push(file);
    if (performance.now() - sent >= batchMs) send();
  }

  function send(): void {
    notify({ id, done, total, files: waiting });
    waiting = [];
    sent = performance.now();
  }
}
