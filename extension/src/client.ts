// The connection to the language server: start, restart, stop, and the requests that go beyond the protocol.
import * as vscode from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import { readConfig } from "./config.js";
import { formatOptions } from "./formatOptions.js";
import { keepOpen } from "./keepOpen.js";
import { languages } from "./languages.js";
import {
  BENCH_PROGRESS,
  BENCH_REQUEST,
  type BenchParams,
  type BenchProgress,
  type BenchResult,
  FORMAT_OPTIONS_REQUEST,
  type FormatOptionsParams,
  HEAT_NOTIFICATION,
  type HeatParams,
  INSTALL_REQUEST,
  type InstallParams,
  type InstallResult,
  LOOPS_REQUEST,
  type LoopsParams,
  type LoopsResult,
  OBSERVED_EDIT_REQUEST,
  type ObservedEditParams,
  type ObservedEditResult,
  PROFILE_END,
  PROFILE_PROGRESS,
  PROFILE_REQUEST,
  type ProfileEnd,
  type ProfileParams,
  type ProfileProgress,
  type ProfileResult,
  RENDER_REQUEST,
  type RenderParams,
  SCAN_PROGRESS,
  SCAN_REQUEST,
  type ScanParams,
  type ScanProgress,
  type ScanResult,
  TOOL_REQUEST,
  type ToolAnswer,
  type ToolParams,
  TRACE_REQUEST,
  type TraceParams,
  type TraceRequestResult,
  VARIABLES_REQUEST,
  type VariablesParams,
  type VariablesResult,
} from "./protocol.js";
import { t } from "./text.js";
import { nextTurn } from "./turns.js";

export interface Server {
  /** For the requests of the protocol itself. */
  readonly client: LanguageClient;
  /** Resolves when the server answers for the first time. */
  readonly ready: Promise<void>;
  readonly onRestart: vscode.Event<void>;
  readonly onBenchProgress: vscode.Event<BenchProgress>;
  readonly onScanProgress: vscode.Event<ScanProgress>;
  readonly onProfileProgress: vscode.Event<ProfileProgress>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Every loop of one open document. */
  loops(
    uri: vscode.Uri,
    detail: NonNullable<LoopsParams["detail"]>,
    token?: vscode.CancellationToken,
  ): Promise<LoopsResult>;
  bench(params: BenchParams, token: vscode.CancellationToken): Promise<BenchResult>;
  render(params: RenderParams): Promise<string>;
  /** Says which loops are hot: now, and to each server that is started later. */
  setHeat(heat: HeatParams): void;
  /** The loops of many files; they come by `onScanProgress`. */
  scan(params: ScanParams, token: vscode.CancellationToken): Promise<ScanResult>;
  profile(params: ProfileParams, token: vscode.CancellationToken): Promise<ProfileResult>;
  /** Ends the command of a profile under way; what is known by then is the profile's answer. */
  endProfile(end: ProfileEnd): Promise<void>;
  variables(params: VariablesParams): Promise<VariablesResult>;
  trace(params: TraceParams, token: vscode.CancellationToken): Promise<TraceRequestResult>;
  observedEdit(params: ObservedEditParams): Promise<ObservedEditResult>;
  tool(params: ToolParams, token: vscode.CancellationToken): Promise<ToolAnswer>;
  install(params: InstallParams, token?: vscode.CancellationToken): Promise<InstallResult>;
}

/**
 * Starts the bundled server.
 * @param module absolute path of the server's bundle
 */
