// The requests beside the language server's own that lean on the command line's functions: variables, tools for assistants, installing.
import { loopVariables } from "./analysis/variables.js";
import { runInstall } from "./installRequest.js";
import { fileOf } from "./lsp/fileOf.js";
import type { createGuards } from "./lsp/guard.js";
import {
  BENCH_PROGRESS,
  type BenchProgress,
  INSTALL_REQUEST,
  type InstallParams,
  type InstallResult,
  OBSERVED_EDIT_REQUEST,
  type ObservedEditParams,
  type ObservedEditResult,
  TOOL_REQUEST,
  type ToolAnswer,
  type ToolParams,
  TRACE_REQUEST,
  type TraceParams,
  type TraceRequestResult,
  VARIABLES_REQUEST,
  type VariablesParams,
  type VariablesResult,
} from "./lsp/protocol.js";
import type { Workspaces } from "./lsp/workspaces.js";
import { runTool } from "./toolRequest.js";
import { planObserved, runTrace } from "./traceRequest.js";

type Token = Parameters<ReturnType<typeof createGuards>["guard"]>[1];

/** What is used of the protocol's connection. */
interface Asked {
  onRequest<P>(name: string, handler: (params: P, token: Token) => Promise<unknown>): unknown;
  sendNotification(name: string, params: object): unknown;
  readonly workspace: { applyEdit(params: { label: string; edit: object }): Promise<{ readonly applied: boolean }> };
}

export interface Extras {
  readonly connection: Asked;
  readonly workspaces: Workspaces;
  readonly guard: ReturnType<typeof createGuards>["guard"];
}

export function serveExtras({ connection, workspaces, guard }: Extras): void {
  connection.onRequest(VARIABLES_REQUEST, async ({ uri, line }: VariablesParams, token): Promise<VariablesResult> => {
    const file = fileOf(uri);
    if (file === undefined) return { loop: null };
    const isMeant = (start: { readonly line: number }, endLine: number) => start.line <= line && line <= endLine;
    const loop = await guard("variables", token, undefined, () =>
      loopVariables(workspaces.of(file), file, isMeant, token),
    );
    return { loop: loop ?? null };
  });

  connection.onRequest(TOOL_REQUEST, async (params: ToolParams, token): Promise<ToolAnswer> => {
    const applyEdit = async (documentChanges: readonly object[]) => {
      const edit = { documentChanges: [...documentChanges] };
      return (await connection.workspace.applyEdit({ label: "Loopsmith", edit })).applied;
    };
    return await runTool(params, signalOf(token), applyEdit);
  });

  connection.onRequest(TRACE_REQUEST, async (params: TraceParams, token): Promise<unknown> => {
    const onProgress = (message: string) => {
      const progress: BenchProgress = { uri: params.uri, line: params.line, message, done: null };
      void connection.sendNotification(BENCH_PROGRESS, progress);
    };
    const result: TraceRequestResult = await runTrace(params, { workspaces, signal: signalOf(token), onProgress });
    return result;
  });

  connection.onRequest(OBSERVED_EDIT_REQUEST, async (params: ObservedEditParams, token): Promise<unknown> => {
    const failed: ObservedEditResult = {
      kind: "problem",
      message: "The rewrite could not be made.",
      help: "Look at the output channel “Loopsmith”.",
    };
    return await guard<ObservedEditResult>("observed", token, failed, () => planObserved(params, workspaces));
  });

  connection.onRequest(INSTALL_REQUEST, async (params: InstallParams, token): Promise<unknown> => {
    const result: InstallResult = await runInstall(params, signalOf(token));
    return result;
  });
}

function signalOf(token: { onCancellationRequested(listener: () => void): unknown }): AbortSignal {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
