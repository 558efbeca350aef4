// Undo that reaches all files of a rewrite.
import * as vscode from "vscode";

/**
 * Opens the files that an edit changes, without showing them, before it is made. The editor saves after a refactoring, and lets go of
 * files that nobody has open while it still writes them: an undo that comes at that moment is lost for such a file (most often the
 * manifest). What is open here stays so for some minutes, as the editor keeps what extensions have opened.
 */
export async function keepOpen(edit: vscode.WorkspaceEdit): Promise<void> {
  const changed = edit.entries().filter(([, texts]) => 0 < texts.length);
  // A file that the edit creates is not there yet.
  const opened = changed.map(([uri]) => vscode.workspace.openTextDocument(uri));
  await Promise.allSettled(opened);
}
