// Entry of the extension: makes the parts and wires them; nothing else.
import path from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client.js";
import { createBenchmarks } from "./commands/benchmarkLoop.js";
import { createTraces } from "./commands/checkByRunning.js";
import { registerCommands } from "./commands/index.js";
import { createProgramProfiles, type ProgramProfiles } from "./commands/profileProgram.js";
import { createReportPanel } from "./commands/showReport.js";
import { createLoopHeat, type LoopHeat } from "./heat.js";
import { createLoopScan, type LoopScan } from "./loopScan.js";
import { useTranslation } from "./text.js";
import { registerTools } from "./tools.js";
import { inTurns, nextTurn } from "./turns.js";
import { createInlineReports, type InlineReport } from "./views/inlineReport.js";
import { provideLoopLenses } from "./views/loopLenses.js";
import { createLoopsView, type LoopsView } from "./views/loopsView.js";
import { createVariableColours, type VariableColours } from "./views/variableColours.js";

/** What other extensions and the tests can ask. */
export interface Api {
  /** Resolves when the language server answers. */
  readonly ready: Promise<void>;
  /** What stands after the first lines of loops, running benchmarks included. */
  inlineReports(): readonly InlineReport[];
  /** The newest finished one. */
  lastInlineReport(): InlineReport | undefined;
  readonly scan: Pick<LoopScan, "state" | "files">;
  readonly loops: Pick<LoopsView, "groups" | "setFilter">;
  readonly profiles: Pick<ProgramProfiles, "state">;
  readonly heat: Pick<LoopHeat, "of" | "marked">;
  readonly colours: Pick<VariableColours, "shown">;
}

let server: Server | undefined;

/** Loaded in one go the client's library would keep the thread for longer than all that follows; so its larger parts come first. */
const libraries = [
  () => import("vscode-jsonrpc/node"),
  () => import("vscode-languageserver-protocol/node"),
  () => import("vscode-languageclient/$test/common/codeConverter"),
  () => import("vscode-languageclient/$test/common/client"),
  () => import("vscode-languageclient/node"),
];

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  useTranslation((message, ...values) => vscode.l10n.t(message, ...values));
  await inTurns(libraries);
  const { startServer } = await import("./client.js");
  const started = startServer(context.asAbsolutePath(path.join("dist", "server.cjs")));
  server = started;
  await nextTurn();
  const memory = context.workspaceState;
  const inline = createInlineReports(memory);
  const benchmarks = createBenchmarks(started, inline, memory);
  const panel = createReportPanel(started, inline);
  const scan = createLoopScan(started);
  const heat = createLoopHeat(context.asAbsolutePath(path.join("extension", "images")));
  const loops = createLoopsView(scan, heat, memory);
  const colours = createVariableColours(started);
  const extensionId = context.extension.id;
  const profiles = createProgramProfiles({ server: started, heat, loops, memory });
  context.subscriptions.push(
    heat.onChange(() => started.setHeat(heat.hot())),
    inline,
    scan,
    heat,
    loops,
    profiles,
    colours,
    registerTools(started),
    provideLoopLenses(started, inline, heat),
    registerCommands({
      server: started,
      inline,
      benchmarks,
      panel,
      memory,
      scan,
      loops,
      profiles,
      heat,
      colours,
      traces: createTraces(started, memory),
      extensionId,
    }),
  );
  return {
    ready: started.ready,
    inlineReports: inline.all,
    lastInlineReport: () => inline.last(),
    scan,
    loops,
    profiles,
    heat,
    colours,
  };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
