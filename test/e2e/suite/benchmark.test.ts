// The benchmark as the editor runs it: a real recording in a shadow copy, the result beside the loop, stale after an edit.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { Api } from "../../../extension/src/main.js";
import { api, folder, lenses, lineOf, open, revertAll, until } from "./support.js";

const settings = () => vscode.workspace.getConfiguration("loopsmith");
const set = (name: string, value: unknown) => settings().update(name, value, vscode.ConfigurationTarget.Workspace);
const head = "for (let start";

describe("benchmark", () => {
  let exported: Api;
  before(async () => {
    exported = await api();
    await set("bench.seconds", 1);
    await set("bench.command", "node main.mjs");
  });
  after(async () => {
    await set("bench.seconds", undefined);
    await set("bench.command", undefined);
    await revertAll();
  });

  it("shows the measured gain after the loop's first line, once the results were compared", async () => {
    const document = await open("slow.mjs");
    const before = await listing();
    assert.equal(await bench(document, head), "measured");
    const shown = exported.lastInlineReport()!;
    assert.equal(shown.line, lineOf(document, head));
    assert.equal(shown.stale, false);
    assert.match(shown.text, /identical/);
    assert.match(shown.text, /serial .+ → parallel .+×/);
    assert.equal(shown.report?.comparison.outcome, "equal");
    assert.deepEqual(await listing(), before, "the workspace's files are as they were");
    assert.equal(document.isDirty, false);
    await until("a lens that leads to the report", async () =>
      (await lenses(document)).includes(`${shown.line}: Report`),
    );
  });

  it("shows the whole report in a panel", async () => {
    await vscode.commands.executeCommand("loopsmith.showReport");
    await until("the panel", () => tabs().some((label) => label.includes("slow.mjs:")));
  });

  it("exports the report as a page, as Markdown and as JSON", async () => {
    const place = vscode.Uri.file(path.join(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-export-")), "report"));
    const texts = new Map<string, string>();
    for (const format of ["html", "md", "json"]) {
      await vscode.commands.executeCommand("loopsmith.exportReport", format, place);
      texts.set(format, fs.readFileSync(place.fsPath, "utf8"));
    }
    fs.rmSync(path.dirname(place.fsPath), { recursive: true });
    const { report } = exported.lastInlineReport()!;
    assert.ok(report?.comparison.outcome === "equal");
    // One worker is the calling thread, which has no timeline; one count is no curve.
    const { points, timeline } = report.comparison;
    const charts = 2 + (points.length > 1 ? 1 : 0) + (timeline === null ? 0 : 1);
    assert.equal(texts.get("html")!.match(/<svg class="chart wide"/g)?.length, charts);
    assert.doesNotMatch(texts.get("html")!, /--vscode-/, "the exported page has colours of its own");
    assert.match(texts.get("md")!, /^### Loop `slow\.mjs:\d+`/);
    assert.deepEqual(JSON.parse(texts.get("json")!), report);
  });

  it("moves with its loop, and is stale once the loop has changed", async () => {
    const document = await open("slow.mjs");
    const line = lineOf(document, head);
    const above = new vscode.WorkspaceEdit();
    above.insert(document.uri, new vscode.Position(0, 0), "// one more line\n");
    assert.ok(await vscode.workspace.applyEdit(above));
    assert.equal(exported.lastInlineReport()?.line, line + 1);
    assert.equal(exported.lastInlineReport()?.stale, false);
    const inside = new vscode.WorkspaceEdit();
    inside.insert(document.uri, new vscode.Position(line, 4), "/* here */ ");
    assert.ok(await vscode.workspace.applyEdit(inside));
    assert.equal(exported.lastInlineReport()?.stale, true);
    assert.match(exported.lastInlineReport()!.text, /stale/);
    const out = new vscode.WorkspaceEdit();
    out.delete(document.uri, new vscode.Range(line, 4, line, "/* here */ ".length + 4));
    assert.ok(await vscode.workspace.applyEdit(out));
    assert.equal(exported.lastInlineReport()?.stale, false, "the loop is again what was measured");
    await revertAll();
  });

  it("can be cancelled, and leaves nothing behind", async () => {
    const document = await open("slow.mjs");
    await vscode.commands.executeCommand("loopsmith.clearResults");
    await set("bench.seconds", 60);
    const running = bench(document, head);
    await until("the benchmark is under way", () =>
      exported.inlineReports().some(({ report, text }) => report === null && text.startsWith("measuring:")),
    );
    await vscode.commands.executeCommand("loopsmith.cancelBenchmark");
    assert.equal(await running, "cancelled");
    assert.deepEqual(exported.inlineReports(), []);
    await set("bench.seconds", 1);
  });

  it("says so when the command fails, and when it never reaches the loop", async () => {
    const document = await open("slow.mjs");
    await set("bench.command", "node missing.mjs");
    assert.equal(await bench(document, head), "problem");
    await set("bench.command", "node --version");
    assert.equal(await bench(document, head), "problem");
    assert.deepEqual(exported.inlineReports(), []);
    await set("bench.command", "node main.mjs");
  });

  it("does not measure a loop that has to run in order", async () => {
    const document = await open("refused.ts");
    assert.equal(await bench(document, "for (let step"), "problem");
    assert.deepEqual(exported.inlineReports(), []);
  });
});

async function bench(document: vscode.TextDocument, text: string): Promise<string> {
  return await vscode.commands.executeCommand("loopsmith.benchmarkLoop", document.uri, lineOf(document, text));
}

async function listing(): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder());
  return entries.map(([name]) => name).sort();
}

function tabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ label }) => label);
}