export function startServer(module: string): Server {
  const client = new LanguageClient("loopsmith", "Loopsmith", serverOptions(module), clientOptions());
  const restarted = new vscode.EventEmitter<void>();
  const progressed = new vscode.EventEmitter<BenchProgress>();
  const scanned = new vscode.EventEmitter<ScanProgress>();
  const profiled = new vscode.EventEmitter<ProfileProgress>();
  client.onNotification(BENCH_PROGRESS, (progress: BenchProgress) => progressed.fire(progress));
  client.onNotification(SCAN_PROGRESS, (progress: ScanProgress) => scanned.fire(progress));
  client.onNotification(PROFILE_PROGRESS, (progress: ProfileProgress) => profiled.fire(progress));
  client.onRequest(FORMAT_OPTIONS_REQUEST, ({ uri }: FormatOptionsParams) =>
    formatOptions(client.protocol2CodeConverter.asUri(uri)),
  );
  let heat: HeatParams = { files: [] };
  const sendHeat = () => {
    if (client.isRunning()) void client.sendNotification(HEAT_NOTIFICATION, heat);
  };
  const states = client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) sendHeat();
  });
  // In a turn of its own: making the client takes as long as starting it.
  const ready = nextTurn().then(() => client.start());
  // The client itself tells the user about a failed start, and its requests wait for the latest start, not for this first one.
  ready.catch(() => undefined);
  return {
    client,
    ready,
    onRestart: restarted.event,
    onBenchProgress: progressed.event,
    onScanProgress: scanned.event,
    onProfileProgress: profiled.event,
    restart,
    stop,
    loops,
    bench,
    render,
    setHeat: (wanted) => {
      heat = wanted;
      sendHeat();
    },
    scan,
    profile,
    endProfile: (end) => client.sendNotification(PROFILE_END, end),
    variables: (params) => client.sendRequest(VARIABLES_REQUEST, params),
    trace: (params, token) => client.sendRequest(TRACE_REQUEST, params, token),
    observedEdit: (params) => client.sendRequest(OBSERVED_EDIT_REQUEST, params),
    tool: (params, token) => client.sendRequest(TOOL_REQUEST, params, token),
    install: (params, token) =>
      token === undefined
        ? client.sendRequest(INSTALL_REQUEST, params)
        : client.sendRequest(INSTALL_REQUEST, params, token),
  };

  async function restart(): Promise<void> {
    // A server that has ended too often is not running, and cannot be stopped.
    await (client.isRunning() ? client.restart() : client.start());
    restarted.fire();
  }

  async function stop(): Promise<void> {
    states.dispose();
    restarted.dispose();
    progressed.dispose();
    scanned.dispose();
    profiled.dispose();
    await client.stop();
  }

  async function loops(
    uri: vscode.Uri,
    detail: NonNullable<LoopsParams["detail"]>,
    token?: vscode.CancellationToken,
  ): Promise<LoopsResult> {
    const params: LoopsParams = { uri: client.code2ProtocolConverter.asUri(uri), detail };
    // An argument that is there but undefined would be sent as a second parameter.
    return await (token === undefined
      ? client.sendRequest(LOOPS_REQUEST, params)
      : client.sendRequest(LOOPS_REQUEST, params, token));
  }

  async function bench(params: BenchParams, token: vscode.CancellationToken): Promise<BenchResult> {
    return await client.sendRequest(BENCH_REQUEST, params, token);
  }

  async function scan(params: ScanParams, token: vscode.CancellationToken): Promise<ScanResult> {
    return await client.sendRequest(SCAN_REQUEST, params, token);
  }

  async function profile(params: ProfileParams, token: vscode.CancellationToken): Promise<ProfileResult> {
    return await client.sendRequest(PROFILE_REQUEST, params, token);
  }

  async function render(params: RenderParams): Promise<string> {
    return await client.sendRequest(RENDER_REQUEST, params);
  }
}

function serverOptions(module: string): ServerOptions {
  const transport = TransportKind.ipc;
  return {
    run: { module, transport },
    debug: { module, transport, options: { execArgv: ["--nolazy", "--inspect=6019"] } },
  };
}

function clientOptions(): LanguageClientOptions {
  // Only files on disk: a loop is judged within its program, and a virtual document has none.
  const documentSelector = languages.map((language) => ({ language, scheme: "file" }));
  return {
    documentSelector,
    initializationOptions: { hints: readConfig().hints, tracing: true, formatting: true },
    synchronize: { configurationSection: "loopsmith" },
    errorHandler: restartThrice(),
    middleware: {
      resolveCodeAction: async (action, token, next) => {
        const resolved = await next(action, token);
        if (resolved?.edit !== undefined) await keepOpen(resolved.edit);
        return resolved;
      },
    },
  };
}

/** A server that ends is started again, but not for ever. */
function restartThrice(): NonNullable<LanguageClientOptions["errorHandler"]> {
  const ends: number[] = [];
  const withinMs = 180_000;
  return {
    error: () => ({ action: ErrorAction.Continue }),
    closed: (): CloseHandlerResult => {
      ends.push(Date.now());
      const lately = ends.filter((end) => Date.now() - end < withinMs);
      if (lately.length < 4) return { action: CloseAction.Restart };
      const message = t(
        "Loopsmith's language server has ended four times within three minutes. Look at the output channel “Loopsmith”, then run “Loopsmith: Restart Language Server”.",
      );
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
