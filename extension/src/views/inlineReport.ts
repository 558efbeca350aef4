// Results shown inline, after the first line of their loop: kept beside the document, moved and made stale with its changes.
import * as vscode from "vscode";
import { commandIds } from "../commands/ids.js";
import type { Report } from "../protocol.js";
import { t } from "../text.js";
import { asMeasured, type LoopPlace, moveLoop, rewriteLoop } from "./inlineState.js";
import { type KeptReport, placeAgain, readKept } from "./keptReports.js";

/** What stands after the first line of a loop. */
export interface InlineReport {
  readonly uri: vscode.Uri;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly stale: boolean;
  /** null while it is being measured. */
  readonly report: Report | null;
}

/** One result on its way: says how far it is, then ends with a result or leaves nothing behind. */
export interface PendingReport {
  progress(message: string): void;
  finish(text: string, report: Report): void;
  drop(): void;
}

export interface InlineReports extends vscode.Disposable {
  readonly onChange: vscode.Event<void>;
  /** Takes the place of what stood on that loop. Lines counted from 1. */
  begin(uri: vscode.Uri, line: number, endLine: number): PendingReport;
  all(): readonly InlineReport[];
  /** The newest finished one, on a line when one is given. */
  last(uri?: vscode.Uri, line?: number): InlineReport | undefined;
  /** Makes an edit: what it changes in a loop is its rewrite, which its result still speaks of. Lines counted from 1. */
  whileRewriting<T>(uri: vscode.Uri, line: number, edit: () => Promise<T>): Promise<T>;
  /** Lines, from 1, with a finished result. */
  reportedLines(uri: vscode.Uri): ReadonlySet<number>;
  clear(): void;
}

interface Entry {
  readonly uri: vscode.Uri;
  place: LoopPlace;
  text: string;
  report: Report | null;
  /** The lines that were measured. */
  readonly measured: string;
  rewriting?: boolean;
  /** The lines of the loop, kept from an earlier session whose document has not been seen again yet. */
  lines?: string | undefined;
}

const memoryKey = "inline.reports";
const rememberMs = 2000;
const measuredContext = "loopsmith.measured";

