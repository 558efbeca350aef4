// Lenses above the loops: asks the server for the loops of a document and shows what lensTitles.ts says.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { onConfigChange, readConfig } from "../config.js";
import type { LoopHeat } from "../heat.js";
import type { InlineReports } from "./inlineReport.js";
import { lensTitles } from "./lensTitles.js";

export function provideLoopLenses(server: Server, inline: InlineReports, heat: LoopHeat): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const refresh = () => changed.fire();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document, token) => {
      if (!readConfig(document.uri).lens) return [];
      const { loops } = await server.loops(document.uri, "verdicts", token);
      const heatOf = (line: number, column: number) => heat.of(document.uri.toString(), line, column);
      return lensTitles(loops, inline.reportedLines(document.uri), heatOf).map(({ line, title, tooltip, command }) => {
        const at = new vscode.Range(line - 1, 0, line - 1, 0);
        return new vscode.CodeLens(at, { title, tooltip, command, arguments: [document.uri, line] });
      });
    },
  };
  // The same documents as the client's.
  const selector = server.client.clientOptions.documentSelector as vscode.DocumentSelector;
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(selector, provider),
    onConfigChange(refresh),
    server.onRestart(refresh),
    inline.onChange(refresh),
    heat.onChange(refresh),
  );
}
