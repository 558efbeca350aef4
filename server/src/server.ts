// The language server: capabilities and wiring. What it says comes from the facade; how it is said, from `lsp/toProto`.
import { pathToFileURL } from "node:url";
import { printHtml, printInline, printMarkdown, printText } from "@loopsmith/runner/bench";
import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  ProposedFeatures,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { actionsAt, loopReport, loopReports, planAction } from "./analysis/facade.js";
import { inlineActionAt, inlineId, planInlineAt } from "./analysis/inverse.js";
import type { LoopReport, ReportDetail } from "./analysis/loopReport.js";
import { loopVariables } from "./analysis/variables.js";
import { serveExtras } from "./extras.js";
import { runBenchRequest } from "./lsp/benchHandler.js";
import { fileOf } from "./lsp/fileOf.js";
import { formattedFor } from "./lsp/formatting.js";
import { createGuards } from "./lsp/guard.js";
import { createProfiles } from "./lsp/profileHandler.js";
import {
  BENCH_REQUEST,
  type BenchParams,
  type BenchResult,
  HEAT_NOTIFICATION,
  type HeatParams,
  LOOPS_REQUEST,
  type LoopsParams,
  type LoopsResult,
  PROFILE_END,
  PROFILE_PROGRESS,
  PROFILE_REQUEST,
  type ProfileEnd,
  type ProfileParams,
  type ProfileResult,
  RENDER_REQUEST,
  type RenderParams,
  SCAN_PROGRESS,
  SCAN_REQUEST,
  type ScanParams,
  type ScanResult,
  TRACE_COMMAND,
} from "./lsp/protocol.js";
import { createPublisher } from "./lsp/publisher.js";
import { runScan } from "./lsp/scan.js";
import { headRange, lineOf, titleOf, toHover, toWorkspaceEdit } from "./lsp/toProto.js";
import { type Translate, translateInto } from "./lsp/translate.js";
import { createWorkspaces } from "./lsp/workspaces.js";

/** Kind of all actions: shows in the refactor menu, and can be asked for by name. */
const actionKind = `${CodeActionKind.RefactorRewrite}.loopsmith`;
const inlineKind = `${CodeActionKind.RefactorInline}.loopsmith`;

interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly loopOffset: number;
  readonly transformId: string;
}

