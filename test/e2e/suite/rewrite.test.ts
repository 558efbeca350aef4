// The rewrite as the editor applies it: kernels beside the loop, one undo, and nothing where nothing is offered.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { api, folder, hints, lineOf, open, positionOf, revertAll, until } from "./support.js";

const kernels = () => vscode.Uri.joinPath(folder(), "slow.kernels.ts");

describe("running a loop on all cores", () => {
  before(api);
  afterEach(async () => {
    await revertAll();
    if (await exists(kernels())) await vscode.workspace.fs.delete(kernels());
  });

  it("by the preferred code action: creates the kernels, and undo takes the loop back", async () => {
    const document = await open("slow.ts");
    const before = document.getText();
    const action = await preferredAction(document, "for (let y");
    assert.ok(action.edit, "the edit is there once resolved");
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.match(document.getText(), /from "@loopsmith\/runner"/);
    assert.match(document.getText(), /slow\.kernels\.js"/);
    assert.match(document.getText(), /parallelMap/);
    const made = await vscode.workspace.openTextDocument(kernels());
    assert.match(made.getText(), /registerKernels/);
    await vscode.window.showTextDocument(document);
    await until("the loop as it was", async () => {
      if (document.getText() === before) return true;
      await vscode.commands.executeCommand("undo");
      return document.getText() === before;
    });
  });

  it("by the lens's command: the same edit, saved to disk", async () => {
    const document = await open("slow.ts");
    await until("a hint", () => hints(document).length > 0);
    const line = lineOf(document, "for (let y");
    const before = document.getText();
    assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", document.uri, line), true);
    assert.notEqual(document.getText(), before);
    assert.ok(await vscode.workspace.saveAll(false));
    const onDisk = (uri: vscode.Uri) =>
      vscode.workspace.fs.readFile(uri).then((bytes) => Buffer.from(bytes).toString());
    assert.match(await onDisk(document.uri), /parallelMap/);
    assert.match(await onDisk(kernels()), /registerKernels/);
    await vscode.workspace.fs.writeFile(document.uri, Buffer.from(before));
    await until("the file as it was", () => document.getText() === before);
  });

  it("comes laid out by the user's settings of the built-in formatter, and the author's own lines stay as they are", async () => {
    const document = await open("slow.ts");
    const before = document.getText();
    const format = vscode.workspace.getConfiguration("typescript.format");
    const name = "insertSpaceBeforeFunctionParenthesis";
    await format.update(name, true, vscode.ConfigurationTarget.Workspace);
    try {
      const action = await preferredAction(document, "for (let y");
      assert.ok(action.edit);
      assert.ok(await vscode.workspace.applyEdit(action.edit));
      const made = await vscode.workspace.openTextDocument(kernels());
      assert.match(made.getText(), /export function \w+ \(/);
      assert.match(document.getText(), /function mandelbrot\(.*parallelMap/s);
    } finally {
      await format.update(name, undefined, vscode.ConfigurationTarget.Workspace);
    }
    assert.notEqual(document.getText(), before);
  });

  it("is formatted by the editor's own formatter where files are formatted when they are saved", async () => {
    const document = await open("slow.ts");
    const before = document.getText();
    const set = async (section: string, name: string, value: unknown) =>
      await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Workspace);
    const settings = [
      ["editor", "formatOnSave"],
      ["typescript.format", "insertSpaceBeforeFunctionParenthesis"],
    ] as const;
    for (const [section, name] of settings) await set(section, name, true);
    try {
      const line = lineOf(document, "for (let y");
      assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", document.uri, line), true);
      await until("the loop and its kernels, formatted", async () => {
        await vscode.workspace.saveAll(false);
        const made = await vscode.workspace.openTextDocument(kernels());
        return (
          /function mandelbrot \(.*parallelMap/s.test(document.getText()) && /function \w+ \(/.test(made.getText())
        );
      });
    } finally {
      for (const [section, name] of settings) await set(section, name, undefined);
    }
    await vscode.workspace.fs.writeFile(document.uri, Buffer.from(before));
    await until("the file as it was", () => document.getText() === before);
  });

  it("does nothing to a loop that has to run in order", async () => {
    const document = await open("refused.ts");
    const before = document.getText();
    const line = lineOf(document, "for (let step");
    assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", document.uri, line), false);
    assert.equal(document.getText(), before);
  });

  it("does nothing where there is no loop", async () => {
    const document = await open("refused.ts");
    assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", document.uri, 1), false);
    assert.equal(document.isDirty, false);
  });
});

async function preferredAction(document: vscode.TextDocument, text: string): Promise<vscode.CodeAction> {
  const at = positionOf(document, text);
  return await until("a preferred action", async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new vscode.Range(at, at),
      "refactor.rewrite.loopsmith",
      10,
    );
    return actions.find(({ isPreferred }) => isPreferred);
  });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
