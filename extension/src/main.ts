// Entry of the extension: makes the parts and wires them; nothing else.
import path from "node:path";
import type * as vscode from "vscode";
import { type Server, startServer } from "./client.js";
import { createBenchmarks } from "./commands/benchmarkLoop.js";
import { registerCommands } from "./commands/index.js";
import { createReportPanel } from "./commands/showReport.js";
import { createInlineReports, type InlineReport } from "./views/inlineReport.js";
import { provideLoopLenses } from "./views/loopLenses.js";

/** What other extensions and the tests can ask. */
export interface Api {
  /** Resolves when the language server answers. */
  readonly ready: Promise<void>;
  /** What stands after the first lines of loops, running benchmarks included. */
  inlineReports(): readonly InlineReport[];
  /** The newest finished one. */
  lastInlineReport(): InlineReport | undefined;
}

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const started = startServer(context.asAbsolutePath(path.join("dist", "server.cjs")));
  server = started;
  const inline = createInlineReports();
  const memory = context.workspaceState;
  const benchmarks = createBenchmarks(started, inline, memory);
  const panel = createReportPanel(started, inline);
  context.subscriptions.push(
    inline,
    provideLoopLenses(started, inline),
    registerCommands({ server: started, inline, benchmarks, panel, memory }),
  );
  return { ready: started.ready, inlineReports: inline.all, lastInlineReport: () => inline.last() };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
