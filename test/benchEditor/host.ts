// What `npm run bench:editor` runs inside of the extension host of a real VS Code: activation, from a key to the marks, the longest
// stretch of our work on the host's thread, memory of client and server. Writes figures, judges nothing.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { Session } from "node:inspector/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { Api } from "../../extension/src/main.js";
import { type CpuProfile, longestStretch } from "./longestRun.js";

const script = "/dist/extension.cjs";
const edits = 15;
const settleMs = 5000;

export async function run(): Promise<void> {
  const figures = process.env["LOOPSMITH_PART"] === "activation" ? await activated() : await profiled();
  fs.writeFileSync(process.env["LOOPSMITH_FIGURES"]!, JSON.stringify(figures));
}

/** Times of the activation in a window of its own: a profiler that watches code being loaded makes it two to three times as long. */
async function activated() {
  const extension = ownExtension();
  // A window that opens keeps the machine busy with itself.
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const cpuBefore = threadMs();
  const begun = performance.now();
  const api = await extension.activate();
  const activationMs = performance.now() - begun;
  const activationCpuMs = threadMs() - cpuBefore;
  await api.ready;
  return { activationMs, activationCpuMs, serverReadyMs: performance.now() - begun };
}

function ownExtension() {
  const extension = vscode.extensions.getExtension<Api>("loopsmith.loopsmith-vscode")!;
  if (extension.isActive) throw new Error("The extension is active before anybody asked for it.");
  return extension;
}

async function profiled() {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 500 });
  const rssBefore = process.memoryUsage().rss;

  const extension = ownExtension();
  await session.post("Profiler.start");
  const api = await extension.activate();
  await api.ready;
  const activation = await stop(session, "activation");

  const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, "src/long.ts");
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  const firstMarksMs = await marksAfter(document, performance.now());
  await session.post("Profiler.start");
  const keyToMarksMs: number[] = [];
  for (let count = 0; count < edits; count++) {
    const edit = new vscode.WorkspaceEdit();
    // A line more moves every mark.
    edit.insert(document.uri, new vscode.Position(0, 0), `// ${count}\n`);
    const at = performance.now();
    const marked = marksAfter(document, at);
    await vscode.workspace.applyEdit(edit);
    keyToMarksMs.push(await marked);
  }
  const typing = await stop(session, "typing");
  await vscode.commands.executeCommand("workbench.action.files.revert");

  await session.post("Profiler.start");
  const scanBegun = performance.now();
  await vscode.commands.executeCommand("loopsmith.loops.focus");
  while (api.scan.state() !== "complete") await new Promise((resolve) => setTimeout(resolve, 50));
  const scanMs = performance.now() - scanBegun;
  const scanning = await stop(session, "scanning");
  const loops = api.scan.files().reduce((sum, each) => sum + each.loops.length, 0);

  const server = memoryOf(serverPid());
  return {
    vscode: vscode.version,
    node: process.version,
    firstMarksMs,
    keyToMarksMs,
    longest: { activation, typing, scanning },
    scan: { ms: scanMs, files: api.scan.files().length, loops },
    memory: { hostBefore: rssBefore, hostAfter: process.memoryUsage().rss, server },
  };
}

async function stop(session: Session, name: string): Promise<{ ms: number; entered: string }> {
  const { profile } = await session.post("Profiler.stop");
  const kept = process.env["LOOPSMITH_PROFILES"];
  if (kept !== undefined) fs.writeFileSync(path.join(kept, `${name}.cpuprofile`), JSON.stringify(profile));
  return longestStretch(profile as CpuProfile, script);
}

/** Milliseconds from a time until our diagnostics of the document have changed. */
async function marksAfter(document: vscode.TextDocument, from: number): Promise<number> {
  return await new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const own = vscode.languages.getDiagnostics(document.uri).some(({ source }) => source === "loopsmith");
      if (!own || !uris.some((uri) => uri.toString() === document.uri.toString())) return;
      listener.dispose();
      resolve(performance.now() - from);
    });
  });
}

/** Processor time of the host's own thread, in milliseconds: what others do on the machine does not count. */
function threadMs(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
  if (threadCpuUsage === undefined) return Number.NaN;
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}

function serverPid(): number {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const own = lines.find((line) => line.trim().split(/\s+/)[1] === String(process.pid) && line.includes("server.cjs"));
  return Number(own?.trim().split(/\s+/)[0]);
}

/** Bytes now and at the most, as Linux counts them. */
function memoryOf(pid: number): { now: number; most: number } {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  const of = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  return { now: of("VmRSS"), most: of("VmHWM") };
}
