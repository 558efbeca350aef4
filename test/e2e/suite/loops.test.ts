// What the editor says about loops: hints, lenses, hovers; and what it does not say.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { api, hints, lenses, lineOf, open, positionOf, revertAll, until } from "./support.js";

describe("loops in the editor", () => {
  before(api);
  after(revertAll);

  it("marks a loop that can run on all cores with a hint, and no other", async () => {
    const document = await open("slow.ts");
    const found = await until("a hint", () => hints(document).length > 0 && hints(document));
    assert.deepEqual(
      found.map(({ range, severity }) => [range.start.line + 1, severity]),
      [[lineOf(document, "for (let y"), vscode.DiagnosticSeverity.Hint]],
    );
    assert.match(found[0]!.message, /can run on all cores/);
  });

  it("puts lenses above it, and above no other", async () => {
    const document = await open("slow.ts");
    const line = lineOf(document, "for (let y");
    const titles = await until("lenses", async () => {
      const shown = await lenses(document);
      return shown.length > 0 && shown;
    });
    assert.deepEqual(titles, [`${line}: Run on all cores`, `${line}: Benchmark`, `${line}: Why?`]);
  });

  it("names line and variable where a loop has to run in order", async () => {
    const document = await open("refused.ts");
    const text = await hoverOf(document, "for (let step");
    assert.match(text, /has to run in order/);
    assert.match(text, new RegExp(`line ${lineOf(document, "guess = (guess")}\\b`));
    assert.match(text, /`guess`/);
  });

  it("gives such a loop neither hint nor lens nor an action to apply", async () => {
    const document = await open("refused.ts");
    await hoverOf(document, "for (let step");
    assert.deepEqual(hints(document), []);
    assert.deepEqual(await lenses(document), []);
    const at = positionOf(document, "for (let step");
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new vscode.Range(at, at),
      "refactor.rewrite.loopsmith",
    );
    // The editor hands out only actions that can be applied.
    assert.deepEqual(actions, []);
  });

  it("follows edits: a dependence that comes takes the hint away, undo brings it back", async () => {
    const document = await open("slow.ts");
    await until("a hint", () => hints(document).length > 0);
    const edit = new vscode.WorkspaceEdit();
    const place = positionOf(document, "rows.push(row)").translate(0, -1);
    edit.insert(document.uri, place, "if (rows.length > 3 && rows[y - 1]![0]! > 5) limit = limit / 2;\n    ");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until("no hint on the outer loop", () =>
      hints(document).every(({ range }) => range.start.line !== lineOf(document, "for (let y") - 1),
    );
    await vscode.commands.executeCommand("undo");
    await until("the hint again", () => hints(document).length > 0);
  });

  it("takes hints and lenses away when the settings say so", async () => {
    const document = await open("slow.ts");
    await until("a hint", () => hints(document).length > 0);
    const settings = vscode.workspace.getConfiguration("loopsmith");
    await settings.update("hints.enabled", false, vscode.ConfigurationTarget.Workspace);
    await settings.update("lens.enabled", false, vscode.ConfigurationTarget.Workspace);
    await until("no hints", () => hints(document).length === 0);
    await until("no lenses", async () => (await lenses(document)).length === 0);
    await settings.update("hints.enabled", undefined, vscode.ConfigurationTarget.Workspace);
    await settings.update("lens.enabled", undefined, vscode.ConfigurationTarget.Workspace);
    await until("hints again", () => hints(document).length > 0);
    await until("lenses again", async () => (await lenses(document)).length === 3);
  });

  it("goes on after a restart of the server", async () => {
    const document = await open("slow.ts");
    await vscode.commands.executeCommand("loopsmith.restartServer");
    await until("lenses again", async () => (await lenses(document)).length === 3);
    await until("hints again", () => hints(document).length > 0);
  });
});

async function hoverOf(document: vscode.TextDocument, text: string): Promise<string> {
  return await until("a hover of Loopsmith", async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      positionOf(document, text),
    );
    const parts = hovers
      .flatMap(({ contents }) => contents)
      .map((part) => (typeof part === "string" ? part : part.value));
    return parts.find((part) => part.includes("Loopsmith"));
  });
}
