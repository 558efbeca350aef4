// Shows the whole report of a measured loop beside the text.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import type { InlineReports } from "../views/inlineReport.js";
import { reportPage } from "../views/reportPage.js";

export interface ReportPanel {
  show(uri?: unknown, line?: unknown): Promise<void>;
}

/** One panel, used again for the next report. */
export function createReportPanel(server: Server, inline: InlineReports): ReportPanel {
  let panel: vscode.WebviewPanel | undefined;
  return { show };

  async function show(uri?: unknown, line?: unknown): Promise<void> {
    const wanted = uri === undefined ? undefined : vscode.Uri.from(uri as vscode.Uri);
    const found = inline.last(wanted, typeof line === "number" ? line : undefined) ?? inline.last();
    if (found?.report == null) {
      void vscode.window.showInformationMessage(
        "Nothing has been measured yet. Run “Loopsmith: Benchmark Loop” first.",
      );
      return;
    }
    const { report } = found;
    const html = reportPage(await server.render({ report, format: "html" }));
    panel ??= create();
    panel.title = `Loop ${report.loop.file}:${report.loop.line}`;
    panel.webview.html = html;
    panel.reveal(undefined, true);
  }

  function create(): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: false, enableCommandUris: false, localResourceRoots: [], enableFindWidget: true };
    const made = vscode.window.createWebviewPanel("loopsmith.report", "Loopsmith", column, options);
    made.onDidDispose(() => (panel = undefined));
    return made;
  }
}
