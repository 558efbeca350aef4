// Profile Program…: a run of the workspace's program, the hot loop first in the view, marked beside the code, gone when it changes.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Api } from "../../../extension/src/main.js";
import { api, folder, lenses, lineOf, open, revertAll, until } from "./support.js";

const head = "for (let start";

describe("Profile Program…", () => {
  let exported: Api;
  before(async () => {
    exported = await api();
    await vscode.commands.executeCommand("loopsmith.loops.focus");
    await until("the end of the scan", () => exported.scan.state() === "complete");
  });
  after(async () => {
    await vscode.commands.executeCommand("loopsmith.clearProfile");
    await vscode.commands.executeCommand("loopsmith.groupLoopsByFile");
    await vscode.commands.executeCommand("workbench.view.explorer");
    await revertAll();
  });

  const cwd = () => folder().fsPath;
  const profile = (source: unknown) => vscode.commands.executeCommand("loopsmith.profileProgram", source);
  const labels = () => exported.loops.groups().map(({ label }) => label);
  const share = (document: vscode.TextDocument) =>
    exported.heat.of(document.uri.toString(), lineOf(document, head), 3)?.share;

  it("picked from the list, the active program's hot loop comes first under saving, and is marked", async () => {
    const document = await open("slow.mjs");
    await open("main.mjs");
    const running = vscode.commands.executeCommand("loopsmith.profileProgram");
    // Nothing was profiled before, so that the active file stands first.
    await until("the list to be answered", async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return exported.profiles.state() !== "asking";
    });
    assert.equal(await running, "shown");
    assert.equal(labels()[0], "Saves time on all cores");
    const [first] = exported.loops.groups()[0]!.loops;
    const line = lineOf(document, head);
    assert.deepEqual([first?.path, first?.loop.line], ["slow.mjs", line]);
    assert.ok(0.25 < share(document)!, `${share(document)} of the run`);
    assert.ok(exported.heat.marked(document.uri.toString()).includes(line));
    await vscode.window.showTextDocument(document);
    await until("its lens", async () =>
      (await lenses(document)).some((lens) => new RegExp(`^${line}: \\d+ % of the run$`).test(lens)),
    );
  });

  it("is forgotten for a file that is edited, and for all on demand", async () => {
    const document = await open("slow.mjs");
    assert.notEqual(share(document), undefined);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "// one more line\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(share(document), undefined);
    assert.deepEqual(exported.heat.marked(document.uri.toString()), []);
    await revertAll();
  });

  it("cancelled, it ends the program and leaves nothing", async () => {
    const document = await open("slow.mjs");
    await vscode.commands.executeCommand("loopsmith.clearProfile");
    const command = ["node", "-e", "require('fs').writeFileSync('pid.txt', String(process.pid)); for (;;);"];
    const running = profile({ command, cwd: cwd() });
    const place = vscode.Uri.joinPath(folder(), "pid.txt");
    const pid = await until("the program", async () => {
      try {
        // The file is there before its text is, and nothing is no number of a process: 0 would be this one's group.
        return Number(Buffer.from(await vscode.workspace.fs.readFile(place)).toString()) || undefined;
      } catch {
        return undefined;
      }
    });
    assert.equal(exported.profiles.state(), "running");
    assert.equal(await profile({ command: ["node", "main.mjs"], cwd: cwd() }), "not started");
    await vscode.commands.executeCommand("loopsmith.cancelProfile");
    assert.equal(await running, "cancelled");
    assert.throws(() => process.kill(pid, 0), "the program has ended");
    await vscode.workspace.fs.delete(place);
    assert.equal(exported.profiles.state(), "idle");
    assert.equal(share(document), undefined);
    assert.ok(!labels().includes("Saves time on all cores"), labels().join(", "));
  });

  it("says so when there is nothing to profile", async () => {
    assert.equal(await profile({ command: ["no-such-command-here"], cwd: cwd() }), "problem");
    assert.equal(await profile({ file: vscode.Uri.joinPath(folder(), "package.json").fsPath }), "problem");
    assert.equal(exported.profiles.state(), "idle");
  });
});
