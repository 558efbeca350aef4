// Checks by running what the analysis could not decide: runs the user's command with the loop traced, shows the evidence, and offers
// the rewrite that it allows, which the editor shows before it makes it.
import path from "node:path";
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { readConfig } from "../config.js";
import { keepOpen } from "../keepOpen.js";
import type { ObservedEditParams, TraceRequestResult } from "../protocol.js";
import { showDocument } from "../showDocument.js";
import { t } from "../text.js";
import { tracePage } from "../views/reportPage.js";
import { benchCommand } from "./benchCommand.js";
import { workingFolder } from "./benchmarkLoop.js";
import { commandIds } from "./ids.js";
import { offerRunner } from "./installRunner.js";
import { messageOf, problem, refuse } from "./outcome.js";
import { type Target, targetLoop } from "./target.js";

export interface Traces {
  /** @returns how it ended; the user has been told */
  run(uri?: unknown, line?: unknown): Promise<"shown" | "problem" | "cancelled" | "not started">;
  /** Rewrites the loop that was checked last. @returns whether it has */
  apply(): Promise<boolean>;
}

const observedContext = "loopsmith.observed";

export function createTraces(server: Server, memory: vscode.Memento): Traces {
  let isRunning = false;
  let panel: vscode.WebviewPanel | undefined;
  let last: { readonly params: ObservedEditParams; readonly document: vscode.TextDocument } | undefined;
  return { run, apply };

  async function run(uri?: unknown, line?: unknown) {
    if (!vscode.workspace.isTrusted)
      return refuse(
        t("To check a loop runs your program, and this workspace is not trusted. Trust it, then try again."),
      );
    if (isRunning) return refuse(t("A loop is being checked already. Wait for its end or cancel it, then try again."));
    isRunning = true;
    try {
      const target = await targetLoop(server, uri, line);
      if (target === undefined) return "not started" as const;
      const cwd = workingFolder(target.document);
      const command = await benchCommand(memory, target.document, cwd);
      if (command === undefined) return "not started" as const;
      // What is traced is the text that is open; what else the program reads lies on disk.
      return await trace(target, command, cwd);
    } finally {
      isRunning = false;
    }
  }

  async function trace({ document, loop }: Target, command: readonly string[], cwd: string) {
    const uri = server.client.code2ProtocolConverter.asUri(document.uri);
    const { nodePath: node } = readConfig(document.uri);
    const { line } = loop;
    const place = `${path.basename(document.uri.fsPath)}:${line}`;
    const location = vscode.ProgressLocation.Notification;
    const title = t("Checking the loop at {0} by running it", place);
    let isCancelled = false;
    try {
      const result = await vscode.window.withProgress(
        { location, title, cancellable: true },
        async (progress, token) => {
          token.onCancellationRequested(() => (isCancelled = true));
          const reports = server.onBenchProgress((report) => {
            if (report.uri === uri && report.line === line) progress.report({ message: report.message });
          });
          try {
            return await server.trace({ uri, line, command, cwd, node }, token);
          } finally {
            reports.dispose();
          }
        },
      );
      if (isCancelled) return "cancelled" as const;
      if (result.kind === "problem") return problem(result.message, result.help);
      last = result.evidence === null ? undefined : { document, params: { uri, line, evidence: result.evidence } };
      await vscode.commands.executeCommand("setContext", observedContext, last !== undefined);
      show(result, place);
      return "shown" as const;
    } catch (error) {
      if (isCancelled) return "cancelled" as const;
      return problem(
        t("The loop could not be checked: {0}.", messageOf(error)),
        t("Look at the output channel “Loopsmith”."),
      );
    }
  }

  function show({ html, headline, evidence }: Extract<TraceRequestResult, { kind: "trace" }>, place: string): void {
    panel ??= create();
    panel.title = t("Check of {0}", place);
    const rewrite = t("Rewrite It (Needs Review)");
    panel.webview.html = tracePage(
      html,
      evidence === null ? undefined : { title: rewrite, command: commandIds.applyObserved },
    );
    panel.reveal(undefined, true);
    const buttons = evidence === null ? [] : [rewrite];
    // Not awaited: the message stays until the user answers it.
    void vscode.window.showInformationMessage(headline, ...buttons).then((picked) => {
      if (picked === rewrite) void apply();
    });
  }

  async function apply(): Promise<boolean> {
    if (last === undefined) return false;
    const { params, document } = last;
    const answer = await server.observedEdit(params);
    if (answer.kind === "problem") {
      problem(answer.message, answer.help);
      return false;
    }
    await showDocument(document, { preserveFocus: true });
    const edit = await server.client.protocol2CodeConverter.asWorkspaceEdit(answer.edit);
    await keepOpen(edit);
    const applied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
    if (applied) void offerRunner(server, document);
    return applied;
  }

  function create(): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    // The page may run this one command, and no script.
    const options = { enableScripts: false, enableCommandUris: [commandIds.applyObserved], localResourceRoots: [] };
    const made = vscode.window.createWebviewPanel("loopsmith.trace", "Loopsmith", column, {
      ...options,
      enableFindWidget: true,
    });
    made.onDidDispose(() => {
      panel = undefined;
    });
    return made;
  }
}
