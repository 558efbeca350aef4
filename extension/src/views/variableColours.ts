// Colours the variables of one loop on demand: what travels to the workers, what each iteration has for itself, what is carried.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { commandIds } from "../commands/ids.js";
import { targetLoop } from "../commands/target.js";
import { t } from "../text.js";
import { colouredNames, legend, type VariableClass } from "./variableRanges.js";

export interface VariableColours extends vscode.Disposable {
  /** @returns whether a loop was found; the user has been told why not */
  show(uri?: unknown, line?: unknown): Promise<boolean>;
  hide(): void;
  /** How many places are coloured, by class; undefined where none are. */
  shown(): Readonly<Record<VariableClass, number>> | undefined;
}

const shownContext = "loopsmith.variablesShown";

export function createVariableColours(server: Server): VariableColours {
  const types: Readonly<Record<VariableClass, vscode.TextEditorDecorationType>> = {
    "live-in": colour("loopsmith.liveInBackground", "solid"),
    private: colour("loopsmith.privateBackground", "dotted"),
    carried: colour("loopsmith.carriedBackground", "double"),
  };
  const status = vscode.window.createStatusBarItem("loopsmith.variables", vscode.StatusBarAlignment.Left);
  status.name = t("Loopsmith: colours of variables");
  status.command = commandIds.hideVariables;
  status.tooltip = t("Live-in variables travel to the workers. Click to take the colours away.");
  let current: { readonly uri: string; readonly counts: Readonly<Record<VariableClass, number>> } | undefined;
  let draw = (_editor: vscode.TextEditor): void => undefined;
  const listeners = vscode.Disposable.from(
    status,
    ...Object.values(types),
    // What has been said of a text does not hold for another one.
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (0 < contentChanges.length && document.uri.toString() === current?.uri) hide();
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const editor of editors) if (editor.document.uri.toString() === current?.uri) draw(editor);
    }),
  );
  return { show, hide, shown: () => current?.counts, dispose: () => listeners.dispose() };

  async function show(wanted?: unknown, line?: unknown): Promise<boolean> {
    const target = await targetLoop(server, wanted, line);
    if (target === undefined) return false;
    const { document } = target;
    const { version } = document;
    const uri = server.client.code2ProtocolConverter.asUri(document.uri);
    const { loop } = await server.variables({ uri, line: target.loop.line });
    if (loop === null || document.version !== version) {
      void vscode.window.showWarningMessage(t("This loop has changed in the meantime. Run the command again."));
      return false;
    }
    const names = colouredNames(loop);
    draw = (editor) => {
      for (const kind of classes)
        editor.setDecorations(
          types[kind],
          names[kind].map(({ line: at, start, end, hover }) => ({
            range: new vscode.Range(at, start, at, end),
            hoverMessage: new vscode.MarkdownString().appendText(hover),
          })),
        );
    };
    hide();
    const counts = { "live-in": names["live-in"].length, private: names.private.length, carried: names.carried.length };
    current = { uri: document.uri.toString(), counts };
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document.uri.toString() === current.uri) draw(editor);
    status.text = `$(symbol-color) ${legend(loop)}`;
    status.show();
    await vscode.commands.executeCommand("setContext", shownContext, true);
    return true;
  }

  function hide(): void {
    if (current === undefined) return;
    current = undefined;
    for (const editor of vscode.window.visibleTextEditors)
      for (const kind of classes) editor.setDecorations(types[kind], []);
    status.hide();
    void vscode.commands.executeCommand("setContext", shownContext, false);
  }
}

const classes: readonly VariableClass[] = ["live-in", "private", "carried"];

/** Not by colour alone: each class has its own line below as well. */
function colour(id: string, line: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor(id),
    borderRadius: "2px",
    border: `0 ${line} currentColor; border-bottom-width: ${line === "double" ? 3 : 1}px`,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
