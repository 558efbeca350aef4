// How the user has TypeScript's own formatter lay out a file, for rewrites that come laid out so.
import * as vscode from "vscode";
import type { FormatOptionsResult } from "./protocol.js";

const typescriptExtension = "vscode.typescript-language-features";

/**
 * Null where the user has chosen another formatter, which nobody but the editor can run: it has its turn when the file is saved.
 * @param uri of a file that is open
 */
export async function formatOptions(uri: vscode.Uri): Promise<FormatOptionsResult> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = vscode.workspace.getConfiguration("editor", document);
  const chosen = editor.get<string | null>("defaultFormatter") ?? typescriptExtension;
  const section = document.languageId.startsWith("typescript") ? "typescript" : "javascript";
  const own = vscode.workspace.getConfiguration(`${section}.format`, document);
  if (chosen !== typescriptExtension || !own.get("enable", true)) return null;
  // What the editor has found out about the file's own indentation, where it is shown.
  const shown = vscode.window.visibleTextEditors.find((each) => each.document === document)?.options;
  const tabSize = Number(shown?.tabSize ?? editor.get("tabSize", 4));
  const convertTabsToSpaces = Boolean(shown?.insertSpaces ?? editor.get("insertSpaces", true));
  const settings = Object.entries(own).filter(
    (entry): entry is [string, boolean] => typeof entry[1] === "boolean" && entry[0] !== "enable",
  );
  return { ...Object.fromEntries(settings), tabSize, indentSize: tabSize, convertTabsToSpaces };
}
