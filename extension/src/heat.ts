// What the last profile says of the loops: kept by file, forgotten where a file is edited, marked beside the code.
import path from "node:path";
import * as vscode from "vscode";
import type { HeatParams, LoopProfile } from "./protocol.js";
import {
  type FileHeat,
  heatByFile,
  heatText,
  heatTitle,
  hotLoops,
  marksOf,
  type ProfiledHeat,
  placeKey,
  warmth,
} from "./views/heatLines.js";

export interface LoopHeat extends vscode.Disposable {
  readonly onChange: vscode.Event<void>;
  /** Line and column from 1. */
  of(uri: string, line: number, column: number): ProfiledHeat | undefined;
  /** A run begins: what is edited from now on is not what it runs. Call once per run, and `show` what came of it. */
  begin(): { show(profile: LoopProfile): void };
  /** The loops that took a part of the run, by file. */
  hot(): HeatParams;
  /** Lines, from 1, that are marked in a file. */
  marked(uri: string): readonly number[];
  clear(): void;
}

const profiledContext = "loopsmith.profiled";

/** @param images absolute path of the folder with the gutter's pictures */
export function createLoopHeat(images: string): LoopHeat {
  let files = new Map<string, FileHeat>();
  const editedSince = new Set<string>();
  const changed = new vscode.EventEmitter<void>();
  const types = { hot: mark(images, "hot"), warm: mark(images, "warm") };
  const listeners = vscode.Disposable.from(
    changed,
    ...Object.values(types),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (0 < contentChanges.length) forget(document.uri);
    }),
    vscode.workspace.onDidDeleteFiles(({ files: gone }) => forget(...gone)),
    vscode.workspace.onDidRenameFiles(({ files: moved }) => forget(...moved.map(({ oldUri }) => oldUri))),
    vscode.window.onDidChangeVisibleTextEditors(draw),
  );
  return {
    onChange: changed.event,
    of: (uri, line, column) => files.get(uri)?.get(placeKey(line, column)),
    begin,
    hot: () => ({ files: [...files].map(([uri, heats]) => ({ uri, loops: hotLoops(heats) })) }),
    marked: (uri) => marksOf(files.get(uri) ?? new Map()).map(({ line }) => line),
    clear: () => keep(new Map()),
    dispose: () => listeners.dispose(),
  };

  function begin() {
    editedSince.clear();
    return {
      show({ loops }: LoopProfile): void {
        const fresh = heatByFile(loops, (uri) => vscode.Uri.parse(uri).toString());
        for (const uri of editedSince) fresh.delete(uri);
        keep(fresh);
      },
    };
  }

  function forget(...uris: readonly vscode.Uri[]): void {
    const keys = uris.map((uri) => uri.toString());
    for (const key of keys) editedSince.add(key);
    if (keys.some((key) => files.has(key))) keep(new Map([...files].filter(([file]) => !keys.includes(file))));
  }

  function keep(next: Map<string, FileHeat>): void {
    files = next;
    void vscode.commands.executeCommand("setContext", profiledContext, 0 < files.size);
    draw();
    changed.fire();
  }

  function draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const marks = marksOf(files.get(document.uri.toString()) ?? new Map());
      const options = (wanted: "hot" | "warm") =>
        marks.filter((heat) => warmth(heat) === wanted).map((heat) => decoration(document, heat));
      editor.setDecorations(types.hot, options("hot"));
      editor.setDecorations(types.warm, options("warm"));
    }
  }
}

function decoration(document: vscode.TextDocument, heat: ProfiledHeat): vscode.DecorationOptions {
  const { range } = document.lineAt(Math.min(heat.line, document.lineCount) - 1);
  const hoverMessage = new vscode.MarkdownString().appendText(`${heatTitle(heat)}. ${heatText(heat)}`);
  return { range, hoverMessage };
}

function mark(images: string, name: "hot" | "warm"): vscode.TextEditorDecorationType {
  const picture = (theme: string) => ({ gutterIconPath: path.join(images, `${name}-${theme}.svg`) });
  return vscode.window.createTextEditorDecorationType({
    light: picture("light"),
    dark: picture("dark"),
    gutterIconSize: "contain",
    overviewRulerColor: new vscode.ThemeColor("loopsmith.hotLoopRuler"),
    overviewRulerLane: name === "hot" ? vscode.OverviewRulerLane.Full : vscode.OverviewRulerLane.Right,
  });
}
