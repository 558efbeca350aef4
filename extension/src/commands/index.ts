// Which handler each command has. A test compares the names with package.json.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import type { LoopHeat } from "../heat.js";
import type { LoopScan } from "../loopScan.js";
import { t } from "../text.js";
import type { InlineReports } from "../views/inlineReport.js";
import type { LoopsView } from "../views/loopsView.js";
import type { LoopNode } from "../views/loopTree.js";
import type { VariableColours } from "../views/variableColours.js";
import { applyParallel } from "./applyParallel.js";
import { applyVerified } from "./applyVerified.js";
import { chooseBenchCommand } from "./benchCommand.js";
import { type Benchmarks, workingFolder } from "./benchmarkLoop.js";
import type { Traces } from "./checkByRunning.js";
import { explainLoop } from "./explainLoop.js";
import { type CommandId, commandIds } from "./ids.js";
import { installRunner } from "./installRunner.js";
import type { ProgramProfiles } from "./profileProgram.js";
import type { ReportPanel } from "./showReport.js";

export interface CommandParts {
  readonly server: Server;
  readonly inline: InlineReports;
  readonly benchmarks: Benchmarks;
  readonly panel: ReportPanel;
  readonly memory: vscode.Memento;
  readonly scan: LoopScan;
  readonly loops: LoopsView;
  readonly profiles: ProgramProfiles;
  readonly heat: LoopHeat;
  readonly colours: VariableColours;
  readonly traces: Traces;
  /** Of the extension, as the editor knows it. */
  readonly extensionId: string;
}

const openWalkthrough = "workbench.action.openWalkthrough";

export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { server, inline, benchmarks, panel, memory, scan, loops, profiles, heat, colours, traces, extensionId } =
    parts;
  const apply = (uri?: unknown, line?: unknown) => applyParallel(server, inline, uri, line);
  const handlers: Record<CommandId, (uri?: unknown, line?: unknown) => unknown> = {
    [commandIds.runOnAllCores]: apply,
    [commandIds.applyVerified]: (uri, line) => applyVerified({ server, benchmarks, inline, apply }, uri, line),
    [commandIds.benchmarkLoop]: (uri, line) => benchmarks.run(uri, line),
    [commandIds.cancelBenchmark]: () => benchmarks.cancel(),
    [commandIds.chooseBenchCommand]: () => askAgain(memory),
    // A code action of the server gives the address as a text.
    [commandIds.checkByRunning]: (uri, line) => traces.run(typeof uri === "string" ? vscode.Uri.parse(uri) : uri, line),
    [commandIds.applyObserved]: () => traces.apply(),
    [commandIds.explainLoop]: (uri, line) => explainLoop(server, uri, line),
    [commandIds.showVariables]: (uri, line) => colours.show(uri, line),
    [commandIds.hideVariables]: () => colours.hide(),
    [commandIds.showReport]: (uri, line) => panel.show(uri, line),
    [commandIds.exportReport]: (format, target) => panel.export(format, target),
    [commandIds.clearResults]: () => inline.clear(),
    [commandIds.refreshLoops]: () => scan.start(scan.knowsReasons()),
    [commandIds.cancelScan]: () => scan.cancel(),
    [commandIds.groupLoopsByFile]: () => loops.groupBy("file"),
    [commandIds.groupLoopsByReason]: () => loops.groupBy("reason"),
    [commandIds.groupLoopsBySaving]: () => loops.groupBy("saving"),
    [commandIds.filterLoops]: () => loops.askForFilter(),
    [commandIds.clearLoopFilter]: () => loops.setFilter(""),
    [commandIds.profileProgram]: (source) => profiles.run(source),
    [commandIds.endProfile]: () => profiles.end(),
    [commandIds.cancelProfile]: () => profiles.cancel(),
    [commandIds.clearProfile]: () => heat.clear(),
    [commandIds.installRunner]: (folder) => installRunner(server, folder),
    [commandIds.openWalkthrough]: () => vscode.commands.executeCommand(openWalkthrough, `${extensionId}#start`),
    [commandIds.restartServer]: () => server.restart(),
  };
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, (first?: unknown, line?: unknown) => {
      if (!isLoopNode(first)) return handler(first, line);
      return handler(vscode.Uri.parse(first.uri), first.loop.line);
    }),
  );
  return vscode.Disposable.from(...registered);
}

/** From the Loops view a command gets the item that it was called on. */
function isLoopNode(value: unknown): value is LoopNode {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "loop";
}

async function askAgain(memory: vscode.Memento): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : workingFolder(document);
  if (folder === undefined) {
    void vscode.window.showWarningMessage(t("No folder is open. Open the folder of your program first."));
    return;
  }
  await chooseBenchCommand(memory, document, folder);
}
