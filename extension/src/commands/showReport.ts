// Shows the whole report of a measured loop beside the text, and writes it into a file.
import * as vscode from "vscode";
import type { Report } from "../../../runner/src/report/report.js";
import type { Server } from "../client.js";
import { t } from "../text.js";
import type { InlineReports } from "../views/inlineReport.js";
import { type ExportFormat, exportFormats, reportPage } from "../views/reportPage.js";
import { commandIds } from "./ids.js";

export interface ReportPanel {
  show(uri?: unknown, line?: unknown): Promise<void>;
  /**
   * Writes the report that was shown last, else the newest one.
   * @param format asked for where it is none of the known ones
   * @param target asked for where it is no address
   */
  export(format?: unknown, target?: unknown): Promise<void>;
}

/** One panel, used again for the next report. */
export function createReportPanel(server: Server, inline: InlineReports): ReportPanel {
  let panel: vscode.WebviewPanel | undefined;
  let shown: Report | undefined;
  return { show, export: exportReport };

  async function show(uri?: unknown, line?: unknown): Promise<void> {
    const wanted = uri === undefined ? undefined : vscode.Uri.from(uri as vscode.Uri);
    const found = inline.last(wanted, typeof line === "number" ? line : undefined) ?? inline.last();
    if (found?.report == null) {
      nothingMeasured();
      return;
    }
    const { report } = found;
    const html = reportPage(await server.render({ report, format: "html" }), {
      title: t("Export as"),
      command: commandIds.exportReport,
    });
    shown = report;
    panel ??= create();
    panel.title = t("Loop {0}", `${report.loop.file}:${report.loop.line}`);
    panel.webview.html = html;
    panel.reveal(undefined, true);
  }

  async function exportReport(wanted?: unknown, target?: unknown): Promise<void> {
    const report = shown ?? inline.last()?.report ?? undefined;
    if (report === undefined) {
      nothingMeasured();
      return;
    }
    const format = isFormat(wanted) ? wanted : await askFormat();
    if (format === undefined) return;
    const file = target instanceof vscode.Uri ? target : await askFile(report, format);
    if (file === undefined) return;
    const text = format === "json" ? `${JSON.stringify(report, null, 2)}\n` : await server.render({ report, format });
    try {
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = t("The report could not be written: {0}. Choose another place.", reason);
      void vscode.window.showErrorMessage(message);
      return;
    }
    if (target === undefined) await offerToOpen(file);
  }

  function create(): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    // Links of the page may run this one command, with the format as its argument; scripts may not run at all.
    const options = {
      enableScripts: false,
      enableCommandUris: [commandIds.exportReport],
      localResourceRoots: [],
      enableFindWidget: true,
    };
    const made = vscode.window.createWebviewPanel("loopsmith.report", "Loopsmith", column, options);
    made.onDidDispose(() => {
      panel = undefined;
      shown = undefined;
    });
    return made;
  }
}

function isFormat(value: unknown): value is ExportFormat {
  return typeof value === "string" && Object.hasOwn(exportFormats, value);
}

async function askFormat(): Promise<ExportFormat | undefined> {
  const items = Object.entries(exportFormats).map(([format, label]) => ({ label, format: format as ExportFormat }));
  const placeHolder = t("Format of the exported report");
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.format;
}

async function askFile({ loop }: Report, format: ExportFormat): Promise<vscode.Uri | undefined> {
  const name = `${loop.file.replace(/^.*\//, "").replace(/\.\w+$/, "")}-${loop.line}-report.${format}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [exportFormats[format]]: [format] },
  });
}

async function offerToOpen(file: vscode.Uri): Promise<void> {
  const open = t("Open");
  const name = file.path.replace(/^.*\//, "");
  const answer = await vscode.window.showInformationMessage(t("The report is in {0}.", name), open);
  if (answer === open) await vscode.commands.executeCommand("vscode.open", file);
}

function nothingMeasured(): void {
  void vscode.window.showInformationMessage(t("Nothing has been measured yet. Run “Loopsmith: Benchmark Loop” first."));
}
