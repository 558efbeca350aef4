// Installs the runtime of rewritten loops: offered after a rewrite where it is missing, and by a command of its own.
import path from "node:path";
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { t } from "../text.js";
import { commandIds } from "./ids.js";
import { messageOf, problem, refuse } from "./outcome.js";

/** After a rewrite. Not awaited by who rewrites: the message stays until the user answers it. */
export async function offerRunner(server: Server, document: vscode.TextDocument): Promise<void> {
  const folder = path.dirname(document.uri.fsPath);
  const known = await server.install({ folder, dry: true });
  if (known.kind !== "missing") return;
  const name = path.basename(document.uri.fsPath);
  const message = t("{0} now needs the package @loopsmith/runner, which is not installed.", name);
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      `${message} ${t("Trust this workspace to install it, or run your package manager.")}`,
    );
    return;
  }
  const button = t("Install It");
  if ((await vscode.window.showInformationMessage(message, button)) === button)
    await vscode.commands.executeCommand(commandIds.installRunner, vscode.Uri.file(folder));
}

/**
 * @param where a folder of the package; left out: that of the active file, else the workspace's first
 * @returns how it ended; the user has been told
 */
export async function installRunner(
  server: Server,
  where?: unknown,
): Promise<"installed" | "there" | "problem" | "not started"> {
  if (!vscode.workspace.isTrusted)
    return refuse(
      t("To install a package may run its scripts, and this workspace is not trusted. Trust it, then install again."),
    );
  const folder = where instanceof vscode.Uri ? where.fsPath : presentFolder();
  if (folder === undefined) return refuse(t("No folder is open. Open the folder of your program first."));
  const title = t("Installing @loopsmith/runner");
  const location = vscode.ProgressLocation.Notification;
  try {
    const result = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
      server.install({ folder, dry: false }, token),
    );
    switch (result.kind) {
      case "problem":
        return problem(result.message, result.help);
      case "there":
        void vscode.window.showInformationMessage(t("@loopsmith/runner is there already: {0}", result.message));
        return "there";
      default:
        void vscode.window.showInformationMessage(result.message);
        return "installed";
    }
  } catch (error) {
    return problem(
      t("The package could not be installed: {0}.", messageOf(error)),
      t("Look at the output channel “Loopsmith”."),
    );
  }
}

function presentFolder(): string | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === "file") return path.dirname(active.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
