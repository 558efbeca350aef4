// Says why a loop can or cannot run on all cores; each point leads to its place in the text.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { showDocument } from "../showDocument.js";
import { t } from "../text.js";
import { explanation } from "../views/explanation.js";
import { targetLoop } from "./target.js";

export async function explainLoop(server: Server, uri?: unknown, line?: unknown): Promise<void> {
  const target = await targetLoop(server, uri, line);
  if (target === undefined) return;
  const { title, points } = explanation(target.loop);
  const items = points.map((point) => ({ ...point, description: t("line {0}", point.line) }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: t("Choose a point to go to its place"),
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const at = new vscode.Position(picked.line - 1, picked.column - 1);
  await showDocument(target.document, { selection: new vscode.Range(at, at) });
}
