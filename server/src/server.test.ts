// The language server over a connection, as an editor speaks with it: the way back as an action, and what is wrong with kernels.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentUri,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
} from "vscode-languageserver/node";
import { startServer } from "./server.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-server-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const caller = `import { parallelMapSync } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export function f(xs: number[]): number[] {
  return parallelMapSync(xs, step, {});
}
`;
const kernels = `import { registerKernels } from "@loopsmith/runner";

export let seen = 0;
export function step(x: number): number {
  seen++;
  return x;
}

registerKernels(import.meta.url, { step });
`;

/** A server and a client that speaks with it; what the server publishes of a document can be waited for. */
async function connected(initializationOptions = {}) {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)));
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const published = new Map<DocumentUri, (diagnostics: readonly Diagnostic[]) => void>();
  const diagnosticsOf = (uri: DocumentUri) =>
    new Promise<readonly Diagnostic[]>((resolve) => published.set(uri, resolve));
  client.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: { uri: DocumentUri; diagnostics: readonly Diagnostic[] }) =>
      published.get(uri)?.(diagnostics),
  );
  client.listen();
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {}, initializationOptions });
  await client.sendNotification("initialized", {});
  const open = async (uri: string, text: string) => {
    const answer = diagnosticsOf(uri);
    await client.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version: 1, text },
    });
    return await answer;
  };
  return { client, open };
}

test("a call can be inlined from the refactor menu, and its kernel has a warning at its place and at the call", async () => {
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  fs.writeFileSync(path.join(folder, "a.ts"), caller);
  fs.writeFileSync(path.join(folder, "a.kernels.ts"), kernels);
  const { client, open } = await connected();
  const [own, other] = ["a.ts", "a.kernels.ts"].map((name) => pathToFileURL(path.join(folder, name)).href) as [
    string,
    string,
  ];
  const places = (all: readonly Diagnostic[]) =>
    all.map(({ code, severity, range }) => [code, severity, range.start.line, range.start.character]);
  assert.deepEqual(places(await open(own, caller)), [["kernel-state", 2, 4, 29]]);
  assert.deepEqual(places(await open(other, kernels)), [["kernel-state", 2, 4, 2]]);

  const at = { line: 4, character: 12 };
  const actions: CodeAction[] = await client.sendRequest("textDocument/codeAction", {
    textDocument: { uri: own },
    range: { start: at, end: at },
    context: { diagnostics: [], only: ["refactor.inline"] },
  });
  assert.deepEqual(
    actions.map(({ title, kind }) => [title, kind]),
    [["Inline this parallelMap back into a loop (needs review)", "refactor.inline.loopsmith"]],
  );
  const resolved: CodeAction = await client.sendRequest("codeAction/resolve", actions[0]);
  const changes = resolved.edit?.documentChanges ?? [];
  const edit = changes.find(
    (change): change is TextDocumentEdit => "textDocument" in change && change.textDocument.uri === own,
  );
  assert.match(JSON.stringify(edit?.edits), /for \(const x of xs\)/);
  client.dispose();
});

const loops = `export function roots(xs: number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < xs.length; i++) {
    let sum = 0;
    for (let k = 0; k < 5000; k++) sum += Math.sqrt(xs[i]! * k);
    out.push(sum);
  }
  return out;
}
`;

test("asked for fixes of its hint alone, the server gives the preferred rewrite as one; else it stands among the refactorings", async () => {
  fs.writeFileSync(path.join(folder, "roots.ts"), loops);
  const uri = pathToFileURL(path.join(folder, "roots.ts")).href;
  const { client, open } = await connected();
  const [hint] = await open(uri, loops);
  assert.equal(hint?.source, "loopsmith");
  const asked = async (context: object): Promise<readonly CodeAction[]> =>
    await client.sendRequest("textDocument/codeAction", { textDocument: { uri }, range: hint!.range, context });
  const fixes = await asked({ diagnostics: [hint], only: ["quickfix"] });
  assert.deepEqual(
    fixes.map(({ kind, diagnostics }) => [kind, diagnostics?.length]),
    [["quickfix", 1]],
  );
  const resolved: CodeAction = await client.sendRequest("codeAction/resolve", fixes[0]);
  assert.match(JSON.stringify(resolved.edit), /parallelMap/);
  assert.deepEqual(await asked({ diagnostics: [], only: ["quickfix"] }), []);
  const all = await asked({ diagnostics: [hint] });
  assert.ok(all.every(({ kind }) => kind?.startsWith("refactor.")));
  client.dispose();
});

test("an action that is done by a command is resolved to itself", async () => {
  const { client } = await connected({ tracing: true });
  const action: CodeAction = {
    title: "Check by running",
    command: { title: "Check", command: "loopsmith.checkByRunning" },
  };
  assert.deepEqual(await client.sendRequest("codeAction/resolve", action), action);
  client.dispose();
});
