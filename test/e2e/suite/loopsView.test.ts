// The view of all loops: what it lists, how it is grouped and filtered, and that it costs nothing before it is seen.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Api } from "../../../extension/src/main.js";
import { api, folder, lineOf, open, revertAll, until } from "./support.js";

describe("the Loops view", () => {
  let exported: Api;
  before(async () => {
    exported = await api();
  });
  after(async () => {
    await vscode.commands.executeCommand("loopsmith.groupLoopsByFile");
    await vscode.commands.executeCommand("workbench.view.explorer");
    await revertAll();
  });

  const labels = () => exported.loops.groups().map(({ label }) => label);
  const scanned = () => until("the end of the scan", () => exported.scan.state() === "complete");

  it("looks for nothing before it is seen, then for the loops of all files", async () => {
    assert.equal(exported.scan.state(), "not started");
    await vscode.commands.executeCommand("loopsmith.loops.focus");
    await scanned();
    assert.ok(labels().includes("slow.ts"), labels().join(", "));
    assert.ok(labels().includes("refused.ts"), labels().join(", "));
  });

  it("names the loops of a file with their verdicts", async () => {
    const document = await open("slow.ts");
    const group = exported.loops.groups().find(({ label }) => label === "slow.ts")!;
    const line = lineOf(document, "for (let y");
    const node = group.loops.find(({ loop }) => loop.line === line)!;
    assert.equal(node.loop.verdict, "parallel");
    assert.ok(node.loop.promising && node.loop.canRewrite);
  });

  it("groups by reason, for which it asks again, and by saving", async () => {
    await vscode.commands.executeCommand("loopsmith.groupLoopsByReason");
    await until("reasons", () => labels().some((label) => label.startsWith("In order: ")));
    assert.ok(labels().includes("Can run on all cores"), labels().join(", "));
    await scanned();
    await vscode.commands.executeCommand("loopsmith.groupLoopsBySaving");
    assert.deepEqual(labels(), ["Worth it, by work per iteration"]);
    await vscode.commands.executeCommand("loopsmith.groupLoopsByFile");
  });

  it("shows only what the filter leaves, and all again", async () => {
    exported.loops.setFilter("refused.ts for");
    assert.deepEqual(labels(), ["refused.ts"]);
    await vscode.commands.executeCommand("loopsmith.clearLoopFilter");
    assert.ok(labels().includes("slow.ts"));
  });

  it("looks again at a file that is saved, and forgets one that is deleted", async () => {
    const uri = vscode.Uri.joinPath(folder(), "more.ts");
    const text = "export function sum(xs: number[]) {\n  let s = 0;\n  for (const x of xs) s += x;\n  return s;\n}\n";
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    await vscode.commands.executeCommand("loopsmith.refreshLoops");
    const lines = () =>
      exported.loops
        .groups()
        .find(({ label }) => label === "more.ts")
        ?.loops.map(({ loop }) => loop.line);
    await until("the new file", () => lines()?.join() === "3");
    const document = await open("more.ts");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), "// one line more\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await document.save();
    await until("the loop's new line", () => lines()?.join() === "4");
    const gone = new vscode.WorkspaceEdit();
    gone.deleteFile(uri);
    assert.ok(await vscode.workspace.applyEdit(gone));
    await until("the file to be gone", () => lines() === undefined);
  });

  it("can be cancelled while it looks", async () => {
    const refreshed = vscode.commands.executeCommand("loopsmith.refreshLoops");
    await vscode.commands.executeCommand("loopsmith.cancelScan");
    await refreshed;
    // A small folder may have been gone through before the cancel arrived; in either case the scan has ended.
    assert.notEqual(exported.scan.state(), "running");
    await vscode.commands.executeCommand("loopsmith.refreshLoops");
    await scanned();
  });

  it("rewrites the loop of the item that a button stands on", async () => {
    const document = await open("slow.ts");
    const before = document.getText();
    const nodes = exported.loops.groups().flatMap(({ loops }) => loops);
    const node = nodes.find(({ path, loop }) => path === "slow.ts" && loop.canRewrite);
    assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", node), true);
    assert.match(document.getText(), /parallelMap/);
    // The editor saves after a refactoring when it gets to it; here it is saved at once, and then put back.
    assert.ok(await vscode.workspace.saveAll(false));
    await vscode.workspace.fs.writeFile(document.uri, Buffer.from(before));
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), "slow.kernels.ts"));
    await until("the file as it was", () => document.getText() === before);
  });

  it("leaves a loop alone that has to run in order", async () => {
    const nodes = exported.loops.groups().flatMap(({ loops }) => loops);
    const node = nodes.find(({ path, loop }) => path === "refused.ts" && loop.verdict === "serial");
    assert.ok(node);
    assert.equal(await vscode.commands.executeCommand("loopsmith.runOnAllCores", node), false);
  });
});
