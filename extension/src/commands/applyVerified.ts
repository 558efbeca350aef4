// Apply and verify: the loop is measured in a shadow copy first, and rewritten only where both versions gave equal results.
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { t } from "../text.js";
import type { InlineReports } from "../views/inlineReport.js";
import type { Benchmarks } from "./benchmarkLoop.js";
import { targetLoop } from "./target.js";
import { type Verified, verified } from "./verified.js";

export interface VerifyParts {
  readonly server: Server;
  readonly benchmarks: Benchmarks;
  readonly inline: InlineReports;
  /** Rewrites the loop that begins on a line, from 1; answers whether it has. */
  readonly apply: (uri: vscode.Uri, line: number) => Promise<boolean>;
}

/** @returns whether an edit was applied; the user has been told why not */
export async function applyVerified(parts: VerifyParts, uri?: unknown, line?: unknown): Promise<boolean> {
  const { server, benchmarks, inline, apply } = parts;
  const target = await targetLoop(server, uri, line);
  if (target === undefined) return false;
  const { document, loop } = target;
  if ((await benchmarks.run(document.uri, loop.line)) !== "measured") return false;
  const { version } = document;
  const found = inline.last(document.uri, loop.line);
  if (found?.report == null) return false;
  if (found.stale) {
    void vscode.window.showWarningMessage(
      t("The loop has changed while it was measured, so it is left as it is. Run the command again."),
    );
    return false;
  }
  if (!(await agrees(verified(found.report))) || document.version !== version) return false;
  return await apply(document.uri, loop.line);
}

/** Where it does not pay the user is asked; where the results differ, nothing is asked. */
async function agrees({ verdict, message }: Verified): Promise<boolean> {
  if (verdict === "yes") return true;
  if (verdict === "no") {
    void vscode.window.showErrorMessage(message);
    return false;
  }
  const anyway = t("Rewrite anyway");
  return (await vscode.window.showWarningMessage(message, anyway)) === anyway;
}
