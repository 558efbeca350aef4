// Diagnostics of open documents: after a pause in typing what is cheap to know, then what stands behind it.
import type { CancellationToken, Connection, Diagnostic, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { loopReports, shownPath } from "../analysis/facade.js";
import { kernelReports } from "../analysis/kernelReports.js";
import { loopEvidence } from "../analysis/loopEvidence.js";
import type { LoopReport } from "../analysis/loopReport.js";
import { fileOf } from "./fileOf.js";
import type { Guards } from "./guard.js";
import { type HotLoops, hinted, placeKey, toHints } from "./hints.js";
import type { HeatParams } from "./protocol.js";
import { toKernelDiagnostics } from "./toProto.js";
import type { Translate } from "./translate.js";
import type { Workspaces } from "./workspaces.js";

export interface Publisher {
  /** What is to be said of a document follows a pause; a newer change takes the place of an older one. */
  schedule(uri: string): void;
  scheduleAll(): void;
  /** A closed document has no diagnostics. */
  forget(uri: string): void;
  setHints(wanted: boolean): void;
  showsHints(): boolean;
  /** What a profile has seen takes the place of what an earlier one has. */
  setHeat(heat: HeatParams): void;
}

export interface PublisherParts {
  readonly connection: Pick<Connection, "sendDiagnostics">;
  readonly documents: TextDocuments<TextDocument>;
  readonly workspaces: Workspaces;
  readonly guards: Guards;
  /** Into the user's language. */
  readonly translate: Translate;
}

const debounceMs = 200;
const nothingHot: HotLoops = new Map();

export function createPublisher({ connection, documents, workspaces, guards, translate }: PublisherParts): Publisher {
  const timers = new Map<string, NodeJS.Timeout>();
  let hints = true;
  // By path: client and server write one address in different ways.
  let heat: ReadonlyMap<string, HotLoops> = new Map();
  return { schedule, scheduleAll, forget, setHints, showsHints: () => hints, setHeat };

  function schedule(uri: string): void {
    clearTimeout(timers.get(uri));
    timers.set(
      uri,
      setTimeout(() => {
        timers.delete(uri);
        void publish(uri);
      }, debounceMs),
    );
  }

  function scheduleAll(): void {
    for (const document of documents.all()) schedule(document.uri);
  }

  function forget(uri: string): void {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  function setHints(wanted: boolean): void {
    hints = wanted;
    scheduleAll();
  }

  function setHeat({ files }: HeatParams): void {
    heat = new Map(
      files.flatMap(({ uri, loops }) => {
        const file = fileOf(uri);
        return file === undefined ? [] : [[file, new Map(loops.map((loop) => [placeKey(loop), loop.share]))]];
      }),
    );
    scheduleAll();
  }

  async function publish(uri: string): Promise<void> {
    const document = documents.get(uri);
    const file = fileOf(uri);
    if (document === undefined || file === undefined) return;
    const { version } = document;
    const token = staleToken(uri, version);
    const send = (diagnostics: Diagnostic[]) =>
      connection.sendDiagnostics({ uri, version, diagnostics: translate(diagnostics) });
    const workspace = workspaces.of(file);
    const loops = await guards.guard("loops", token, [], () => loopReports(workspace, file, token, "marks"));
    if (token.isCancellationRequested) return;
    const kernels = await guards.guard("kernels", token, [], () => kernelReports(workspace, file, token));
    if (token.isCancellationRequested) return;
    // A kernel that computes something else is no hint: it is told also where hints are switched off.
    const problems = toKernelDiagnostics(kernels, shownPath(workspace, file));
    const hot = heat.get(file) ?? nothingHot;
    const marks = (evidence: readonly LoopReport[]) => (hints ? toHints(loops, { hot, evidence, document }) : []);
    await send([...problems, ...marks([])]);
    const wanted = new Set(hints ? hinted(loops, hot).map(placeKey) : []);
    if (wanted.size === 0) return;
    const isMeant = (start: { readonly line: number; readonly column: number }) => wanted.has(placeKey(start));
    const evidence = await guards.background("evidence", token, [], () =>
      loopEvidence(workspace, file, isMeant, token),
    );
    if (token.isCancellationRequested || evidence.every(saysNothing)) return;
    await send([...problems, ...marks(evidence)]);
  }

  /** Cancelled by a newer text, and by a newer order to look at the same. */
  function staleToken(uri: string, version: number): CancellationToken {
    return {
      get isCancellationRequested() {
        return documents.get(uri)?.version !== version || timers.has(uri);
      },
      onCancellationRequested: () => ({ dispose() {} }),
    };
  }
}

function saysNothing({ verdict, dependences }: LoopReport): boolean {
  return verdict === "parallel" && dependences.length === 0;
}
