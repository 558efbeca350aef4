// The script that starts a new unit.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { newUnit } from "../scripts/newUnit.mjs";
import { parseDocBlock } from "./support/docBlock.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function read(file: string): string | undefined {
  const full = path.join(root, file);
  return fs.existsSync(full) ? fs.readFileSync(full, "utf8") : undefined;
}

function made(kind: string, id: string): ReadonlyMap<string, string> {
  const answer = newUnit(kind, id, read);
  if ("problem" in answer) assert.fail(answer.problem);
  return answer.files;
}

test("a reason gets its file with a doc block, its test and its line in the list", () => {
  const files = made("reason", "sealed-object");
  const folder = "server/src/legality/reasons";
  assert.deepEqual(
    [...files.keys()],
    [`${folder}/sealedObject.ts`, `${folder}/sealedObject.test.ts`, `${folder}/index.ts`],
  );
  assert.equal(parseDocBlock(files.get(`${folder}/sealedObject.ts`)!, "sealedObject.ts").id, "sealed-object");
  assert.match(files.get(`${folder}/index.ts`)!, /import \{ sealedObject \} from "\.\/sealedObject\.js";/);
  assert.match(files.get(`${folder}/index.ts`)!, /moduleState,\s+sealedObject\]/);
});

test("transforms and subscript tests come last in their lists", () => {
  const transforms = made("transform", "map-in-place").get("server/src/transforms/index.ts")!;
  assert.match(transforms, /readonly Transform\[\] = \[[^\]]*, mapInPlace\]/);
  const tests = made("subscript-test", "i-test").get("server/src/dependence/subscriptTests/index.ts")!;
  assert.match(tests, /\bbanerjee, iTest\]/);
});

test("refuses an unknown kind, an id in another style, and a unit that is there", () => {
  assert.deepEqual(newUnit("lemma", "x", read), {
    problem: "The kind of unit is one of reason, transform, subscript-test.",
  });
  assert.match(JSON.stringify(newUnit("reason", "EarlyExit", read)), /small letters with hyphens/);
  assert.match(JSON.stringify(newUnit("reason", "early-exit", read)), /is there already/);
});