/** Serves one connection until it closes. */
export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const log = (message: string) => connection.console.warn(message);
  const workspaces = createWorkspaces(log);
  const guards = createGuards(log);
  const { guard, background } = guards;
  /** What an editor shows is in the user's language; reports and what assistants read are not. */
  let translate: Translate = (answer) => answer;
  const publisher = createPublisher({
    connection,
    documents,
    workspaces,
    guards,
    translate: (marks) => translate(marks),
  });
  const profiles = createProfiles((progress) => void connection.sendNotification(PROFILE_PROGRESS, progress));
  let canWatch = false;
  let tracing = false;
  let formatting = false;

  connection.onInitialize(({ capabilities, initializationOptions, locale }) => {
    translate = translateInto(locale);
    canWatch = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    const options = initializationOptions as { hints?: boolean; tracing?: boolean; formatting?: boolean } | undefined;
    publisher.setHints(options?.hints !== false);
    tracing = options?.tracing === true;
    formatting = options?.formatting === true;
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeActionProvider: {
          codeActionKinds: [actionKind, inlineKind, CodeActionKind.QuickFix],
          resolveProvider: true,
        },
      },
    };
  });

  connection.onInitialized(() => {
    if (!canWatch) return;
    const watchers = [
      { globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}" },
      { globPattern: "**/{tsconfig*,jsconfig,package}.json" },
    ];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });

  documents.onDidChangeContent(({ document }) => {
    const file = fileOf(document.uri);
    if (file === undefined) return;
    workspaces.setDocument(file, document.version, document.getText());
    publisher.schedule(document.uri);
  });

  documents.onDidClose(({ document }) => {
    const file = fileOf(document.uri);
    if (file !== undefined) workspaces.closeDocument(file);
    publisher.forget(document.uri);
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      const file = fileOf(uri);
      if (file !== undefined) workspaces.touch(file);
    }
    publisher.scheduleAll();
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    const own = (settings as { loopsmith?: { hints?: { enabled?: boolean } } } | undefined)?.loopsmith;
    publisher.setHints(own?.hints?.enabled !== false);
  });

  connection.onHover(async ({ textDocument, position }, token) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const file = fileOf(document.uri);
    if (file === undefined) return null;
    // On the head of a loop; where several begin on one line, the innermost that begins before the pointer.
    const isMeant = (each: { readonly line: number; readonly column: number }) =>
      each.line === position.line + 1 && each.column <= position.character + 1;
    const loop = await guard("hover", token, undefined, () => loopReport(workspaces.of(file), file, isMeant, token));
    if (loop === undefined) return null;
    const found = await guard("hover", token, undefined, () =>
      loopVariables(workspaces.of(file), file, isMeant, token),
    );
    const range = headRange(loop, lineOf(document, position.line));
    return translate(toHover(loop, { variables: found, range, hasHints: publisher.showsHints() }));
  });

  connection.onCodeAction(async ({ textDocument, range, context }, token) => {
    const document = documents.get(textDocument.uri);
    const file = fileOf(textDocument.uri);
    if (document === undefined || file === undefined) return [];
    const isAsked = (kind: string) =>
      context.only === undefined || context.only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    const workspace = workspaces.of(file);
    const inline = isAsked(inlineKind)
      ? await guard("codeAction", token, undefined, () => inlineActionAt(workspace, file, start))
      : undefined;
    const back: CodeAction[] = [];
    if (inline !== undefined) {
      const { callOffset, disabledReason } = inline;
      const title = titleOf(inline);
      const data: ActionData = {
        uri: document.uri,
        version: document.version,
        loopOffset: callOffset,
        transformId: inlineId,
      };
      back.push({
        title,
        kind: inlineKind,
        data,
        ...(disabledReason === null ? {} : { disabled: { reason: disabledReason } }),
      });
    }
    // Asked for fixes alone, as for the hover of a hint: the rewrite that is preferred is one. Else it stands among the refactorings.
    const own = context.diagnostics.filter(({ source, code }) => source === "loopsmith" && isRewriteHint(code));
    const asFix = context.only?.includes(CodeActionKind.QuickFix) === true && 0 < own.length;
    if (!asFix && !isAsked(actionKind)) return translate(back);
    const actions = await guard("codeAction", token, [], () => actionsAt(workspace, file, start, end, token));
    const trace = tracing ? actions.find(({ mayTrace }) => mayTrace) : undefined;
    if (trace !== undefined) back.push(traceAction(document, trace.loopOffset));
    const forth = actions.map((action): CodeAction => {
      const data: ActionData = {
        uri: document.uri,
        version: document.version,
        loopOffset: action.loopOffset,
        transformId: action.transformId,
      };
      const title = titleOf(action);
      return {
        title,
        kind: actionKind,
        data,
        ...(action.preferred ? { isPreferred: true } : {}),
        ...(action.disabledReason === null ? {} : { disabled: { reason: action.disabledReason } }),
      };
    });
    if (asFix) {
      const preferred = forth.filter(({ isPreferred, disabled }) => isPreferred === true && disabled === undefined);
      return translate(preferred.map((action) => ({ ...action, kind: CodeActionKind.QuickFix, diagnostics: own })));
    }
    return translate([...forth, ...back]);
  });

  connection.onCodeActionResolve(async (action, token) => {
    // What is done by a command has no data, and is resolved by the editor as well.
    if (action.data === undefined) return action;
    const { uri, version, loopOffset, transformId } = action.data as ActionData;
    const file = fileOf(uri);
    if (file === undefined) return action;
    const workspace = workspaces.of(file);
    const answer = await guard("resolve", token, { kind: "none" } as const, () =>
      transformId === inlineId
        ? planInlineAt(workspace, file, loopOffset, version)
        : planAction(workspace, file, loopOffset, transformId, version, token),
    );
    if (answer.kind === "stale")
      throw new ResponseError(
        -32801,
        translate({ message: "The file has changed since this action was offered. Ask for the actions again." })
          .message,
      );
    if (answer.kind !== "offered") return action;
    const versionOf = (path: string) => documents.get(pathToFileURL(path).href)?.version ?? null;
    const textOf = (path: string) => workspace.readFile(path) ?? "";
    const plan = formatting ? await formattedFor(connection, answer.plan, file, textOf) : answer.plan;
    return { ...action, edit: translate(toWorkspaceEdit(plan, versionOf, textOf)) };
  });

  connection.onRequest(LOOPS_REQUEST, async ({ uri, detail }: LoopsParams, token): Promise<LoopsResult> => {
    const version = documents.get(uri)?.version ?? null;
    return { version, loops: translate(await loopsOf(uri, token, detail ?? "reasons")) };
  });

  connection.onNotification(HEAT_NOTIFICATION, (heat: HeatParams) => publisher.setHeat(heat));

  serveExtras({ connection, workspaces, guard });

  connection.onRequest(SCAN_REQUEST, async (params: ScanParams, token): Promise<ScanResult> => {
    const notify = (progress: object) => void connection.sendNotification(SCAN_PROGRESS, translate(progress));
    return await runScan(params, token, { workspaces, background, notify });
  });

  connection.onRequest(BENCH_REQUEST, async (params: BenchParams, token): Promise<unknown> => {
    const result: BenchResult = await runBenchRequest(params, token, workspaces, connection);
    return result;
  });

  connection.onRequest(PROFILE_REQUEST, async (params: ProfileParams, token): Promise<unknown> => {
    const result: ProfileResult = await profiles.run(params, token);
    return result;
  });

  connection.onNotification(PROFILE_END, ({ id }: ProfileEnd) => profiles.end(id));

  connection.onRequest(RENDER_REQUEST, ({ report, format }: RenderParams) => {
    switch (format) {
      case "html":
        return printHtml(report);
      case "md":
        return printMarkdown(report);
      case "inline":
        return printInline(report);
      case "text":
        return printText(report);
    }
  });

  documents.listen(connection);
  connection.listen();

  function loopsOf(
    uri: string,
    token: Parameters<typeof guard>[1],
    detail: ReportDetail,
  ): Promise<readonly LoopReport[]> {
    const file = fileOf(uri);
    if (file === undefined) return Promise.resolve([]);
    return guard("loops", token, [], () => loopReports(workspaces.of(file), file, token, detail));
  }
}

function isRewriteHint(code: string | number | undefined): boolean {
  return typeof code === "string" && code.startsWith("parallel-");
}

/** The editor's own command, which asks for the program to run; other editors do not have it. */
function traceAction(document: TextDocument, loopOffset: number): CodeAction {
  const title = "Check by running what the analysis cannot decide…";
  const line = document.positionAt(loopOffset).line + 1;
  return { title, kind: actionKind, command: { title, command: TRACE_COMMAND, arguments: [document.uri, line] } };
}

/** `loopsmith lsp --stdio`. Resolves when the connection has been closed. */
export function startOnStdio(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  startServer(connection);
  return new Promise((resolve) => connection.onExit(() => resolve()));
}
