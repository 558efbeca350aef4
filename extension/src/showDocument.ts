// Brings a document to the front where it is already.
import * as vscode from "vscode";

/**
 * Shows a document in the group of editors in which it is open; without one, in the active group. Without this, a click in a report
 * that stands beside the text would open the text a second time, on top of the report.
 * @param options as the editor takes them
 */
export async function showDocument(
  document: vscode.TextDocument,
  options: vscode.TextDocumentShowOptions,
): Promise<vscode.TextEditor> {
  const key = document.uri.toString();
  const tab = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === key);
  const place = tab === undefined ? {} : { viewColumn: tab.group.viewColumn };
  return await vscode.window.showTextDocument(document, { ...options, ...place });
}
