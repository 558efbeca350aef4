// Which handler each command has. A test compares the names with package.json.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import type { InlineReports } from "../views/inlineReport.js";
import { applyParallel } from "./applyParallel.js";
import { chooseBenchCommand } from "./benchCommand.js";
import { type Benchmarks, workingFolder } from "./benchmarkLoop.js";
import { explainLoop } from "./explainLoop.js";
import { type CommandId, commandIds } from "./ids.js";
import type { ReportPanel } from "./showReport.js";

export interface CommandParts {
  readonly server: Server;
  readonly inline: InlineReports;
  readonly benchmarks: Benchmarks;
  readonly panel: ReportPanel;
  readonly memory: vscode.Memento;
}

export function registerCommands({ server, inline, benchmarks, panel, memory }: CommandParts): vscode.Disposable {
  const handlers: Record<CommandId, (uri?: unknown, line?: unknown) => unknown> = {
    [commandIds.runOnAllCores]: (uri, line) => applyParallel(server, uri, line),
    [commandIds.benchmarkLoop]: (uri, line) => benchmarks.run(uri, line),
    [commandIds.cancelBenchmark]: () => benchmarks.cancel(),
    [commandIds.chooseBenchCommand]: () => askAgain(memory),
    [commandIds.explainLoop]: (uri, line) => explainLoop(server, uri, line),
    [commandIds.showReport]: (uri, line) => panel.show(uri, line),
    [commandIds.exportReport]: (format, target) => panel.export(format, target),
    [commandIds.clearResults]: () => inline.clear(),
    [commandIds.restartServer]: () => server.restart(),
  };
  const registered = Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler));
  return vscode.Disposable.from(...registered);
}

async function askAgain(memory: vscode.Memento): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : workingFolder(document);
  if (folder === undefined) {
    void vscode.window.showWarningMessage("No folder is open. Open the folder of your program first.");
    return;
  }
  await chooseBenchCommand(memory, document, folder);
}
