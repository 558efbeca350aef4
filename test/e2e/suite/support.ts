// Helpers of the suite: waiting for what comes, opening a fixture, reading what the editor shows.
import path from "node:path";
import * as vscode from "vscode";
import type { Api } from "../../../extension/src/main.js";

/** After this long something is taken for hanging. It bounds nothing: a busy machine may stand still for minutes. */
export const hangsAfterMs = 300_000;

/** Asks again until there is an answer. Nothing in the suite sleeps for a fixed time. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + hangsAfterMs - 10_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (end < Date.now()) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function folder(): vscode.Uri {
  return vscode.workspace.workspaceFolders![0]!.uri;
}

/** Opens a file of the workspace in an editor of its own. */
export async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder(), file));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

export async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>("loopsmith.loopsmith-vscode")!;
  const exported = await extension.activate();
  await exported.ready;
  return exported;
}

/** Line of a text, from 1. */
export function lineOf(document: vscode.TextDocument, text: string): number {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${path.basename(document.fileName)} does not hold ${text}`);
  return document.positionAt(offset).line + 1;
}

export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + 1);
}

/** Our hints of one document. */
export function hints(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "loopsmith");
}

/** `line: title` of our lenses of one document. */
export async function lenses(document: vscode.TextDocument): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    "vscode.executeCodeLensProvider",
    document.uri,
    100,
  );
  return found.flatMap(({ range, command }) =>
    command?.command.startsWith("loopsmith.") ? [`${range.start.line + 1}: ${command.title}`] : [],
  );
}

/** Takes back whatever the tests did to open documents. */
export async function revertAll(): Promise<void> {
  // The command means the active editor, which on a busy machine may be another one for a while.
  const revert = async (document: vscode.TextDocument) => {
    try {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    } catch {
      // Another editor came in between.
    }
    return !document.isDirty;
  };
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    // What was never saved goes with its editor. The command means the active editor, which on a busy machine may be another for a while.
    if (document.uri.scheme === "file") await until(`${document.fileName} as it was`, () => revert(document));
    else await revert(document);
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** What the files of the workspace hold now. @returns puts them back so, takes away those that came since, and reverts what is open */
export async function keepFiles(): Promise<() => Promise<void>> {
  const own = await vscode.workspace.findFiles("**/*", "{**/node_modules/**,.vscode/**}");
  const kept = new Map<string, Uint8Array>();
  for (const uri of own) kept.set(uri.toString(), await vscode.workspace.fs.readFile(uri));
  return async () => {
    await revertAll();
    const now = await vscode.workspace.findFiles("**/*", "{**/node_modules/**,.vscode/**}");
    for (const uri of now) if (!kept.has(uri.toString())) await vscode.workspace.fs.delete(uri);
    for (const [uri, bytes] of kept) await vscode.workspace.fs.writeFile(vscode.Uri.parse(uri), bytes);
  };
}