/** @param memory where finished results lie over a restart */
export function createInlineReports(memory: vscode.Memento): InlineReports {
  let entries: readonly Entry[] = readKept(memory.get(memoryKey)).map(({ uri, ...kept }) => ({
    ...kept,
    measured: kept.measured ?? kept.lines,
    uri: vscode.Uri.parse(uri),
  }));
  let later: NodeJS.Timeout | undefined;
  const changed = new vscode.EventEmitter<void>();
  const fresh = vscode.window.createTextEditorDecorationType(after("loopsmith.inlineForeground"));
  const faded = vscode.window.createTextEditorDecorationType(after("loopsmith.inlineStaleForeground"));
  const listeners = vscode.Disposable.from(
    changed,
    fresh,
    faded,
    vscode.workspace.onDidChangeTextDocument(follow),
    vscode.workspace.onDidCloseTextDocument(sleep),
    vscode.workspace.onDidOpenTextDocument(wake),
    vscode.window.onDidChangeVisibleTextEditors(draw),
  );
  for (const document of vscode.workspace.textDocuments) wake(document);
  setMeasured();
  return {
    onChange: changed.event,
    begin,
    all: () => entries.map(shown),
    last,
    whileRewriting,
    reportedLines: (uri) => new Set(finished(uri).map(({ place }) => place.startLine + 1)),
    clear: () => keep(() => false),
    dispose() {
      clearTimeout(later);
      listeners.dispose();
    },
  };

  function begin(uri: vscode.Uri, line: number, endLine: number): PendingReport {
    const place = { startLine: line - 1, endLine: endLine - 1, stale: false };
    const open = vscode.workspace.textDocuments.find((document) => isSame(document.uri, uri));
    const measured = open === undefined ? "" : linesOf(open, place);
    const entry: Entry = { uri, place, text: t("measuring …"), report: null, measured };
    entries = [...entries.filter((each) => !isSame(each.uri, uri) || each.place.startLine !== place.startLine), entry];
    update();
    return {
      progress: (message) => {
        entry.text = t("measuring: {0} …", message);
        draw();
      },
      finish: (text, report) => {
        entry.text = text;
        entry.report = report;
        update();
        remember();
      },
      drop: () => keep((each) => each !== entry),
    };
  }

  /** Where a document has changed since its results were kept, they move with their loops or are stale. */
  function wake(document: vscode.TextDocument): void {
    const own = entries.filter(({ uri, lines }) => lines !== undefined && isSame(uri, document.uri));
    if (own.length === 0) return;
    const text = splitLines(document.getText());
    for (const entry of own) {
      entry.place = placeAgain({ place: entry.place, lines: entry.lines ?? "" }, text);
      entry.lines = undefined;
    }
    update();
  }

  /** A closed document may be changed by others; its results are compared with the text when it is opened again. */
  function sleep(document: vscode.TextDocument): void {
    for (const entry of finished(document.uri)) entry.lines ??= linesOf(document, entry.place);
    remember();
  }

  function remember(): void {
    const kept = finished(undefined).map(({ uri, place, text, report, measured, lines }): KeptReport => {
      const open = vscode.workspace.textDocuments.find((document) => isSame(document.uri, uri));
      const own = lines ?? (open === undefined ? "" : linesOf(open, place));
      return { uri: uri.toString(), place, text, report: report!, lines: own, measured };
    });
    void memory.update(memoryKey, readKept(kept));
  }

  function setMeasured(): void {
    void vscode.commands.executeCommand("setContext", measuredContext, 0 < finished(undefined).length);
  }

  function follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const own = entries.filter(({ uri }) => isSame(uri, document.uri));
    if (own.length === 0 || contentChanges.length === 0) return;
    for (const { range, text } of contentChanges) {
      const { start, end } = range;
      const from = { startLine: start.line, startCharacter: start.character };
      const change = { ...from, endLine: end.line, endCharacter: end.character, text };
      for (const entry of own) entry.place = (entry.rewriting ? rewriteLoop : moveLoop)(entry.place, change);
    }
    const lineAt = (line: number) => (line < document.lineCount ? document.lineAt(line).text : undefined);
    for (const entry of own) entry.place = asMeasured(entry.place, splitLines(entry.measured), lineAt);
    update();
    // Not at every key: it writes everything that is kept.
    clearTimeout(later);
    later = setTimeout(remember, rememberMs);
  }

  async function whileRewriting<T>(uri: vscode.Uri, line: number, edit: () => Promise<T>): Promise<T> {
    const own = finished(uri).filter(({ place }) => place.startLine === line - 1);
    for (const entry of own) entry.rewriting = true;
    try {
      return await edit();
    } finally {
      for (const entry of own) entry.rewriting = false;
    }
  }

  function last(uri?: vscode.Uri, line?: number): InlineReport | undefined {
    const found = finished(uri).findLast(({ place }) => line === undefined || place.startLine === line - 1);
    return found === undefined ? undefined : shown(found);
  }

  function finished(uri: vscode.Uri | undefined): readonly Entry[] {
    return entries.filter((entry) => entry.report !== null && (uri === undefined || isSame(entry.uri, uri)));
  }

  function keep(wanted: (entry: Entry) => boolean): void {
    const kept = entries.filter(wanted);
    if (kept.length === entries.length) return;
    entries = kept;
    update();
    remember();
  }

  function update(): void {
    draw();
    setMeasured();
    changed.fire();
  }

  function draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const own = entries.filter(({ uri }) => isSame(uri, editor.document.uri));
      const options = (stale: boolean) =>
        own.filter(({ place }) => place.stale === stale).map((entry) => decoration(editor.document, shown(entry)));
      editor.setDecorations(fresh, options(false));
      editor.setDecorations(faded, options(true));
    }
  }
}

function linesOf(document: vscode.TextDocument, { startLine, endLine, stale }: LoopPlace): string {
  if (stale) return "";
  const lines = splitLines(document.getText());
  return lines.slice(startLine, endLine + 1).join("\n");
}

function splitLines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/\r\n|\r|\n/);
}

function shown({ uri, place, text, report }: Entry): InlineReport {
  const { stale, rewritten } = place;
  return {
    uri,
    line: place.startLine + 1,
    text: stale
      ? t("stale, the loop has changed since · {0}", text)
      : rewritten === true
        ? t("measured before the rewrite · {0}", text)
        : text,
    stale,
    report,
  };
}

function decoration(
  document: vscode.TextDocument,
  { uri, line, text, report }: InlineReport,
): vscode.DecorationOptions {
  const { end } = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  const options = { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } };
  if (report === null) return options;
  const target = encodeURIComponent(JSON.stringify([uri.toJSON(), line]));
  const hoverMessage = new vscode.MarkdownString(
    `[${t("Show the whole report")}](command:${commandIds.showReport}?${target})`,
  );
  hoverMessage.isTrusted = { enabledCommands: [commandIds.showReport] };
  return { ...options, hoverMessage };
}

function after(color: string): vscode.DecorationRenderOptions {
  return {
    after: { margin: "0 0 0 3ch", color: new vscode.ThemeColor(color), fontStyle: "italic" },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  };
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}
