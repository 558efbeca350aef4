// Rewrites a loop: asks the server for the loop's code actions and applies the preferred one.
import * as vscode from "vscode";
import type { CodeAction } from "vscode-languageclient/node";
import type { Server } from "../client.js";
import { keepOpen } from "../keepOpen.js";
import { ACTION_KIND } from "../protocol.js";
import { showDocument } from "../showDocument.js";
import { t } from "../text.js";
import type { InlineReports } from "../views/inlineReport.js";
import { offerRunner } from "./installRunner.js";
import { type Target, targetLoop } from "./target.js";

/** @returns whether an edit was applied; an edit that needs review is shown in the refactor preview first */
export async function applyParallel(
  server: Server,
  inline: InlineReports,
  uri?: unknown,
  line?: unknown,
): Promise<boolean> {
  const location = vscode.ProgressLocation.Window;
  // On a large file this takes seconds, in which nothing else would be seen.
  const found = await vscode.window.withProgress(
    { location, title: t("Loopsmith: preparing the rewrite") },
    async () => {
      const target = await targetLoop(server, uri, line);
      return target === undefined ? undefined : { target, actions: await actionsOf(server, target) };
    },
  );
  if (found === undefined) return false;
  const { target, actions } = found;
  const action = await choose(actions);
  if (action === undefined) return false;
  const resolved = await server.client.sendRequest<CodeAction>("codeAction/resolve", action);
  if (resolved.edit === undefined) {
    void vscode.window.showWarningMessage(t("This loop has changed in the meantime. Run the command again."));
    return false;
  }
  await showDocument(target.document, { preserveFocus: true });
  const edit = await server.client.protocol2CodeConverter.asWorkspaceEdit(resolved.edit);
  await keepOpen(edit);
  const applied = await inline.whileRewriting(target.document.uri, target.loop.line, async () =>
    vscode.workspace.applyEdit(edit, { isRefactoring: true }),
  );
  if (applied) void offerRunner(server, target.document);
  return applied;
}

async function actionsOf(server: Server, { document, loop }: Target): Promise<readonly CodeAction[]> {
  const at = { line: loop.line - 1, character: loop.column - 1 };
  const params = {
    textDocument: server.client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: { start: at, end: at },
    context: { diagnostics: [], only: [ACTION_KIND] },
  };
  return (await server.client.sendRequest<CodeAction[] | null>("textDocument/codeAction", params)) ?? [];
}

/** The preferred one; without one, the user chooses, and hears the reason where nothing is offered. */
async function choose(actions: readonly CodeAction[]): Promise<CodeAction | undefined> {
  const offered = actions.filter(({ disabled }) => disabled === undefined);
  const preferred = offered.find(({ isPreferred }) => isPreferred) ?? (offered.length === 1 ? offered[0] : undefined);
  if (preferred !== undefined) return preferred;
  if (offered.length === 0) {
    const reason = actions.find(({ disabled }) => disabled !== undefined)?.disabled?.reason;
    void vscode.window.showWarningMessage(
      reason ?? t("Loopsmith offers no rewrite of this loop. “Explain Loop” says why."),
    );
    return undefined;
  }
  const items = offered.map((action) => ({ label: action.title, action }));
  return (await vscode.window.showQuickPick(items, { title: t("Run on all cores"), placeHolder: t("How?") }))?.action;
}
