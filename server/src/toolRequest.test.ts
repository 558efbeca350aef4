// The tools as the editor asks for them: changes come back as edits of the lines that differ, and nothing is written here.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { type DocumentChange, runTool, toDocumentChanges } from "./toolRequest.js";

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-tool-")));
after(() => fs.rmSync(folder, { recursive: true }));
const source = `export function rows(h: number): number[] {
  const out: number[] = [];
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < 5000; x++) sum += Math.sqrt(x * y);
    out.push(sum);
  }
  return out;
}
`;
fs.writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
fs.writeFileSync(path.join(folder, "heavy.ts"), source);

const never = new AbortController().signal;
const run = (name: string, input: Record<string, unknown>, made: DocumentChange[] = [], agrees = true) =>
  runTool({ name, input, folder }, never, async (changes) => {
    made.push(...changes);
    return agrees;
  });

describe("a tool", () => {
  test("checks what lies in the folder", async () => {
    const { text, isError } = await run("loopsmith_check", {});
    assert.equal(isError, false);
    assert.equal(JSON.parse(text).promising, 1);
  });

  test("hands its changes to the editor, and writes nothing itself", async () => {
    const made: DocumentChange[] = [];
    const { text, isError } = await run("loopsmith_rewrite", { place: "heavy.ts:3", write: true }, made);
    assert.equal(isError, false, text);
    const created = made.flatMap((change) => ("kind" in change && change.kind === "create" ? [change.uri] : []));
    assert.deepEqual(created, [pathToFileURL(path.join(folder, "heavy.kernels.ts")).href]);
    assert.equal(fs.readFileSync(path.join(folder, "heavy.ts"), "utf8"), source);
  });

  test("says so where the editor does not make them", async () => {
    const { text, isError } = await run("loopsmith_rewrite", { place: "heavy.ts:3", write: true }, [], false);
    assert.equal(isError, true);
    assert.match(text, /The editor did not make the changes/);
  });

  test("that nobody knows is an error", async () => {
    assert.deepEqual(await run("loopsmith_guess", {}), { text: "There is no tool loopsmith_guess.", isError: true });
  });
});

describe("changes as edits", () => {
  test("of any two texts lead from the one to the other", () => {
    const lines = fc.array(fc.constantFrom("", "a", "b", "😀", "a b"), { maxLength: 6 });
    const end = fc.constantFrom("\n", "\r\n");
    const text = fc.tuple(lines, end, fc.boolean()).map(([all, by, last]) => all.join(by) + (last ? by : ""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = toDocumentChanges(new Map([["/a.ts", { before, after }]]));
        if (before === after) assert.deepEqual(changes, []);
        else assert.equal(applied(before, changes[0]!), after);
      }),
    );
  });

  test("of a file that goes or was never there", () => {
    const uri = pathToFileURL("/a.ts").href;
    assert.deepEqual(toDocumentChanges(new Map([["/a.ts", { before: "x", after: undefined }]])), [
      { kind: "delete", uri },
    ]);
    assert.deepEqual(toDocumentChanges(new Map([["/a.ts", { before: undefined, after: undefined }]])), []);
  });
});

function applied(text: string, change: DocumentChange): string {
  assert.ok("edits" in change);
  const [{ range, newText } = assert.fail("no edit")] = change.edits;
  const offset = ({ line, character }: { line: number; character: number }) =>
    text
      .split("\n")
      .slice(0, line)
      .reduce((sum, each) => sum + each.length + 1, 0) + character;
  return text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end));
}
