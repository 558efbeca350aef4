// Which loop a command means: the one that a lens names, else the innermost one around the cursor.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import type { LoopReport } from "../protocol.js";
import { t } from "../text.js";
import { whyNotAnalysed } from "./documentKind.js";

export interface Target {
  readonly document: vscode.TextDocument;
  readonly loop: LoopReport;
}

/**
 * @param uri document, as a lens gives it; left out: the active editor's
 * @param line line of the loop's head, from 1; left out: the cursor's
 * @returns undefined after the user has been told why
 */
export async function targetLoop(server: Server, uri?: unknown, line?: unknown): Promise<Target | undefined> {
  const active = vscode.window.activeTextEditor;
  const document = isUriLike(uri) ? await vscode.workspace.openTextDocument(vscode.Uri.from(uri)) : active?.document;
  if (document === undefined) {
    void vscode.window.showWarningMessage(
      t("No file is open. Open a TypeScript or JavaScript file and put the cursor on a loop."),
    );
    return undefined;
  }
  const why = whyNotAnalysed(document.uri.scheme);
  if (why !== undefined) {
    void vscode.window.showWarningMessage(why);
    return undefined;
  }
  const { loops } = await server.loops(document.uri, "reasons");
  const loop = typeof line === "number" ? loops.find((each) => each.line === line) : aroundCursor(loops, active);
  if (loop === undefined) {
    void vscode.window.showWarningMessage(
      t("There is no loop at the cursor. Put the cursor on the first line of a loop."),
    );
    return undefined;
  }
  return { document, loop };
}

function aroundCursor(loops: readonly LoopReport[], editor: vscode.TextEditor | undefined): LoopReport | undefined {
  const line = (editor?.selection.active.line ?? 0) + 1;
  const around = loops.filter((loop) => loop.line <= line && line <= loop.endLine);
  return around.sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

/** A link in a hover gives the parts of a uri, not the object. */
function isUriLike(value: unknown): value is { readonly scheme: string; readonly path: string } {
  return typeof value === "object" && value !== null && "scheme" in value && "path" in value;
}
