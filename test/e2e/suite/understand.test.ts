// What helps to understand and to trust a rewrite: coloured variables, the hover's bytes, apply and verify, the missing runtime.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Api } from "../../../extension/src/main.js";
import { api, folder, lenses, lineOf, open, revertAll, until } from "./support.js";

const settings = () => vscode.workspace.getConfiguration("loopsmith");
const set = (name: string, value: unknown) => settings().update(name, value, vscode.ConfigurationTarget.Workspace);

describe("variables of a loop", () => {
  let exported: Api;
  before(async () => {
    exported = await api();
  });
  after(revertAll);

  it("are coloured by what becomes of them, until the text changes", async () => {
    const document = await open("slow.ts");
    const line = lineOf(document, "for (let y");
    assert.equal(await vscode.commands.executeCommand("loopsmith.showVariables", document.uri, line), true);
    // width and height twice, limit; y and x four times, row three times; rows.
    const counts = exported.colours.shown()!;
    assert.deepEqual(counts, { "live-in": 5, private: 11, carried: 1 });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "// one more line\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(exported.colours.shown(), undefined);
  });

  it("are not where there is no loop", async () => {
    await vscode.commands.executeCommand("loopsmith.hideVariables");
    const document = await open("refused.ts");
    assert.equal(await vscode.commands.executeCommand("loopsmith.showVariables", document.uri, 1), false);
    assert.equal(exported.colours.shown(), undefined);
  });
});

describe("apply and verify", () => {
  before(async () => {
    await api();
    await set("bench.seconds", 1);
    await set("bench.command", "node main.mjs");
  });
  after(async () => {
    await set("bench.seconds", undefined);
    await set("bench.command", undefined);
    await vscode.commands.executeCommand("loopsmith.clearResults");
    await revertAll();
  });

  const run = (document: vscode.TextDocument, text: string) =>
    vscode.commands.executeCommand<boolean>("loopsmith.applyVerified", document.uri, lineOf(document, text));

  it("measures first, and rewrites where that is surely faster; else it asks, and without an answer leaves the loop", async () => {
    const exported = await api();
    const document = await open("slow.mjs");
    const before = document.getText();
    let ended: boolean | undefined;
    void run(document, "for (let start").then((applied) => {
      ended = applied;
    });
    // On a busy machine it may not be surely faster; then the question stands as a notification, which is closed here.
    const applied = await until("the end", async () => {
      const measured = exported.lastInlineReport();
      if (measured !== undefined && ended === undefined) await vscode.commands.executeCommand("notifications.clearAll");
      return ended === undefined ? undefined : { ended };
    });
    assert.equal(exported.lastInlineReport()?.report?.comparison.outcome, "equal");
    assert.equal(/parallelMap/.test(document.getText()), applied.ended);
    assert.equal(document.getText() === before, !applied.ended);
    if (!applied.ended) return;
    assert.ok(await vscode.workspace.saveAll(false));
    await vscode.workspace.fs.writeFile(document.uri, Buffer.from(before));
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), "slow.kernels.mjs"));
    await until("the file as it was", () => document.getText() === before);
  });

  it("changes nothing where the program cannot be measured", async () => {
    const document = await open("slow.mjs");
    const before = document.getText();
    await set("bench.command", "node missing.mjs");
    assert.equal(await run(document, "for (let start"), false);
    assert.equal(document.getText(), before);
  });
});

describe("the runtime of rewritten loops", () => {
  before(api);

  it("is not installed where there is no package, and the reason is told", async () => {
    const outside = vscode.Uri.file("/");
    assert.equal(await vscode.commands.executeCommand("loopsmith.installRunner", outside), "problem");
  });

  it("is installed into the package from what the extension carries, without a network", async () => {
    const place = vscode.Uri.joinPath(folder(), "package-of-its-own");
    await vscode.workspace.fs.createDirectory(place);
    const manifest = vscode.Uri.joinPath(place, "package.json");
    await vscode.workspace.fs.writeFile(manifest, Buffer.from('{ "name": "own", "private": true }\n'));
    assert.equal(await vscode.commands.executeCommand("loopsmith.installRunner", place), "installed");
    const text = Buffer.from(await vscode.workspace.fs.readFile(manifest)).toString();
    assert.match(text, /"@loopsmith\/runner": "file:vendor\/loopsmith-runner-/);
    assert.equal(await vscode.commands.executeCommand("loopsmith.installRunner", place), "there");
    await vscode.workspace.fs.delete(place, { recursive: true });
  });
});

describe("what is no file on disk", () => {
  before(api);
  after(revertAll);

  it("is refused politely: a notebook's cell, a text that was never saved", async () => {
    const cell = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      "let s = 0;\nfor (let i = 0; i < 9; i++) s += i;",
      "javascript",
    );
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData([cell]));
    const { document } = notebook.cellAt(0);
    assert.equal(document.uri.scheme, "vscode-notebook-cell");
    assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", document.uri, 2), false);
    const text = await vscode.workspace.openTextDocument({ language: "typescript", content: document.getText() });
    assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", text.uri, 2), false);
    assert.deepEqual(
      vscode.languages.getDiagnostics(text.uri).filter(({ source }) => source === "loopsmith"),
      [],
    );
  });

  it("is refused politely: a file of a virtual workspace, in which the extension says that it does not run", async () => {
    const { packageJSON } = vscode.extensions.getExtension("loopsmith.loopsmith-vscode")!;
    const { capabilities } = packageJSON as { capabilities: { virtualWorkspaces: { supported: boolean } } };
    assert.equal(capabilities.virtualWorkspaces.supported, false);
    const shown = vscode.workspace.registerTextDocumentContentProvider("remote-repository", {
      provideTextDocumentContent: () => "for (let i = 0; i < 9; i++) console.log(Math.sqrt(i));\n",
    });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse("remote-repository:/work/a.ts"));
      await vscode.window.showTextDocument(document);
      assert.equal(document.languageId, "typescript");
      assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores"), false);
      assert.equal(await vscode.commands.executeCommand("loopsmith.benchmarkLoop", document.uri, 1), "not started");
      assert.deepEqual(await lenses(document), []);
      const own = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "loopsmith");
      assert.deepEqual(own, []);
    } finally {
      shown.dispose();
    }
  });
});
