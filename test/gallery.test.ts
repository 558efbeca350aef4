// The pairs of the gallery, executed: both versions compile strictly and compute the same.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { kernelReports } from "../server/src/analysis/kernelReports.js";
import { runToEnd } from "../server/src/workspace/cancellation.js";
import { galleryFixtures, galleryPair } from "./support/gallery.js";
import { checkInverse } from "./support/inverse.js";
import { typeErrors, valueIn } from "./support/rewriteProject.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const fixtures = galleryFixtures(root);

test("there are twenty, and three by partial results", () => assert.equal(fixtures.length, 23));

for (const fixture of fixtures) {
  describe(fixture, () => {
    test("both versions compile, compute the same, and nothing is wrong with the kernel", async () => {
      const { project, main, run, before, after } = galleryPair(root, fixture);
      const files = { ...after, "package.json": project.files["package.json"]! };
      assert.deepEqual(typeErrors(project, { [main]: before }), [], "before");
      const value = await valueIn(project, project.files, main, run);
      assert.notEqual(value, undefined, "the expression computes something");
      assert.deepEqual(await valueIn(project, files, main, run), value);
      assert.deepEqual(typeErrors(project, after), [], "after");
      const { workspace } = project.context;
      assert.deepEqual(runToEnd(kernelReports(workspace, path.join(project.folder, main))), []);
    });

    test("taken back, it still computes the same", async () => {
      const { main, run, after } = galleryPair(root, fixture);
      await checkInverse({ [main]: after[main]!, ...after }, run);
    });
  });
}
