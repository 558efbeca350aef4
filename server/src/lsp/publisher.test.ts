// Diagnostics of open documents: hints at once, then both accesses of their dependences; a profile makes a refused loop worth one.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { sumsAndRecurrence as text } from "../../../test/support/reports.js";
import { createGuards } from "./guard.js";
import { createPublisher, type PublisherParts } from "./publisher.js";
import { createWorkspaces } from "./workspaces.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-publisher-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "a.ts");
test("a hint comes at once and its accesses follow; a loop that took much of a run has one, too, until hints are not wanted", async () => {
  fs.writeFileSync(file, text);
  fs.writeFileSync(path.join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true, "types": [] } }');
  const document = TextDocument.create(pathToFileURL(file).href, "typescript", 1, text);
  const workspaces = createWorkspaces((message) => assert.fail(message));
  workspaces.setDocument(file, 1, text);
  const sent: Diagnostic[][] = [];
  let arrived = () => {};
  const sendDiagnostics = async ({ diagnostics }: { diagnostics: Diagnostic[] }) => {
    sent.push(diagnostics);
    arrived();
  };
  const documents = { get: () => document, all: () => [document] } as unknown as PublisherParts["documents"];
  const guards = createGuards((message) => assert.fail(message));
  const publisher = createPublisher({
    connection: { sendDiagnostics },
    documents,
    workspaces,
    guards,
    translate: (marks) => marks,
  });
  const shown = async (count: number) => {
    while (sent.length < count) await new Promise<void>((resolve) => (arrived = resolve));
    return sent
      .splice(0)
      .map((each) =>
        each.map(({ code, range, relatedInformation = [] }) => [code, range.start.line + 1, relatedInformation.length]),
      );
  };

  publisher.schedule(document.uri);
  assert.deepEqual(await shown(2), [[["parallel-reduction", 3, 0]], [["parallel-reduction", 3, 1]]]);
  const uri = document.uri;
  publisher.setHeat({ files: [{ uri, loops: [{ line: 8, column: 3, share: 0.5 }] }] });
  const [, full] = await shown(2);
  assert.deepEqual(full, [
    ["parallel-reduction", 3, 1],
    ["carried-dependence", 8, 2],
  ]);
  publisher.setHints(false);
  assert.deepEqual(await shown(1), [[]]);
  publisher.forget(uri);
});
