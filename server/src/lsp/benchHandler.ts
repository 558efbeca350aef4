// The benchmark request: hands over to the bench layer, reports progress, ends with the request's token.
import { fileURLToPath } from "node:url";
import type { CancellationToken, Connection } from "vscode-languageserver";
import { findUserNode } from "../bench/userNode.js";
import type { BenchParams, BenchProgress, BenchResult } from "./protocol.js";
import { BENCH_PROGRESS } from "./protocol.js";
import type { Workspaces } from "./workspaces.js";

export async function runBenchRequest(
  params: BenchParams,
  token: CancellationToken,
  workspaces: Workspaces,
  connection: Connection,
): Promise<BenchResult> {
  const file = fileURLToPath(params.uri);
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const { benchLoop } = await import("../bench/bench.js");
  const node = await findUserNode({ folder: params.cwd, setting: params.node });
  if ("kind" in node) return node;
  const notify = (message: string, done: number | null) => {
    const progress: BenchProgress = { uri: params.uri, line: params.line, message, done };
    void connection.sendNotification(BENCH_PROGRESS, progress);
  };
  return await benchLoop({
    cwd: params.cwd,
    file,
    line: params.line,
    command: params.command,
    workspace: workspaces.of(file),
    signal: abort.signal,
    node,
    ...(params.seconds === undefined ? {} : { limits: { measureMs: params.seconds * 1000 } }),
    onProgress: ({ message, done }) => notify(message, done),
  });
}
