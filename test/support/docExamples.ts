// Runs the examples of transforms: before → after as text, and both versions as programs that must compute the same.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transforms } from "../../server/src/transforms/index.js";
import type { FileEdit, TransformAnswer } from "../../server/src/transforms/transform.js";
import { checkerOf } from "../../server/src/workspace/checker.js";
import { madeModule, openExample } from "./check.js";

export interface Transformed {
  /** New text of the example's file. */
  readonly after: string;
  /** Texts of the files that the transform makes, by base name. */
  readonly created: ReadonlyMap<string, string>;
  readonly safety: "safe" | "needs-review";
  readonly notes: readonly string[];
}

/** What the transform answers for the loop at `$0`, else for the first loop of the text. */
export function answerOf(transformId: string, before: string): TransformAnswer | undefined {
  const at = before.indexOf("$0");
  const { workspace, program, sourceFile, loops } = openExample(before.replace("$0", ""));
  const analysis =
    at === -1
      ? loops[0]
      : loops.find(({ loop }) => loop.node.getStart() <= at && at <= loop.node.getStart() + "while".length);
  if (analysis === undefined) assert.fail("no loop at the mark");
  const transform = transforms.find(({ id }) => id === transformId);
  if (transform === undefined) assert.fail(`no transform ${transformId}`);
  return transform.plan({ workspace, program, checker: checkerOf(program), sourceFile, analysis });
}

/** Applies the transform. Fails, with the reason, where it is not offered. */
export function transformText(transformId: string, before: string): Transformed {
  const answer = answerOf(transformId, before);
  if (answer === undefined) assert.fail(`${transformId} does not concern this loop`);
  if (answer.kind === "disabled") assert.fail(`${transformId} is disabled: ${answer.reason}`);
  const source = before.replace("$0", "");
  const isModule = /^\s*(?:export|import)\b/m.test(source);
  const { files, safety, notes } = answer.plan;
  const own = files.filter((file) => path.basename(file.file) === "example.ts");
  const after = own.reduce((text, file) => apply(file, text), isModule ? source : source + madeModule);
  const created = files
    .filter((file) => file.created)
    .map((file) => [path.basename(file.file), apply(file, "")] as const);
  return {
    after: isModule ? after : after.replace(madeModule, ""),
    created: new Map(created),
    safety,
    notes,
  };
}

/** Checks that the transform makes exactly this of the text. */
export function checkTransform(transformId: string, before: string, after: string): void {
  assert.equal(transformText(transformId, before).after.trim(), after.trim());
}

/** Checks that the transform is not offered: `undefined`, or disabled for a reason that matches. */
export function checkNotApplicable(transformId: string, before: string, reason?: RegExp): void {
  const answer = answerOf(transformId, before);
  if (reason === undefined) assert.equal(answer, undefined);
  else if (answer?.kind !== "disabled") assert.fail(`${transformId} is ${answer?.kind ?? "not concerned"}`);
  else assert.match(answer.reason, reason);
}

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Runs both versions over the in-process runner and compares what the expression computes in each.
 * @param expression in the scope of the example, e.g. `squares(10)`
 */
export async function checkSameResult(transformId: string, before: string, expression: string): Promise<void> {
  const { after, created } = transformText(transformId, before);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-example-"));
  try {
    const runner = path.join(folder, "node_modules/@loopsmith/runner");
    fs.mkdirSync(runner, { recursive: true });
    const standIn = pathToFileURL(path.join(repository, "test/support/inProcessRunner.ts")).href;
    fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
    fs.writeFileSync(path.join(runner, "package.json"), '{ "type": "module", "exports": "./index.js" }');
    fs.writeFileSync(path.join(runner, "index.js"), `export * from ${JSON.stringify(standIn)};\n`);
    for (const [name, text] of created) fs.writeFileSync(path.join(folder, name), text);
    const valueIn = async (name: string, text: string): Promise<unknown> => {
      const file = path.join(folder, name);
      fs.writeFileSync(file, `${text}\nexport const exampleResult = await (${expression});\n`);
      const module: { exampleResult: unknown } = await import(pathToFileURL(file).href);
      return module.exampleResult;
    };
    const serial = await valueIn("before.ts", before.replace("$0", ""));
    assert.notEqual(serial, undefined, "the expression computes something");
    assert.deepEqual(await valueIn("after.ts", after), serial);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Edits at the same place are insertions, in the order in which they are given. */
function apply({ edits }: FileEdit, text: string): string {
  let done = 0;
  let edited = "";
  for (const { start, end, text: replacement } of edits) {
    assert.ok(done <= start && start <= end, "edits are sorted and do not overlap");
    edited += text.slice(done, start) + replacement;
    done = end;
  }
  return edited + text.slice(done);
}
