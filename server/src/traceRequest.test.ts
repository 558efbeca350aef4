// What the editor may rewrite on the evidence of a trace: the very text that was traced, and nothing that the evidence does not answer.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { loopReports } from "./analysis/facade.js";
import { createWorkspaces } from "./lsp/workspaces.js";
import { planObserved } from "./traceRequest.js";
import { runToEnd } from "./workspace/cancellation.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-observed-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "main.ts");
const uri = pathToFileURL(file).href;
const text = `import { work } from "tools";
export const out: number[] = [];
for (let i = 0; i < 20; i++) {
  out.push(work(i));
}
`;
fs.writeFileSync(file, text);
fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
fs.writeFileSync(
  path.join(folder, "tools.d.ts"),
  'declare module "tools" { export function work(x: number): number; }',
);
fs.writeFileSync(
  path.join(folder, "tsconfig.json"),
  '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022", "types": [] } }',
);
const evidence = {
  file: "main.ts",
  line: 3,
  sha256: createHash("sha256").update(text).digest("hex"),
  pureFunctions: ["tools#work"],
  apart: false,
  notes: [],
};

test("the rewrite is made with a mark that asks for review, and what was seen reaches no other answer", () => {
  const workspaces = createWorkspaces((message) => assert.fail(message));
  const answer = runToEnd(planObserved({ uri, line: 3, evidence }, workspaces));
  assert.ok(answer.kind === "edit", JSON.stringify(answer));
  const [mark] = Object.values(answer.edit.changeAnnotations ?? {});
  assert.equal(mark?.needsConfirmation, true);
  assert.match(mark?.description ?? "", /did so in the run that was traced/);
  assert.match(JSON.stringify(answer.edit.documentChanges), /parallelMap/);
  const [loop] = runToEnd(loopReports(workspaces.of(file), file));
  assert.equal(loop?.verdict, "serial");
});

test("it is not where the text, the loop or the evidence is another", () => {
  const workspaces = createWorkspaces((message) => assert.fail(message));
  const refused = (params: Parameters<typeof planObserved>[0]) => {
    const answer = runToEnd(planObserved(params, workspaces));
    assert.equal(answer.kind, "problem");
    return answer.kind === "problem" ? answer.message : "";
  };
  assert.match(refused({ uri, line: 4, evidence }), /has changed/);
  assert.match(refused({ uri, line: 3, evidence: { ...evidence, pureFunctions: [] } }), /does not answer all/);
  workspaces.setDocument(file, 2, `${text}// more\n`);
  assert.match(refused({ uri, line: 3, evidence }), /has changed/);
});
