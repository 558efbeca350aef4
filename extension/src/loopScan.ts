// The loops of the whole workspace as the server finds them: kept by file, scanned when somebody wants to see them.
import * as vscode from "vscode";
import type { Server } from "./client.js";
import { commandIds } from "./commands/ids.js";
import type { ScanParams, ScanProgress } from "./protocol.js";
import { t } from "./text.js";
import type { FileLoops } from "./views/loopTree.js";

export interface LoopScan extends vscode.Disposable {
  /** Loops have come, gone or changed; at most a few times a second. */
  readonly onChange: vscode.Event<void>;
  files(): readonly FileLoops[];
  /** How much is known: of the whole workspace, of a part of it, or not asked yet. */
  state(): "not started" | "running" | "complete" | "cancelled" | "failed";
  /**
   * Scans the workspace; a scan under way is ended first.
   * @param reasons also why loops have to run in order, which takes about twice the time
   */
  start(reasons: boolean): Promise<void>;
  cancel(): void;
  /** The last scan asked for reasons. */
  knowsReasons(): boolean;
  /** How much the last scan that came to its end has gone through. */
  looked(): { readonly folders: number; readonly files: number };
}

export const scanningContext = "loopsmith.scanning";
const redrawMs = 150;

export function createLoopScan(server: Server): LoopScan {
  const byUri = new Map<string, FileLoops>();
  const changed = new vscode.EventEmitter<void>();
  let running: vscode.CancellationTokenSource | undefined;
  let state: ReturnType<LoopScan["state"]> = "not started";
  let withReasons = false;
  let looked = { folders: 0, files: 0 };
  let ids = 0;
  let redraw: NodeJS.Timeout | undefined;
  const status = vscode.window.createStatusBarItem("loopsmith.scan", vscode.StatusBarAlignment.Left);
  status.name = t("Loopsmith: scan of the workspace");
  status.command = commandIds.cancelScan;
  status.tooltip = t("Loopsmith looks for loops in the workspace. Click to cancel.");
  const listeners = vscode.Disposable.from(
    changed,
    status,
    vscode.workspace.onDidSaveTextDocument(({ uri }) => void again(uri)),
    vscode.workspace.onDidDeleteFiles(({ files }) => forget(files)),
    // Those of a workspace of several folders may come only after the view is shown.
    vscode.workspace.onDidChangeWorkspaceFolders(() => void (state !== "not started" && start(withReasons))),
    vscode.workspace.onDidRenameFiles(({ files }) => forget(files.map(({ oldUri }) => oldUri))),
    // Another server knows nothing of the scan that the old one was at.
    server.onRestart(() => void (state === "running" && start(withReasons))),
  );
  return {
    onChange: changed.event,
    files: () => [...byUri.values()],
    state: () => state,
    start,
    cancel: () => running?.cancel(),
    knowsReasons: () => withReasons,
    looked: () => looked,
    dispose() {
      running?.cancel();
      clearTimeout(redraw);
      listeners.dispose();
    },
  };

  async function start(reasons: boolean): Promise<void> {
    running?.cancel();
    const source = new vscode.CancellationTokenSource();
    running = source;
    state = "running";
    withReasons = reasons;
    // What was found before stays until its file has been looked at again; files that are not found any more go at the end.
    const seen = new Set<string>();
    await vscode.commands.executeCommand("setContext", scanningContext, true);
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    const asUri = server.client.code2ProtocolConverter.asUri;
    const params = { folders: folders.map(({ uri }) => asUri(uri)), detail: detailOf(reasons) };
    status.text = `$(sync~spin) ${t("Loops …")}`;
    status.show();
    changed.fire();
    const outcome = await request(params, source.token, ({ done, total, files }) => {
      status.text = `$(sync~spin) ${t("Loops: {0} of {1} files", done, total)}`;
      for (const { uri } of files) seen.add(keyOf(uri));
    });
    source.dispose();
    if (running !== source) return;
    running = undefined;
    state = source.token.isCancellationRequested ? "cancelled" : outcome;
    if (state === "complete") for (const uri of byUri.keys()) if (!seen.has(uri)) byUri.delete(uri);
    status.hide();
    await vscode.commands.executeCommand("setContext", scanningContext, false);
    changed.fire();
  }

  /** A saved file is looked at again; others whose verdicts depend on it are at the next scan. */
  async function again(uri: vscode.Uri): Promise<void> {
    if (state === "not started" || running !== undefined || !byUri.has(uri.toString())) return;
    const source = new vscode.CancellationTokenSource();
    const files = [server.client.code2ProtocolConverter.asUri(uri)];
    await request({ folders: [], files, detail: detailOf(withReasons) }, source.token, () => undefined);
    source.dispose();
  }

  async function request(
    params: Omit<ScanParams, "id">,
    token: vscode.CancellationToken,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<"complete" | "failed"> {
    const id = ++ids;
    const progress = server.onScanProgress((step) => {
      if (step.id !== id) return;
      onProgress(step);
      take(step);
    });
    try {
      const { total } = await server.scan({ ...params, id }, token);
      if (params.files === undefined) looked = { folders: params.folders.length, files: total };
      return "complete";
    } catch (error) {
      // Cancelled, or the server has ended; what has come so far is shown.
      server.client.outputChannel.warn(`scan: ${error instanceof Error ? error.message : String(error)}`);
      return "failed";
    } finally {
      progress.dispose();
    }
  }

  function take({ files }: ScanProgress): void {
    for (const { uri, loops } of files) {
      const own = vscode.Uri.parse(uri);
      byUri.set(keyOf(uri), { uri: own.toString(), path: vscode.workspace.asRelativePath(own), loops });
    }
    redraw ??= setTimeout(() => {
      redraw = undefined;
      changed.fire();
    }, redrawMs);
  }

  function forget(uris: readonly vscode.Uri[]): void {
    const gone = uris.map((uri) => uri.toString());
    for (const known of byUri.keys())
      if (gone.some((key) => known === key || known.startsWith(`${key}/`))) byUri.delete(known);
    changed.fire();
  }
}

function detailOf(reasons: boolean): ScanParams["detail"] {
  return reasons ? "reasons" : "verdicts";
}

/** Server and editor write the same file in different ways. */
function keyOf(uri: string): string {
  return vscode.Uri.parse(uri).toString();
}
