// Measures a loop on its real inputs: asks the server, shows progress with a way to cancel, and the result beside the loop.
import path from "node:path";
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { readConfig } from "../config.js";
import type { BenchResult } from "../protocol.js";
import { t } from "../text.js";
import type { InlineReports } from "../views/inlineReport.js";
import { benchCommand } from "./benchCommand.js";
import { commandIds } from "./ids.js";
import { messageOf, problem, refuse } from "./outcome.js";
import { type Target, targetLoop } from "./target.js";

export interface Benchmarks {
  /** @returns how it ended; the user has been told */
  run(uri?: unknown, line?: unknown): Promise<"measured" | "problem" | "cancelled" | "not started">;
  /** Ends the running one, if any. */
  cancel(): void;
}

const runningContext = "loopsmith.benchmarkRunning";

export function createBenchmarks(server: Server, inline: InlineReports, memory: vscode.Memento): Benchmarks {
  let running: vscode.CancellationTokenSource | undefined;
  return { run, cancel: () => running?.cancel() };

  async function run(uri?: unknown, line?: unknown) {
    if (!vscode.workspace.isTrusted)
      return refuse(
        t("A benchmark runs your program, and this workspace is not trusted. Trust it, then benchmark again."),
      );
    if (running !== undefined)
      return refuse(t("A benchmark is running already. Wait for its end or cancel it, then benchmark again."));
    // Taken before the first wait, so that a second click cannot begin another one.
    const source = new vscode.CancellationTokenSource();
    running = source;
    await vscode.commands.executeCommand("setContext", runningContext, true);
    try {
      return await measureTarget(source, uri, line);
    } finally {
      running = undefined;
      source.dispose();
      await vscode.commands.executeCommand("setContext", runningContext, false);
    }
  }

  async function measureTarget(source: vscode.CancellationTokenSource, uri?: unknown, line?: unknown) {
    const target = await targetLoop(server, uri, line);
    if (target === undefined) return "not started" as const;
    const cwd = workingFolder(target.document);
    const command = await benchCommand(memory, target.document, cwd);
    if (command === undefined || source.token.isCancellationRequested) return "not started" as const;
    return await measure(target, command, cwd, source);
  }

  async function measure(
    { document, loop }: Target,
    command: readonly string[],
    cwd: string,
    source: vscode.CancellationTokenSource,
  ) {
    const pending = inline.begin(document.uri, loop.line, loop.endLine);
    const uri = server.client.code2ProtocolConverter.asUri(document.uri);
    const { benchSeconds: seconds, nodePath: node } = readConfig(document.uri);
    const params = { uri, line: loop.line, command, cwd, seconds, node };
    const title = t("Benchmark of {0}", `${path.basename(document.uri.fsPath)}:${loop.line}`);
    const location = vscode.ProgressLocation.Notification;
    try {
      const result = await vscode.window.withProgress(
        { location, title, cancellable: true },
        async (progress, token) => {
          const byUser = token.onCancellationRequested(() => source.cancel());
          let shown = 0;
          const reports = server.onBenchProgress((report) => {
            if (report.uri !== uri || report.line !== loop.line) return;
            const done = Math.max(shown, (report.done ?? 0) * 100);
            progress.report({ message: report.message, increment: done - shown });
            shown = done;
            pending.progress(report.message);
          });
          try {
            return await server.bench(params, source.token);
          } finally {
            byUser.dispose();
            reports.dispose();
          }
        },
      );
      return await show(result);
    } catch (error) {
      pending.drop();
      if (source.token.isCancellationRequested) return "cancelled" as const;
      return problem(
        t("The benchmark could not be run: {0}.", messageOf(error)),
        t("Look at the output channel “Loopsmith”."),
      );
    }

    async function show(result: BenchResult) {
      if (result.kind === "problem") {
        pending.drop();
        return source.token.isCancellationRequested ? ("cancelled" as const) : problem(result.message, result.help);
      }
      const { report } = result;
      const text = await server.render({ report, format: "inline" });
      pending.finish(text, report);
      const button = t("Show report");
      // Not awaited: the message stays until the user closes it.
      void vscode.window.showInformationMessage(text, button).then((picked) => {
        if (picked === button) void vscode.commands.executeCommand(commandIds.showReport, document.uri, undefined);
      });
      return "measured" as const;
    }
  }
}

/** The workspace folder of the document; outside of one, its own folder. */
export function workingFolder(document: vscode.TextDocument): string {
  return vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? path.dirname(document.uri.fsPath);
}
