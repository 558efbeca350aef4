// The tools for assistants, called as a language model's host calls them: through the editor, with its edits and its undo.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { api, folder, lineOf, open, revertAll, until } from "./support.js";

const names = ["loopsmith_check", "loopsmith_rewrite", "loopsmith_benchmark"];
const kernels = () => vscode.Uri.joinPath(folder(), "slow.kernels.ts");

describe("tools for assistants", () => {
  before(api);
  afterEach(revertAll);

  const call = async (name: string, input: object): Promise<string> => {
    const result = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    return result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
  };

  it("are known to the editor, with their inputs", () => {
    const own = vscode.lm.tools.filter(({ name }) => names.includes(name));
    assert.deepEqual(own.map(({ name }) => name).sort(), [...names].sort());
    for (const { inputSchema } of own) assert.equal((inputSchema as { type?: string }).type, "object");
  });

  it("check the loops of the workspace", async () => {
    const { loops, promising } = JSON.parse(await call("loopsmith_check", { paths: ["slow.ts"] })) as {
      loops: { file: string; verdict: string }[];
      promising: number;
    };
    assert.equal(promising, 1);
    assert.deepEqual([loops[0]?.file, loops[0]?.verdict], ["slow.ts", "parallel"]);
  });

  it("show the diff of a rewrite and change nothing; a loop that has to run in order is an error with its reasons", async () => {
    const document = await open("slow.ts");
    const line =
      document
        .getText()
        .split("\n")
        .findIndex((text) => text.includes("for (let y")) + 1;
    assert.match(await call("loopsmith_rewrite", { place: `slow.ts:${line}` }), /^\+.*parallelMap/m);
    assert.equal(document.isDirty, false);
    await assert.rejects(call("loopsmith_rewrite", { place: "refused.ts:4" }), /cannot run in parallel/);
  });

  it("say that files are unsaved, and do not rewrite under them", async () => {
    const document = await open("slow.ts");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "// not saved\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(
      await call("loopsmith_check", { paths: ["slow.ts"] }),
      /^These files have changes that are not saved: slow\.ts\./,
    );
  });

  it("rewrite by the editor's own edit, which is saved", async () => {
    const document = await open("slow.ts");
    const before = document.getText();
    const line = lineOf(document, "for (let y");
    assert.match(await call("loopsmith_rewrite", { place: `slow.ts:${line}`, write: true }), /1 loop rewritten/);
    assert.match(document.getText(), /parallelMap/);
    assert.equal(document.isDirty, false);
    assert.match(Buffer.from(await vscode.workspace.fs.readFile(kernels())).toString(), /registerKernels/);
    await vscode.workspace.fs.writeFile(document.uri, Buffer.from(before));
    await vscode.workspace.fs.delete(kernels());
    await until("the file as it was", () => document.getText() === before);
  });

  it("measure a loop, and say what is wrong with a command", async () => {
    const place = `slow.mjs:${lineOf(await open("slow.mjs"), "for (let start")}`;
    const text = await call("loopsmith_benchmark", { place, command: ["node", "main.mjs"], seconds: 1 });
    assert.match(text, /^### Loop `slow\.mjs:\d+`/);
    await assert.rejects(call("loopsmith_benchmark", { place, command: ["node", "missing.mjs"] }), /missing\.mjs/);
  });
});
