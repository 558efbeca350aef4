// The only reader of settings.
import * as vscode from "vscode";

export interface Config {
  readonly lens: boolean;
  readonly hints: boolean;
  /** Command line to benchmark with; empty: ask. */
  readonly benchCommand: string;
  /** The Node to measure with; empty: the project's own. */
  readonly nodePath: string;
  /** Time budget of the timed runs, in seconds. */
  readonly benchSeconds: number;
}

/** @param scope document or folder whose settings hold */
export function readConfig(scope?: vscode.Uri): Config {
  const settings = vscode.workspace.getConfiguration("loopsmith", scope);
  return {
    lens: settings.get("lens.enabled", true),
    hints: settings.get("hints.enabled", true),
    benchCommand: settings.get("bench.command", "").trim(),
    nodePath: settings.get("node.path", "").trim(),
    benchSeconds: settings.get("bench.seconds", 20),
  };
}

/** Calls back after any of our settings has changed. */
export function onConfigChange(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("loopsmith")) changed();
  });
}
